import Availability
import Correlation
import Distribution
import LinearAlgebra
import Text
import Workers

/// How alike groups of stations are when a day is taken off: the mean adjusted Rand index over all days, and how much of each
/// group is found again.
///
/// Groups are made without each day as they are of all days, and as many. Days are dealt to the ranks' threads.
struct GroupStability {
  private let intervals: DayIntervals
  private let request: MatrixRequest
  private let job: Job
  private var communicator: Communicator { job.communicator }

  init(_ intervals: DayIntervals, _ request: MatrixRequest, on job: Job) {
    (self.intervals, self.request, self.job) = (intervals, request, job)
  }

  /// Of a number of groups.
  struct Cut {
    /// The mean adjusted Rand index over all days.
    let mean: Double
    /// Of each group, how much of it is found without a day: the mean over all days.
    let agreements: [Double?]
    /// The mean over the groups, each as much as any other: small ones that come and go by chance count, too.
    var meanAgreement: Double {
      agreements.reduce(0) { $0 + ($1 ?? 0) } / Double(max(1, agreements.count))
    }
  }

  /// `cuts`: of each number of groups, by station its group from 0 on, -1 in none; known to rank 0. Empty of few days.
  /// Collective. Throws `ThreadError`.
  func cuts(of cuts: [[Int]]) throws -> [Cut] {
    let count = communicator.sum([Int64(cuts.count)])[0]
    let stations = request.stations.count
    let all = communicator.sum(
      communicator.isRoot
        ? cuts.flatMap { $0.map { Int64($0 + 1) } } : [Int64](repeating: 0, count: Int(count) * stations))
    let known = (0..<Int(count)).map { cut in all[cut * stations..<(cut + 1) * stations].map { Int($0) - 1 } }
    let days = intervals.commonDays
    guard !known.isEmpty, days.count >= DayIntervalRule.fewestDays else { return [] }
    guard bytes <= request.memory else {
      job.tell([
        "how stable groups are takes \(Figures.size(bytes)), more than --memory allows: it is left out"
      ])
      return []
    }
    var mine: [Double] = []
    for start in stride(from: 0, to: days.count, by: communicator.size * threads) {
      let round = start..<min(days.count, start + communicator.size * threads)
      let held = try profiles(without: days, round)
      guard !held.isEmpty else { continue }
      let request = request
      mine += try job.orEnd {
        try concurrently(held.count) { number in
          [Double(held[number].day)] + held[number].figures(of: known, try held[number].tree(request))
        }.flatMap { $0 }
      }
    }
    return Self.means(communicator.concatenate(mine), groups: known.map { ($0.max() ?? -1) + 1 })
  }

  /// Of rows of figures, each of a day.
  private static func means(_ rows: [Double], groups: [Int]) -> [Cut] {
    let width = 1 + groups.reduce(0) { $0 + 1 + $1 }
    let starts = stride(from: 0, to: rows.count, by: width).sorted { rows[$0] < rows[$1] }
    func mean(_ place: Int) -> Double {
      let values = starts.map { rows[$0 + place] }.filter { !$0.isNaN }
      return values.reduce(0, +) / Double(values.count)
    }
    var place = 1
    return groups.map { count in
      defer { place += 1 + count }
      let agreements = (1...max(1, count)).map { mean(place + $0) }
      return Cut(mean: mean(place), agreements: agreements.map { $0.isNaN ? nil : $0 })
    }
  }

  /// The same number on every rank; each holds the distances of all pairs.
  private var threads: Int {
    max(1, min(job.plan.threads.min()!, request.memory / max(1, bytes)))
  }

  private var bytes: Int { StationDistances.bytes(of: request.stations.count) }

  /// Those of this rank.
  private func profiles(without days: [Int], _ round: Range<Int>) throws -> [ProfilesWithoutDay] {
    var held: [ProfilesWithoutDay] = []
    for day in round {
      let sharing = intervals.sharing(without: days[day])
      let means = try sharing.means()
      let tallies = request.method == .pearson ? sharing.tallies() : nil
      if day % communicator.size == communicator.rank { held.append(.init(day, means, tallies)) }
    }
    return held
  }
}

/// The profiles of all stations without a day.
private final class ProfilesWithoutDay: Sendable {
  let day: Int
  private let means: Matrix
  private let tallies: HourlyProfiles?

  init(_ day: Int, _ means: consuming Matrix, _ tallies: HourlyProfiles?) {
    (self.day, self.tallies) = (day, tallies)
    self.means = means
  }

  /// Of each cut, how far it agrees with as many groups of a tree: the adjusted Rand index, then how much of each of its
  /// groups is found.
  func figures(of cuts: [[Int]], _ tree: Dendrogram) -> [Double] {
    cuts.flatMap { known in
      let groups = (known.max() ?? -1) + 1
      var found = [Int](repeating: -1, count: known.count)
      if !tree.stations.isEmpty {
        let labels = tree.labels(groups: max(1, min(groups, tree.stations.count)))
        for (station, label) in zip(tree.stations, labels) { found[station] = label }
      }
      return [AdjustedRandIndex.of(known, found)] + GroupAgreement.of(known, groups: groups, in: found)
    }
  }

  /// Of the stations that have correlations.
  func tree(_ request: MatrixRequest) throws -> Dendrogram {
    switch request.method {
    case .pearson:
      let profiles = try StandardisedProfiles(means.copy(), of: tallies!)
      return tree(PearsonTiles(profiles, minimumBins: 1), request)
    case .spearman:
      return tree(SpearmanTiles(try OrderedProfiles(means), minimumBins: 1), request)
    case .kendall:
      return tree(KendallTiles(try OrderedProfiles(means), minimumBins: 1), request)
    }
  }

  private func tree(_ all: some CorrelationTiles, _ request: MatrixRequest) -> Dendrogram {
    let tiles = all.requiring(request.analysis.listMinimum(most: all.mostBins))
    let apart = Set(tiles.constantStations + tiles.shortStations)
    let grouped = (0..<tiles.grid.size).filter { !apart.contains($0) }
    let first = distances(tiles, of: grouped)
    let alone = Set(first.stationsWithoutPairs)
    guard !alone.isEmpty else { return Dendrogram(averageLinkage: first) }
    return Dendrogram(averageLinkage: distances(tiles, of: grouped.filter { !alone.contains($0) }))
  }

  private func distances(_ tiles: some CorrelationTiles, of grouped: [Int]) -> StationDistances {
    let grid = tiles.grid
    let rounding = StationDistances.rounding(stations: grouped.count, bins: tiles.bins)
    let distances = StationDistances(stations: grouped, of: grid.size, rounding)
    var workspace = tiles.makeWorkspace()
    for number in 0..<grid.upperCount {
      let (i, j) = grid.upper(number)
      tiles.compute(i, j, into: &workspace)
      workspace.round(grid.range(i), grid.range(j), to: rounding, bound: tiles.errorBound)
      distances.enter(workspace.wholes, rows: grid.range(i), columns: grid.range(j))
    }
    return distances
  }
}
