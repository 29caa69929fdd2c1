import Benchmarks
import CBenchmarks
import Foundation
import Testing

@Suite("integrate: the double integral of sin(x + y) by the midpoint rule")
struct IntegralTests {
  /// Those that this CPU has, always "plain".
  private static let kernels: [String] = ["avx512", "avx2", "plain"].filter { (name: String) -> Bool in
    !velibcorr_sine_sum_by(name, 0, 1, 1).isNaN
  }

  @Test("a sum of sines is that of the plain twin", arguments: kernels)
  func twin(kernel: String) {
    for (offset, step) in [(0.0, 0.001), (3, 0.01), (-2, 0.3), (1e-9, 1e-7)] {
      for count in [0, 1, 3, 4, 7, 8, 9, 64, 1001] {
        let terms = (0..<count).map { sin(offset + (Double($0) + 0.5) * step) }
        // A vector sine errs by 4 ulp of at most 1; its argument by an ulp of at most 300; a sum of n by n u |terms|.
        let n = Double(count)
        let tolerance = n * (4 * 0x1p-53 + 300 * 0x1p-52) + n * 0x1p-53 * terms.reduce(0) { $0 + abs($1) }
        let sum = velibcorr_sine_sum_by(kernel, offset, step, count)
        #expect(abs(sum - terms.reduce(0, +)) <= tolerance)
      }
    }
  }

  @Test("without a name the best kernel runs; an unknown name runs none")
  func names() {
    #expect(velibcorr_sine_sum(1, 0.01, 99) == velibcorr_sine_sum_by(Self.kernels[0], 1, 0.01, 99))
    #expect(velibcorr_sine_sum_by("none", 1, 0.01, 99).isNaN)
    #expect(Self.kernels.last == "plain")
  }

  @Test("the course's integral by default: 10,000^2 points, 0 within 1e-9")
  func defaults() throws {
    let workload = Integral()
    #expect(workload.amount == Amount(items: 100_000_000, unit: "points"))
    let results = try workload.serialResults()
    #expect(abs(workload.value(results)) <= 1e-9)
    let verdict = workload.verify(results)
    #expect(verdict.passed)
    #expect(verdict.limit == 1e-9)
  }

  @Test("any number of points", arguments: [1, 2, 3, 7, 100, 1001])
  func sizes(n: Int) throws {
    let workload = Integral(n: n)
    #expect(workload.verify(try workload.serialResults()).passed)
  }

  @Test("the same to the bit however rows are dealt into tasks")
  func tasks() throws {
    let one = Integral(n: 500, rowsPerTask: 500)
    let expected = one.value(try one.serialResults())
    for rows in [1, 7, 100, 501] {
      let workload = Integral(n: 500, rowsPerTask: rows)
      #expect(workload.value(try workload.serialResults()).bitPattern == expected.bitPattern)
    }
  }

  private static let faults: [(String, Integral.RowKernel)] = [
    ("always 0", { _, _, _ in 0 }),
    ("a cosine", { offset, step, n in (0..<n).reduce(0) { $0 + cos(offset + (Double($1) + 0.5) * step) } }),
    ("the last point left out", { offset, step, n in velibcorr_sine_sum(offset, step, n - 1) }),
    ("corners for midpoints", { offset, step, n in velibcorr_sine_sum(offset - step / 2, step, n) }),
    (
      "single precision",
      { offset, step, n in
        (0..<n).reduce(0) {
          $0 + Double(sinf(Float(offset + (Double($1) + 0.5) * step)))
        }
      }
    ),
    ("not a number", { _, _, _ in .nan }),
  ]

  @Test("a broken kernel fails", arguments: faults.indices)
  func broken(fault: Int) throws {
    let workload = Integral(n: 200, kernel: Self.faults[fault].1)
    #expect(!workload.verify(try workload.serialResults()).passed, "\(Self.faults[fault].0)")
  }
}
