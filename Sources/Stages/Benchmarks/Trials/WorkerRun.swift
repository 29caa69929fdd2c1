/// The part of one thread of one rank in a run, in seconds since its start.
struct WorkerRun: Sendable {
  /// The tasks that it ran, in its order; neighbours joined.
  var tasks: [Range<Int>] = []
  var failures: [TaskFailure] = []
  /// In tasks, and to make room for them.
  var computing = 0.0
  /// To be given tasks.
  var asking = 0.0
  /// When its thread was there.
  var begin = 0.0
  /// When it had no more to do.
  var end = 0.0

  mutating func note(_ range: Range<Int>) {
    if let last = tasks.last, last.upperBound == range.lowerBound {
      tasks[tasks.count - 1] = last.lowerBound..<range.upperBound
    } else {
      tasks.append(range)
    }
  }
}
