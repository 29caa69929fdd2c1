/// A rank that was resting ends because of another's failure, which that one reports.
package struct FailedElsewhere: Error {}

/// Runs the trials of all cases on the ranks of a job; every rank has to come here with the same cases. Rank 0 decides
/// what is run, and what it gets is whole; the others have empty results.
///
/// Ranks that a configuration does not need rest meanwhile. What is told to stop gives back the trials that there are: a
/// case may have none.
package final class TrialRunner {
  private let cases: [Case]
  private let world: any RankWorld
  /// The first ranks of the world, by their number; nil where this one is not among them.
  private var firsts: [Int: (any Ranks)?] = [:]
  private var results: [CaseTrials]
  private var schedule: TrialSchedule
  private let spoils: Bool
  private let follower: (any TrialFollower)?

  /// - Parameters:
  ///   - spoils: a number of each result is changed before it is verified, to see that this is found.
  ///   - follower: of rank 0.
  package init(
    _ cases: [Case], seed: UInt64 = 0, spoils: Bool = false, follower: (any TrialFollower)? = nil,
    on world: any RankWorld
  ) {
    precondition(cases.allSatisfy { $0.ranks <= world.size })
    self.follower = follower
    self.cases = cases
    self.world = world
    self.spoils = spoils
    results = Array(repeating: CaseTrials(), count: cases.count)
    schedule = TrialSchedule(plans: cases.map(\.plan), seed: seed)
    for ranks in Set(cases.map(\.ranks)).sorted() { firsts[ranks] = world.first(ranks) }
  }

  /// - Parameter setThreads: makes BLAS use so many threads.
  /// - Throws: on every rank, if any failed.
  package func run(setThreads: (Int) -> Void) throws -> [CaseTrials] {
    var failure: (any Error)?
    while true {
      let number = world.announce(world.rank > 0 ? 0 : failure != nil ? Self.failed : next() ?? Self.done)
      if number == Self.done { return results }
      if number == Self.failed { throw failure ?? FailedElsewhere() }
      let chosen = cases[number]
      guard let ranks = firsts[chosen.ranks]! else { continue }
      setThreads(chosen.subject.usesBLASThreads ? chosen.configuration.threads : 1)
      let start = ContinuousClock.now
      do {
        let (parts, seconds) = try time(chosen, on: ranks)
        if world.rank == 0 { record(number, parts, seconds, since: start) }
      } catch {
        // Thrown when those that rest know, too.
        failure = error
      }
    }
  }

  private static let (done, failed) = (-1, -2)

  private func next() -> Int? {
    guard follower?.wantsEnd != true, let number = schedule.next() else { return nil }
    follower?.begins(
      cases[number], trial: schedule.trials[number].count + 1, secondsLeft: schedule.secondsLeft)
    return number
  }

  private func time(_ chosen: Case, on ranks: any Ranks) throws -> (RunParts, Double) {
    chosen.subject.prepare(chosen.configuration, on: ranks)
    ranks.barrier()
    let start = ContinuousClock.now
    let startOfHost = secondsOfHost()
    var (times, failure): (RankTimes, (any Error)?) = (RankTimes(), nil)
    do {
      times = try chosen.subject.run(chosen.configuration, on: ranks, since: start)
    } catch {
      failure = error
    }
    times.end = Benchmarks.seconds(start, .now)
    (times.start, times.clock) = (startOfHost, ranks.clock)
    let outcomes = ranks.allGather(RankOutcome(times, cause: failure.map { "\($0)" }).bytes)
    if let failure { throw failure }
    let combined = try RunParts.combine(outcomes.enumerated().map { try RankOutcome($1).times(ofRank: $0) })
    if spoils { chosen.subject.spoil(chosen.configuration, on: ranks) }
    chosen.subject.check(chosen.configuration, on: ranks)
    return combined
  }

  private func record(
    _ number: Int, _ parts: RunParts, _ seconds: Double, since start: ContinuousClock.Instant
  ) {
    let subject = cases[number].subject
    let verdict = subject.verdict()
    if results[number].verdict.map({ verdict.isWorse(than: $0) }) ?? true {
      results[number].verdict = verdict
    }
    if !subject.failures.isEmpty { results[number].failures = subject.failures }
    schedule.record(seconds: seconds, spent: Benchmarks.seconds(start, .now), of: number)
    results[number].seconds = schedule.trials[number]
    // The warm-up's parts go with its time.
    if !results[number].seconds.isEmpty { results[number].parts = results[number].parts + parts }
  }
}
