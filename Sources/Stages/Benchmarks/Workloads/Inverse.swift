import LinearAlgebra

/// Random matrices, each inverted.
///
/// Elements are uniform in [0, 1), those of symmetric positive definite matrices (B + B') / 2 + n I with B such. The
/// result of a task is its inverses.
package struct Inverse: Workload {
  package static let name = "inverse"

  /// Matrices of all tasks.
  package let count: Int
  /// Rows and columns of a matrix.
  package let order: Int
  /// Matrices of a task; the last task may have fewer.
  package let matricesPerTask: Int
  /// All matrices, row-major, one after the other.
  package let matrices: [Double]
  private let isPositiveDefinite: Bool
  private let makeKernel: @Sendable () -> InverseKernel

  /// - Parameters:
  ///   - matricesPerTask: `defaultMatricesPerTask` when not given.
  ///   - method: `cholesky` makes the matrices positive definite. When not given, `interleaved` up to its greatest
  ///     order, `lu` from there on.
  package init(
    count: Int = 100, order: Int = 5, seed: UInt64, matricesPerTask: Int? = nil, method: InverseMethod? = nil
  ) {
    let method = method ?? (order <= InverseMethod.greatestInterleavedOrder ? .interleaved : .lu)
    self.init(
      count: count, order: order, matricesPerTask: matricesPerTask, positiveDefinite: method == .cholesky,
      matrices: Self.random(count: count, order: order, seed: seed, positiveDefinite: method == .cholesky)
    ) { method.kernel(order: order) }
  }

  /// Given matrices, and a kernel of one's own.
  package init(
    count: Int, order: Int, matricesPerTask: Int? = nil, positiveDefinite: Bool = false, matrices: [Double],
    kernel: @escaping @Sendable () -> InverseKernel
  ) {
    precondition(count >= 0 && order > 0 && matrices.count == count * order * order)
    self.count = count
    self.order = order
    self.matricesPerTask = matricesPerTask ?? Self.defaultMatricesPerTask(count: count, order: order)
    self.matrices = matrices
    isPositiveDefinite = positiveDefinite
    makeKernel = kernel
    precondition(self.matricesPerTask > 0)
  }

  /// Small matrices: eight, a vector's, or so many more that there are about 64 tasks. Larger: one.
  package static func defaultMatricesPerTask(count: Int, order: Int) -> Int {
    order <= InverseMethod.greatestInterleavedOrder ? max(8, count / 64 & ~7) : 1
  }

  package var taskCount: Int { (count + matricesPerTask - 1) / matricesPerTask }

  /// 2 n^3 operations a matrix by LU, n^3 by Cholesky (LAPACK Working Note 41).
  package var amount: Amount {
    let cube = Double(order) * Double(order) * Double(order)
    return Amount(
      items: count, unit: "matrices", flops: Double(count) * (isPositiveDefinite ? cube : 2 * cube))
  }

  /// One large matrix.
  package var usesBLASThreads: Bool { taskCount == 1 && order > InverseMethod.greatestInterleavedOrder }

  package func resultCount(ofTask task: Int) -> Int { elements(ofTask: task).count }

  /// A kernel with room of its own.
  package func makeWorker() -> InverseKernel { makeKernel() }

  package func run(task: Int, with kernel: InverseKernel, into result: inout MutableSpan<Double>) {
    kernel(matrices.span.extracting(elements(ofTask: task)), &result)
  }

  /// Each inverse by its residual; a matrix that was said to be singular must be so for LAPACK's condition estimator
  /// too.
  package func verify(_ results: TaskResults) -> Verdict {
    var residual = InverseResidual(order: order)
    var (worst, singular) = (Greatest(), 0)
    for task in 0..<taskCount {
      let matrices = self.matrices.span.extracting(elements(ofTask: task))
      results.read(task) { inverses in
        for start in stride(from: 0, to: inverses.count, by: order * order) {
          let a = matrices.extracting(start..<start + order * order)
          let x = inverses.extracting(start..<start + order * order)
          let isFlagged = x.indices.allSatisfy { x[$0].isNaN }
          if isFlagged { singular += 1 }
          worst.take(isFlagged && residual.isSingular(a) ? 0 : residual.scaled(a, inverse: x))
        }
      }
    }
    return Verdict(
      "||A X - I|| / (n eps cond A)", value: worst.value, limit: InverseResidual.limit,
      remarks: singular == 0 ? [] : ["\(singular) singular \(singular == 1 ? "matrix" : "matrices")"])
  }

  private func elements(ofTask task: Int) -> Range<Int> {
    let first = task * matricesPerTask
    return first * order * order..<min(first + matricesPerTask, count) * order * order
  }

  private static func random(count: Int, order: Int, seed: UInt64, positiveDefinite: Bool) -> [Double] {
    var elements = UniformStream(seed: seed).numbers(from: 0, count: count * order * order)
    guard positiveDefinite else { return elements }
    for start in stride(from: 0, to: elements.count, by: order * order) {
      for i in 0..<order {
        elements[start + i * order + i] += Double(order)
        for j in 0..<i {
          let (upper, lower) = (start + j * order + i, start + i * order + j)
          elements[upper] = (elements[upper] + elements[lower]) / 2
          elements[lower] = elements[upper]
        }
      }
    }
    return elements
  }
}
