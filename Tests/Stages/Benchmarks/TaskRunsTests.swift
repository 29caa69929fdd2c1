import Benchmarks
import Synchronization
import Testing

@Suite("Tasks run by every schedule, on ranks and threads")
struct TaskRunsTests {
  private static let configurations: [Configuration] = [
    .serial, Configuration(.threads, threads: 1), Configuration(.threads, threads: 3),
    Configuration(.static, ranks: 1, threads: 4), Configuration(.chunked(7), ranks: 1, threads: 2),
    Configuration(.static, ranks: 3), Configuration(.static, ranks: 2, threads: 3),
    Configuration(.chunked(7), ranks: 2), Configuration(.chunked(1000), ranks: 2),
    Configuration(.dynamic, ranks: 4), Configuration(.dynamic, ranks: 2, threads: 2),
  ]

  /// Runs once; returns each rank's times, and what rank 0 says of the results.
  private static func run(
    _ configuration: Configuration, keepsGoing: Bool = false, _ workload: @Sendable () -> CountingWorkload
  ) throws -> [Result<(times: RankTimes, verdict: Verdict, failures: [TaskFailure]), any Error>] {
    try ThreadRanks.run(configuration.ranks) { ranks in
      let subject = TaskSubject(workload(), problem: "", keepsGoing: keepsGoing)
      subject.prepare(configuration, on: ranks)
      ranks.barrier()
      let times = try subject.run(configuration, on: ranks, since: .now)
      return (times, subject.verdict(), subject.failures)
    }
  }

  @Test("rank 0 has the result of every task in its place", arguments: configurations, [0, 1, 2, 50])
  func places(configuration: Configuration, tasks: Int) throws {
    let ranks = try Self.run(configuration) { CountingWorkload(tasks: tasks) }.map { try $0.get() }
    #expect(ranks[0].verdict.passed)
    #expect(ranks.allSatisfy { $0.failures.isEmpty })
  }

  @Test("each task is run once", arguments: configurations)
  func once(configuration: Configuration) throws {
    let workload = CountingWorkload(tasks: 50)
    _ = try Self.run(configuration) { workload }.map { try $0.get() }
    #expect(workload.runs.load(ordering: .relaxed) == 50)
  }

  @Test(
    "a task that fails is named with its rank, to every rank, and none waits for ever",
    arguments: configurations)
  func failure(configuration: Configuration) throws {
    let outcomes = try Self.run(configuration) { CountingWorkload(tasks: 40, failing: [17]) }
    for outcome in outcomes {
      let failure = try #require(throws: TaskFailure.self) { try outcome.get() }
      #expect(failure.task == 17)
      #expect((0..<configuration.ranks).contains(failure.rank))
      #expect(failure.description == "task 17 failed on rank \(failure.rank): no such number")
    }
  }

  @Test("after it no more tasks are begun where they are taken one by one", arguments: [1, 3])
  func stop(ranks: Int) throws {
    let workload = CountingWorkload(tasks: 3000, failing: [7])
    _ = try Self.run(Configuration(.dynamic, ranks: ranks)) { workload }
    #expect(workload.runs.load(ordering: .relaxed) < 3000)
    if ranks == 1 { #expect(workload.runs.load(ordering: .relaxed) == 8) }
  }

  @Test(
    "keeping going, the others are run, the failures are known to all, and no verdict passes",
    arguments: configurations)
  func keepGoing(configuration: Configuration) throws {
    let workload = CountingWorkload(tasks: 40, failing: [3, 39])
    let ranks = try Self.run(configuration, keepsGoing: true) { workload }.map { try $0.get() }
    #expect(workload.runs.load(ordering: .relaxed) == 40)
    for rank in ranks { #expect(Set(rank.failures.map(\.task)) == [3, 39]) }
    #expect(!ranks[0].verdict.passed)
  }

  @Test("static parts are contiguous and equal: the slow tasks of one rank are waited for by the other")
  func waiting() throws {
    let ranks = try Self.run(Configuration(.static, ranks: 2)) {
      CountingWorkload(tasks: 10, slow: [0, 1, 2, 3, 4])
    }
    .map { try $0.get() }
    #expect(ranks[0].times.computing >= 0.1)
    #expect(ranks[1].times.computing < ranks[0].times.computing)
  }

  @Test("dynamic: the slow tasks are shared by all")
  func balance() throws {
    let ranks = try Self.run(Configuration(.dynamic, ranks: 2)) {
      CountingWorkload(tasks: 10, slow: [0, 1, 2, 3, 4])
    }
    .map { try $0.get() }
    // Five of 20 ms: one at least for each, however late it comes.
    #expect(ranks.allSatisfy { $0.times.computing >= 0.02 })
  }

  @Test("results of an earlier run do not pass for those of a later one")
  func stale() throws {
    _ = try ThreadRanks.run(1) { ranks in
      let subject = TaskSubject(CountingWorkload(tasks: 5), problem: "")
      subject.prepare(.serial, on: ranks)
      _ = try subject.run(.serial, on: ranks, since: .now)
      #expect(subject.verdict().passed)
      subject.prepare(.serial, on: ranks)
      #expect(!subject.verdict().passed)
    }.map { try $0.get() }
  }

  @Test("a verdict passes up to its limit; a NaN never does")
  func verdict() {
    #expect(Verdict("error", value: 1, limit: 1).passed)
    #expect(!Verdict("error", value: 1.0.nextUp, limit: 1).passed)
    #expect(!Verdict("error", value: .nan, limit: 1).passed)
  }
}
