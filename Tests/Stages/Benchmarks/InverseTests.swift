import Benchmarks
import LinearAlgebra
import Testing

@Suite("inverse: many matrices inverted, and each verified")
struct InverseTests {
  private static func all(_ workload: Inverse) throws -> [Double] {
    let results = try workload.serialResults()
    return (0..<workload.taskCount).flatMap { task in
      results.read(task) { result in result.indices.map { result[$0] } }
    }
  }

  @Test("the course's matrices by default: 100 of 5 x 5")
  func defaults() throws {
    let workload = Inverse(seed: 1)
    #expect(workload.amount == Amount(items: 100, unit: "matrices", flops: 25_000))
    #expect(workload.taskCount == 13)
    let verdict = workload.verify(try workload.serialResults())
    #expect(verdict.passed)
    #expect(verdict.value > 0)
    #expect(verdict.remarks.isEmpty)
  }

  @Test("each method inverts small and large", arguments: InverseMethod.allCases, [1, 2, 5, 16, 32, 33, 150])
  func methods(method: InverseMethod, order: Int) throws {
    guard method != .interleaved || order <= InverseMethod.greatestInterleavedOrder else {
      try Test.cancel("interleaved are small ones only")
    }
    let workload = Inverse(count: 21, order: order, seed: 2, method: method)
    #expect(workload.verify(try workload.serialResults()).passed)
  }

  @Test("matrices are the same, and their inverses to the bit, however they are dealt into tasks")
  func tasks() throws {
    let one = Inverse(count: 100, seed: 3, matricesPerTask: 100)
    let expected = try Self.all(one)
    for perTask in [1, 7, 8, 64, 1000] {
      let workload = Inverse(count: 100, seed: 3, matricesPerTask: perTask)
      #expect(workload.matrices == one.matrices)
      #expect(try Self.all(workload) == expected)
    }
  }

  @Test("other seeds are other matrices, uniform in [0, 1)")
  func seeds() {
    let matrices = Inverse(count: 1000, seed: 4).matrices
    #expect(matrices != Inverse(count: 1000, seed: 5).matrices)
    #expect(matrices.allSatisfy { (0..<1).contains($0) })
  }

  @Test("Cholesky's matrices are symmetric, with a dominant diagonal")
  func positiveDefinite() {
    let n = 9
    let a = Inverse(count: 1, order: n, seed: 6, method: .cholesky).matrices
    for i in 0..<n {
      for j in 0..<n { #expect(a[i * n + j] == a[j * n + i]) }
      let others = (0..<n).reduce(0) { $0 + ($1 == i ? 0 : a[i * n + $1]) }
      #expect(a[i * n + i] > others)
    }
    #expect(Inverse(count: 2, order: 10, seed: 6, method: .cholesky).amount.flops == 2000)
  }

  @Test("tasks are vectors of matrices, about 64 of them; large matrices go one by one")
  func perTask() {
    #expect(Inverse.defaultMatricesPerTask(count: 1, order: 5) == 8)
    #expect(Inverse.defaultMatricesPerTask(count: 100_000, order: 5) == 1560)
    #expect(Inverse.defaultMatricesPerTask(count: 100_000, order: 33) == 1)
    #expect(Inverse(count: 0, seed: 1).taskCount == 0)
  }

  @Test("singular matrices are remarked on and pass", arguments: [InverseMethod.interleaved, .lu])
  func singular(method: InverseMethod) throws {
    let matrices: [Double] = [1, 2, 2, 4] + [2, 0, 0, 2] + [0, 0, 0, 0] + [1, 2, 3, 4]
    let kernel = Inverse(count: 1, order: 2, seed: 1, method: method)
    let workload = Inverse(count: 4, order: 2, matrices: matrices) { kernel.makeWorker() }
    let verdict = workload.verify(try workload.serialResults())
    #expect(verdict.passed)
    #expect(verdict.remarks == ["2 singular matrices"])
  }

  @Test("a matrix that is not positive definite is flagged by Cholesky, and that is not believed")
  func indefinite() throws {
    let cholesky = Inverse(count: 1, order: 2, seed: 1, method: .cholesky)
    let workload = Inverse(count: 1, order: 2, matrices: [1, 2, 2, 1]) { cholesky.makeWorker() }
    let verdict = workload.verify(try workload.serialResults())
    #expect(!verdict.passed)
    #expect(verdict.remarks == ["1 singular matrix"])
  }

  /// Ways to be wrong, each in a copy of the right inverses.
  private static let faults: [(String, @Sendable (inout MutableSpan<Double>) -> Void)] = [
    ("one element of the last matrix, by 1e-9", { $0[$0.count - 1] *= 1 + 1e-9 }),
    ("the first matrix is 0", { for i in 0..<25 { $0[i] = 0 } }),
    ("one infinite element", { $0[7] = .infinity }),
    ("one NaN", { $0[7] = .nan }),
    ("a matrix that has an inverse is said to be singular", { for i in 25..<50 { $0[i] = .nan } }),
    ("two rows swapped", { x in for j in 0..<5 { x.swapAt(j, 5 + j) } }),
    ("a large multiple", { for i in $0.indices { $0[i] *= 1e20 } }),
  ]

  @Test("a broken kernel fails", arguments: faults.indices)
  func broken(fault: Int) throws {
    let right = Inverse(count: 40, seed: 7)
    #expect(right.verify(try right.serialResults()).passed)
    let workload = Inverse(count: 40, order: 5, matrices: right.matrices) {
      let kernel = right.makeWorker()
      return { matrices, inverses in
        kernel(matrices, &inverses)
        Self.faults[fault].1(&inverses)
      }
    }
    #expect(!workload.verify(try workload.serialResults()).passed, "\(Self.faults[fault].0)")
  }
}
