import Workers

/// Hands a rank's workers the tasks that a schedule has for them.
///
/// Over several ranks, chunks are taken from a counter that all of them share: there is no master
/// that would have to be idle, or to leave its own task, to serve the others.
final class TaskSource: Sendable {
  private let taskCount: Int
  private let configuration: Configuration
  private nonisolated(unsafe) let ranks: any Ranks

  init(taskCount: Int, _ configuration: Configuration, on ranks: any Ranks) {
    self.taskCount = taskCount
    self.configuration = configuration
    unsafe self.ranks = ranks
  }

  /// The next tasks of a worker, a thread of this rank; nil when there are no more. `turn` counts its calls from 0.
  func next(worker: Int, turn: Int) -> Range<Int>? {
    switch configuration.schedule {
    case .serial: return turn == 0 ? 0..<taskCount : nil
    case .static:
      guard turn == 0 else { return nil }
      let index = unsafe ranks.rank * configuration.threads + worker
      return WorkSplit.part(index, of: configuration.workers, count: taskCount)
    case .chunked(let size): return nextChunk(size)
    case .threads, .dynamic: return nextChunk(1)
    }
  }

  /// No worker of any rank gets tasks from now on, where tasks are taken one after the other.
  func close() {
    _ = unsafe ranks.fetchAndAdd(taskCount)
  }

  private func nextChunk(_ size: Int) -> Range<Int>? {
    let first = unsafe ranks.fetchAndAdd(size)
    return first < taskCount ? first..<min(first + size, taskCount) : nil
  }
}
