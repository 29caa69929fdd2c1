import Workers

/// A workload and room for its results, which all configurations share.
package final class TaskSubject<W: Workload>: Subject {
  /// The workload that is run.
  package let workload: W
  package let problem: String
  /// After a task that failed, the others are still run.
  private let keepsGoing: Bool
  private let failing: Int?
  /// Of the last run; whole on rank 0 only.
  package let results: TaskResults
  package private(set) var failures: [TaskFailure] = []
  private var verdicts: [Int: Verdict] = [:]

  /// - Parameter failing: a task that is made to fail.
  package init(_ workload: W, problem: String, failing: Int? = nil, keepsGoing: Bool = false) {
    self.workload = workload
    self.problem = problem
    self.failing = failing
    self.keepsGoing = keepsGoing
    results = TaskResults(for: workload)
  }

  package var name: String { W.name }
  package var usesBLASThreads: Bool { workload.usesBLASThreads }
  package func amount(_ configuration: Configuration) -> Amount { workload.amount }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    results.clear()
    ranks.resetCounter()
  }

  /// Every rank throws if a task of any has failed.
  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) throws -> RankTimes {
    precondition(ranks.size == configuration.ranks)
    let source = TaskSource(taskCount: workload.taskCount, configuration, on: ranks)
    let rank = ranks.rank
    let tasks = TaskRuns(
      workload: workload, source: source, results: results, rank: rank, failing: failing,
      keepsGoing: keepsGoing, start: start)
    let threads = usesBLASThreads ? 1 : configuration.threads
    let runs = ranks.whileSharing {
      do {
        return try concurrently(threads) { tasks.run(worker: $0) }
      } catch {
        // No threads. The others go on, and learn of it with the results.
        source.close()
        return [WorkerRun(failures: [TaskFailure(task: nil, rank: rank, cause: "\(error)")])]
      }
    }
    var times = RankTimes()
    times.arrival = seconds(start, .now)
    for run in runs {
      times.computing += run.computing / Double(runs.count)
      times.communicating += run.asking / Double(runs.count)
      times.waiting += (run.begin + times.arrival - run.end) / Double(runs.count)
    }
    if configuration.workers == 1 {
      // One worker has nobody to wait for: when its thread did not run, others had its core.
      (times.computing, times.waiting) = (times.computing + times.waiting, 0)
    }
    failures = runs.flatMap(\.failures)
    if ranks.size > 1 { collect(runs.flatMap(\.tasks), on: ranks) }
    if let first = failures.first, !keepsGoing { throw first }
    return times
  }

  /// Brings the results to rank 0, and the failures to all.
  private func collect(_ tasks: [Range<Int>], on ranks: any Ranks) {
    let account = RankAccount(tasks: tasks, failures: failures)
    let accounts = ranks.allGather(account.bytes).map { RankAccount($0) }
    failures = accounts.flatMap(\.failures)
    guard failures.isEmpty || keepsGoing else { return }
    unsafe results.withBuffer { numbers in
      if ranks.rank > 0 {
        unsafe ranks.send(elements(of: account.tasks), of: numbers, to: 0)
      } else {
        for rank in 1..<ranks.size {
          unsafe ranks.receive(elements(of: accounts[rank].tasks), of: numbers, from: rank)
        }
      }
    }
  }

  /// Adds 1 to the last number.
  package func spoil(_ configuration: Configuration, on ranks: any Ranks) {
    guard ranks.rank == 0 else { return }
    unsafe results.withBuffer { numbers in unsafe numbers[numbers.count - 1] += 1 }
  }

  private func elements(of tasks: [Range<Int>]) -> [Range<Int>] {
    tasks.map { results.elements(of: $0) }.filter { !$0.isEmpty }
  }

  /// Results that are the same bits as those of an earlier run share its verdict.
  package func verdict() -> Verdict {
    guard failures.isEmpty else {
      return Verdict("tasks failed", value: Double(failures.count), limit: 0)
    }
    var hasher = Hasher()
    unsafe results.withBuffer { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    let digest = hasher.finalize()
    if let known = verdicts[digest] { return known }
    let verdict = workload.verify(results)
    verdicts[digest] = verdict
    return verdict
  }
}
