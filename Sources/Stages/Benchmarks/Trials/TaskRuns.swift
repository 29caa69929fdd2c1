import Workers

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

/// What one thread of one rank did in a run, in seconds since its start.
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
}

extension Workload {
  /// Runs what `source` has for a thread. A failed task's results are left as they are; without `keepsGoing` it is
  /// the last one of the whole run.
  func run(
    _ source: TaskSource, worker number: Int, rank: Int, failing: Int?, keepsGoing: Bool,
    into results: TaskResults,
    since start: ContinuousClock.Instant
  ) -> WorkerRun {
    var run = WorkerRun()
    let arrival = ContinuousClock.now
    run.begin = seconds(start, arrival)
    let worker = makeWorker()
    var (turn, before) = (0, ContinuousClock.now)
    run.computing += seconds(arrival, before)
    while let tasks = source.next(worker: number, turn: turn) {
      turn += 1
      let begin = ContinuousClock.now
      run.asking += seconds(before, begin)
      run.note(tasks)
      for task in tasks {
        do {
          if task == failing { throw DeliberateFailure() }
          try results.write(task) { result in try self.run(task: task, with: worker, into: &result) }
        } catch {
          run.failures.append(TaskFailure(task: task, rank: rank, cause: "\(error)"))
          guard !keepsGoing else { continue }
          source.close()
          break
        }
      }
      before = ContinuousClock.now
      run.computing += seconds(begin, before)
      if !run.failures.isEmpty && !keepsGoing { break }
    }
    let end = ContinuousClock.now
    run.asking += seconds(before, end)
    run.end = seconds(start, end)
    return run
  }
}

/// To see what comes of a failure.
private struct DeliberateFailure: Error, CustomStringConvertible {
  var description: String { "made to fail" }
}

extension WorkerRun {
  fileprivate mutating func note(_ range: Range<Int>) {
    if let last = tasks.last, last.upperBound == range.lowerBound {
      tasks[tasks.count - 1] = last.lowerBound..<range.upperBound
    } else {
      tasks.append(range)
    }
  }
}

func seconds(_ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant) -> Double {
  start.duration(to: end) / .seconds(1)
}
