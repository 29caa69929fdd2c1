/// A task that failed.
package struct TaskFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// None where a rank could not begin with its tasks.
  package let task: Int?
  /// The rank that ran it.
  package let rank: Int
  /// Its error, in words.
  package let cause: String

  /// A failure, as one rank reports it to the others.
  package init(task: Int?, rank: Int, cause: String) {
    self.task = task
    self.rank = rank
    self.cause = cause
  }

  package var description: String {
    task.map { "task \($0) failed on rank \(rank): \(cause)" } ?? "rank \(rank) failed: \(cause)"
  }
}
