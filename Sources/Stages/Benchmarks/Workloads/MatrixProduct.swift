import LinearAlgebra
import Memory

/// C = A B of square matrices with elements uniform in [0, 1), by BLAS (`cblas_dgemm`): each rank multiplies an equal
/// block of rows of A by B, with BLAS's threads, and sends it to rank 0.
package final class MatrixProduct: Subject {
  package let name = "matmul"
  /// Rows and columns of A, B and C.
  package let order: Int
  private let a: [Double]
  private let b: [Double]
  private var c: [Double]
  private let kernel: Kernel

  /// C = A B of some rows of A, row-major, with B of so many columns.
  package typealias Kernel = (
    _ a: Span<Double>, _ b: Span<Double>, _ columns: Int, _ c: inout MutableSpan<Double>
  ) -> Void

  /// - Parameters:
  ///   - order: above 0.
  ///   - seed: of A and B, which every rank makes alike.
  ///   - kernel: multiplies some rows; BLAS when not given.
  package init(
    order: Int = 3000, seed: UInt64, kernel: @escaping Kernel = { multiply($0, $1, columns: $2, into: &$3) }
  ) {
    precondition(order > 0)
    self.order = order
    let stream = UniformStream(seed: seed)
    a = stream.numbers(from: 0, count: order * order)
    b = stream.numbers(from: order * order, count: order * order)
    c = HugePageMemory.array(repeating: .nan, count: order * order)
    self.kernel = kernel
  }

  package var problem: String { "the product of two matrices of order \(order)" }
  package var usesBLASThreads: Bool { true }
  package var failures: [TaskFailure] { [] }

  /// 2 n^3 operations.
  package func amount(_ configuration: Configuration) -> Amount {
    let n = Double(order)
    return Amount(items: 1, unit: "products", flops: 2 * n * n * n)
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    for i in c.indices { c[i] = .nan }
  }

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) -> RankTimes {
    let mine = elements(of: ranks.rank, among: ranks.size)
    let (a, b) = (a, b)
    var times = RankTimes()
    unsafe c.withUnsafeMutableBufferPointer { c in
      var rows = unsafe UnsafeMutableBufferPointer(rebasing: c[mine]).mutableSpan
      if !mine.isEmpty { kernel(a.span.extracting(mine), b.span, order, &rows) }
      times.arrival = seconds(start, .now)
      times.computing = times.arrival
      if ranks.rank > 0 {
        unsafe ranks.send([mine], of: c, to: 0)
      } else {
        for rank in 1..<max(1, ranks.size) {
          unsafe ranks.receive([elements(of: rank, among: ranks.size)], of: c, from: rank)
        }
      }
    }
    return times
  }

  /// Adds 1 to the last element, which the last rank has made.
  package func spoil(_ configuration: Configuration, on ranks: any Ranks) {
    if ranks.rank == 0 { c[c.count - 1] += 1 }
  }

  /// Freivalds' check with a random vector x in [0, 1)^n, as BLIS verifies what it times: C x beside A (B x), row by
  /// row, as a multiple of n eps times the row of A (B x).
  ///
  /// With nothing negative in A, B and x each of the four sums of n products errs by at most n eps times that
  /// (Higham, Accuracy and Stability of Numerical Algorithms, 2002, 3.5), so more than 4 is no rounding. An element of
  /// C that is off by more than some 4 n^2 eps times its value is found: 4e-9 for n = 3,000.
  package func verdict() -> Verdict {
    let x = UniformStream(seed: 1).numbers(from: 0, count: order)
    let expected = product(a, product(b, x))
    let found = product(c, x)
    var worst = Greatest()
    for row in 0..<order {
      let error = (found[row] - expected[row]).magnitude
      worst.take(error / (Double(order) * InverseResidual.epsilon * expected[row]))
    }
    return Verdict("|C x - A (B x)| / (n eps A (B x))", value: worst.value, limit: 4)
  }

  /// Term by term: not by the library that is being verified.
  private func product(_ matrix: [Double], _ x: [Double]) -> [Double] {
    (0..<order).map { row in
      var sum = 0.0
      for i in 0..<order { sum += matrix[row * order + i] * x[i] }
      return sum
    }
  }

  /// The rows of a rank.
  private func elements(of rank: Int, among ranks: Int) -> Range<Int> {
    rank * order / ranks * order..<(rank + 1) * order / ranks * order
  }
}
