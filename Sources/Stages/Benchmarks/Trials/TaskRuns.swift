/// A run of a workload's tasks on one rank, whose threads all take part.
struct TaskRuns<W: Workload>: Sendable {
  let workload: W
  let source: TaskSource
  let results: TaskResults
  let rank: Int
  /// A task that is made to fail.
  let failing: Int?
  /// After a task that failed, the others are still run.
  let keepsGoing: Bool
  /// Since when seconds are counted.
  let start: ContinuousClock.Instant

  /// Runs what there is for a thread. A failed task's results are left as they are; without `keepsGoing` it is the
  /// last one of the whole run.
  func run(worker number: Int) -> WorkerRun {
    var account = WorkerRun()
    let arrival = ContinuousClock.now
    account.begin = seconds(start, arrival)
    let worker = workload.makeWorker()
    var (turn, before) = (0, ContinuousClock.now)
    account.computing += seconds(arrival, before)
    while let tasks = source.next(worker: number, turn: turn) {
      turn += 1
      let begin = ContinuousClock.now
      account.asking += seconds(before, begin)
      account.note(tasks)
      for task in tasks {
        guard run(task, with: worker, noting: &account) else {
          source.close()
          break
        }
      }
      before = ContinuousClock.now
      account.computing += seconds(begin, before)
      if !account.failures.isEmpty && !keepsGoing { break }
    }
    let end = ContinuousClock.now
    account.asking += seconds(before, end)
    account.end = seconds(start, end)
    return account
  }

  /// Runs a task; false when no other is to be run after it.
  private func run(_ task: Int, with worker: W.Worker, noting account: inout WorkerRun) -> Bool {
    do {
      if task == failing { throw DeliberateFailure() }
      try results.write(task) { result in try workload.run(task: task, with: worker, into: &result) }
      return true
    } catch {
      account.failures.append(TaskFailure(task: task, rank: rank, cause: "\(error)"))
      return keepsGoing
    }
  }
}

/// To see what comes of a failure.
private struct DeliberateFailure: Error, CustomStringConvertible {
  var description: String { "made to fail" }
}
