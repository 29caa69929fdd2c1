import LinearAlgebra

/// Tasks that each make many random matrices and return their mean: much work, little to send.
package struct Average: Workload {
  package static let name = "average"

  package let taskCount: Int
  /// Matrices of a task, each of which has numbers of its own of the stream.
  package let matricesPerTask: Int
  /// Rows and columns of a matrix.
  package let order: Int
  private let stream: UniformStream
  private let kernel: SumKernel

  /// Sets sums[e] to the sum of numbers first + m * size + e of the stream over m = 0 ... count - 1.
  package typealias SumKernel =
    @Sendable (
      _ stream: UniformStream, _ first: Int, _ count: Int, _ sums: inout MutableSpan<Double>
    ) -> Void

  /// - Parameters:
  ///   - tasks, matricesPerTask, order: above 0.
  ///   - seed: of the matrices, which are the same for every schedule.
  ///   - kernel: sums numbers of the stream; the workload's own when not given.
  package init(
    tasks: Int = 10, matricesPerTask: Int = 100_000, order: Int = 10, seed: UInt64,
    kernel: @escaping SumKernel = { $0.sum(from: $1, count: $2, into: &$3) }
  ) {
    precondition(tasks > 0 && matricesPerTask > 0 && order > 0)
    taskCount = tasks
    self.matricesPerTask = matricesPerTask
    self.order = order
    stream = UniformStream(seed: seed)
    self.kernel = kernel
  }

  /// One addition an element; making the numbers is not counted.
  package var amount: Amount {
    let matrices = taskCount * matricesPerTask
    return Amount(items: matrices, unit: "matrices", flops: Double(matrices * order * order))
  }

  package func resultCount(ofTask task: Int) -> Int { order * order }

  /// Nothing is kept from task to task.
  package func makeWorker() {}

  package func run(task: Int, with _: Void, into result: inout MutableSpan<Double>) {
    // Not in place: results of neighbouring tasks share cache lines, which threads would take from each other at
    // every matrix.
    var sums = [Double](repeating: 0, count: result.count)
    var span = sums.mutableSpan
    kernel(stream, first(ofTask: task), matricesPerTask, &span)
    for i in result.indices { result[i] = sums[i] / Double(matricesPerTask) }
  }

  /// The mean over all tasks.
  package func mean(_ results: TaskResults) -> [Double] {
    var mean = [Double](repeating: 0, count: order * order)
    for task in 0..<taskCount {
      results.read(task) { result in
        for i in mean.indices { mean[i] += result[i] / Double(taskCount) }
      }
    }
    return mean
  }

  /// Each element of each task in standard errors from 1/2, the variance of a number being 1/12: seven are exceeded
  /// once in 4e11. The last task is made again, number by number, and must be the same to the bit.
  package func verify(_ results: TaskResults) -> Verdict {
    let standardError = (1 / (12 * Double(matricesPerTask))).squareRoot()
    var worst = Greatest()
    for task in 0..<taskCount {
      results.read(task) { result in
        for i in result.indices {
          worst.take((result[i] - 0.5).magnitude / standardError)
        }
      }
    }
    if !isLastTaskRight(results) { worst.take(.infinity) }
    return Verdict("standard errors from 1/2", value: worst.value, limit: 7)
  }

  private func isLastTaskRight(_ results: TaskResults) -> Bool {
    var sums = [Double](repeating: 0, count: order * order)
    let first = first(ofTask: taskCount - 1)
    for m in 0..<matricesPerTask {
      for e in sums.indices { sums[e] += stream[first + m * sums.count + e] }
    }
    return results.read(taskCount - 1) { result in
      sums.indices.allSatisfy { result[$0] == sums[$0] / Double(matricesPerTask) }
    }
  }

  private func first(ofTask task: Int) -> Int { task * matricesPerTask * order * order }
}
