import Benchmarks
import Foundation
import Testing
import Workers

@Suite("TrialRunner: cases timed on the ranks of a job")
struct TrialRunnerTests {
  private static let plan: TrialPlan = {
    var plan = TrialPlan()
    plan.maximumTrials = 6
    return plan
  }()

  private static let configurations = [
    Configuration.serial, Configuration(.static, ranks: 2), Configuration(.dynamic, ranks: 3),
    Configuration(.dynamic, ranks: 2, threads: 2),
  ]

  private static func run(
    ranks: Int, _ configurations: [Configuration], keepsGoing: Bool = false,
    _ workload: @escaping @Sendable () -> CountingWorkload
  ) throws -> [Result<[CaseTrials], any Error>] {
    try ThreadRanks.run(ranks) { ranks in
      let subject = TaskSubject(workload(), problem: "", keepsGoing: keepsGoing)
      let cases = configurations.map { Case(subject, $0, plan) }
      return try TrialRunner(cases, on: ranks).run { _ in }
    }
  }

  @Test("every case has its trials and its verdict; parts of a run sum to its time within 2 %")
  func parts() throws {
    let trials = try Self.run(ranks: 3, Self.configurations) {
      CountingWorkload(tasks: 12, slow: [0, 1, 5, 9])
    }[0].get()
    #expect(trials.map(\.seconds.count) == [6, 6, 6, 6])
    for trial in trials {
      #expect(trial.verdict?.passed == true)
      let total = trial.seconds.reduce(0, +)
      #expect((trial.parts.total / total - 1).magnitude < 0.02)
    }
    // Four tasks of 20 ms: by one worker; two of them on the first rank of two.
    #expect(trials[0].parts.computing / trials[0].seconds.reduce(0, +) > 0.5)
    #expect(TrialStatistics(trials[1].seconds).median >= 0.06)
    #expect(trials[1].parts.waiting > trials[0].parts.waiting)
  }

  @Test("the time of a run is that of the rank that is last")
  func slowest() throws {
    let trials = try Self.run(ranks: 2, [Configuration(.static, ranks: 2)]) {
      CountingWorkload(tasks: 2, slow: [1])
    }[0].get()
    #expect(trials[0].seconds.allSatisfy { $0 >= 0.02 })
    #expect(trials[0].parts.computing / trials[0].parts.total < 0.6)
  }

  @Test("a failure ends the job on all ranks, those that rest too")
  func failure() throws {
    let outcomes = try Self.run(ranks: 4, Self.configurations) { CountingWorkload(tasks: 4, failing: [2]) }
    for outcome in outcomes { #expect(throws: (any Error).self) { try outcome.get() } }
    #expect(throws: TaskFailure.self) { try outcomes[0].get() }
  }

  @Test("keeping going, failures are in the results, whose verdict does not pass")
  func keepGoing() throws {
    let trials = try Self.run(ranks: 3, Self.configurations, keepsGoing: true) {
      CountingWorkload(tasks: 4, failing: [2])
    }[0].get()
    for trial in trials {
      #expect(trial.failures.map(\.task) == [2])
      #expect(trial.verdict?.passed == false)
      #expect(trial.seconds.count == 6)
    }
  }

  @Test("a run with a wrong result is not forgiven for the right ones after it")
  func wrongOnce() throws {
    let subject = Faltering()
    let trials = try ThreadRanks.run(1) { ranks in
      try TrialRunner([Case(subject, .serial, Self.plan)], on: ranks).run { _ in }
    }[0].get()
    #expect(trials[0].verdict?.value == 2)
    #expect(trials[0].verdict?.passed == false)
  }

  @Test("what comes before and after a run counts for the time limit")
  func limit() throws {
    var plan = TrialPlan()
    plan.timeLimit = .milliseconds(500)
    let trials = try ThreadRanks.run(2) { [plan] ranks in
      try TrialRunner([Case(Slow(), Configuration(.static, ranks: 2), plan)], on: ranks).run { _ in }
    }[0].get()
    // Each of warm-up and trials takes 300 ms, of which the run has none.
    #expect(trials[0].seconds.count == 1)
    #expect(trials[0].seconds[0] < 0.1)
  }

  /// Takes its time to be verified.
  private final class Slow: Subject {
    let (name, problem) = ("slow", "")
    let usesBLASThreads = false
    let failures: [TaskFailure] = []
    func amount(_ configuration: Configuration) -> Amount { Amount(items: 1, unit: "runs") }
    func prepare(_ configuration: Configuration, on ranks: any Ranks) { usleep(100_000) }
    func check(_ configuration: Configuration, on ranks: any Ranks) { usleep(100_000) }
    func verdict() -> Verdict {
      usleep(100_000)
      return Verdict("error", value: 0, limit: 0)
    }

    func run(
      _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
    ) throws -> RankTimes { RankTimes() }
  }

  @Test("a rank that cannot do its part ends the job on all, and is named", arguments: 0..<3)
  func rankFailure(failing: Int) throws {
    let outcomes = try ThreadRanks.run(3) { ranks in
      let subject = Refusing(rank: failing)
      return try TrialRunner([Case(subject, Configuration(.static, ranks: 3), Self.plan)], on: ranks)
        .run { _ in }.count
    }
    for (rank, outcome) in outcomes.enumerated() {
      if rank == failing {
        #expect(throws: ThreadError(code: EAGAIN)) { try outcome.get() }
      } else {
        let failure = try #require(throws: RankFailure.self) { try outcome.get() }
        #expect(
          "\(failure)" == "rank \(failing) failed: cannot start a thread: Resource temporarily unavailable")
      }
    }
  }

  /// Gets no thread on one rank.
  private final class Refusing: Subject {
    let rank: Int
    let (name, problem) = ("refusing", "")
    let usesBLASThreads = false
    let failures: [TaskFailure] = []
    init(rank: Int) { self.rank = rank }
    func amount(_ configuration: Configuration) -> Amount { Amount(items: 1, unit: "runs") }
    func prepare(_ configuration: Configuration, on ranks: any Ranks) {}
    func verdict() -> Verdict { Verdict("error", value: 0, limit: 0) }

    func run(
      _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
    ) throws -> RankTimes {
      if ranks.rank == rank { throw ThreadError(code: EAGAIN) }
      return RankTimes()
    }
  }

  /// Whose third run is wrong.
  private final class Faltering: Subject, @unchecked Sendable {
    private var runs = 0
    let (name, problem) = ("faltering", "")
    let usesBLASThreads = false
    let failures: [TaskFailure] = []
    func amount(_ configuration: Configuration) -> Amount { Amount(items: 1, unit: "runs") }
    func prepare(_ configuration: Configuration, on ranks: any Ranks) {}
    func verdict() -> Verdict { Verdict("error", value: runs == 3 ? 2 : 0.5, limit: 1) }

    func run(
      _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
    ) throws -> RankTimes {
      runs += 1
      return RankTimes()
    }
  }
}
