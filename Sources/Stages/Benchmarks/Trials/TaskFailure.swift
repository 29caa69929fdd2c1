/// A task that failed.
package struct TaskFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// None where a rank could not begin with its tasks.
  package let task: Int?
  package let rank: Int
  package let cause: String

  package init(task: Int?, rank: Int, cause: String) {
    self.task = task
    self.rank = rank
    self.cause = cause
  }

  package var description: String {
    task.map { "task \($0) failed on rank \(rank): \(cause)" } ?? "rank \(rank) failed: \(cause)"
  }
}
