import Availability
import Correlation
import Distribution
import LinearAlgebra
import Workers

/// `--interval days`: what r of pairs is without one day or another, on every rank.
///
/// Profiles without a day are made of the exact tallies and shared by all ranks, as many days at a time as memory allows; sums
/// are in the order of the days, so that they depend on nothing else.
final class DayIntervals: @unchecked Sendable {
  let rule: DayIntervalRule
  /// Days since 1970-01-01 on which some station has records in half of the hours.
  private let days: [Int]
  private let full: FullDays
  private let taken: DaysTakenOff
  private let network: MergedNetwork
  private let analysis: AnalysisSettings
  private let memory: Int
  private let job: Job
  /// Of all days, once they are made.
  private var all: DayReplicates?

  /// `kept` are the tallies of this rank's stations by hour of the calendar. Collective.
  init(_ kept: HourlyProfiles, _ network: MergedNetwork, _ settings: CorrelateSettings, on job: Job) {
    let dated = DatedProfiles(kept)
    taken = DaysTakenOff(dated, to: network.bins)
    let (stations, count) = (network.stations.count, dated.days.count)
    let flags = job.communicator.concatenate(taken.fullDays.map { $0 ? 1 : 0 }).map { $0 == 1 }
    let some = (0..<count).filter { day in (0..<stations).contains { flags[$0 * count + day] } }
    days = some.map { dated.days.lowerBound + $0 }
    full = FullDays(
      stations: stations, days: some.count,
      flags: (0..<stations).flatMap { station in some.map { flags[station * count + $0] } })
    rule = DayIntervalRule(mostDays: some.count)
    (self.network, analysis) = (network, settings.analysis)
    (memory, self.job) = (settings.running.memory, job)
  }

  /// Days on which there are at least half as many stations as on that with the most.
  var commonDays: [Int] {
    let counts = days.indices.map { day in (0..<full.stations).count { full[$0, day] } }
    let most = counts.max() ?? 0
    return zip(days, counts).filter { 2 * $1 >= most }.map(\.0)
  }

  /// What is to be said of them.
  var notes: [String] {
    guard days.count < DayIntervalRule.fewestDays else { return [] }
    let are = days.count == 1 ? "is 1 day" : "are \(days.count) days"
    return [
      "there \(are) with records in half of the hours; an interval wants \(DayIntervalRule.fewestDays) of them: se, low and high stay empty"
    ]
  }

  /// What other days make of pairs of stations, which may be others on each rank. Collective. Throws `ThreadError`.
  func moments(of pairs: [(a: Int, b: Int)]) throws -> [DayMoments] {
    var moments = [DayMoments](repeating: DayMoments(), count: pairs.count)
    for block in blocks {
      let replicates = try replicates(block)
      let threads = max(1, min(job.threads, pairs.count / 64))
      let (before, parts) = (moments, threads)
      moments = try job.orEnd {
        try concurrently(parts) { thread in
          var reader = replicates.makeReader()
          return WorkSplit.part(thread, of: parts, count: pairs.count).map { place in
            var moments = before[place]
            reader.add(pairs[place].a, pairs[place].b, to: &moments)
            return moments
          }
        }.flatMap { $0 }
      }
    }
    return moments
  }

  /// The profiles without each of the days, for all pairs at once. Collective. Throws `Failure` where they are more than memory
  /// allows, `ThreadError`.
  func allReplicates(for what: String) throws -> DayReplicates {
    let bytes = bytes(days.count)
    guard bytes <= memory else {
      throw Failure(tooLarge: bytes, for: what, stations: network.stations.count, memory)
    }
    return try replicates(days.indices)
  }

  /// The same; nil of too few days, and where they are more than memory allows. Collective. Throws `ThreadError`.
  func replicatesOfAllPairs() throws -> DayReplicates? {
    guard days.count >= DayIntervalRule.fewestDays, bytes(days.count) <= memory else { return nil }
    return try replicates(days.indices)
  }

  /// Where a day that is taken off leaves the other bins as they are.
  private var hours: DatedHours? {
    let bins = network.bins
    guard analysis.method == .pearson, analysis.transform == nil, bins.kind == .series else { return nil }
    return DatedHours(firstHour: bins.firstHour, count: bins.count)
  }

  private func bytes(_ days: Int) -> Int {
    if let hours { return DayReplicates.bytes(stations: network.stations.count, hours) }
    return DayReplicates.bytes(
      stations: network.stations.count, bins: network.bins.count, days: days, analysis.method)
  }

  /// Days whose profiles are in memory at a time.
  private var blocks: [Range<Int>] {
    let most = (1...max(1, days.count)).last { bytes($0) <= memory } ?? 1
    return stride(from: 0, to: days.count, by: most).map { $0..<min(days.count, $0 + most) }
  }

  private func replicates(_ block: Range<Int>) throws -> DayReplicates {
    if block == days.indices, let all { return all }
    let made =
      try replicatesOfHours(block)
      ?? DayReplicates(
        analysis.method, bins: network.bins.count, block, of: full, threads: job.threads
      ) { try sharing(without: days[$0]).means() }
    if block == days.indices { all = made }
    return made
  }

  private func replicatesOfHours(_ block: Range<Int>) throws -> DayReplicates? {
    guard let hours else { return nil }
    return try DayReplicates(
      sharing(without: nil).means(), hours, without: Array(days[block]), block, of: full, threads: job.threads
    )
  }

  /// Brings the profiles without a day, or of all days, to every rank.
  func sharing(without day: Int?) -> ProfileSharing {
    var profiles = taken.profiles(without: day)
    if let transform = analysis.transform { profiles = profiles.transformed(transform) }
    return ProfileSharing(profiles, network, for: analysis.method, wantsMeans: true, on: job)
  }
}

extension ProfileSharing {
  /// The means of all stations, which are wanted. Collective. Throws `ThreadError`.
  func means() throws -> Matrix {
    switch try rows() {
    case .means(let means): return means
    case .standardised: preconditionFailure("the means are standardised")
    }
  }
}
