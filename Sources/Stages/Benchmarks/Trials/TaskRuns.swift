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
