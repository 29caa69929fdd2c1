import Availability
import Correlation
import Distribution
import LinearAlgebra
import Text
import Workers

/// How alike groups of stations are when a day is taken off: the mean adjusted Rand index over all days.
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

  /// `labels`: by station, its group from 0 on, -1 in none; known to rank 0. Nil for fewer than two groups, and of few days.
  /// Collective. Throws `ThreadError`.
  func mean(of labels: [Int]?) throws -> Double? {
    let known = communicator.sum(
      labels?.map { Int64($0 + 1) } ?? [Int64](repeating: 0, count: request.stations.count)
    ).map { Int($0) - 1 }
    let (days, groups) = (intervals.commonDays, (known.max() ?? -1) + 1)
    guard groups > 1, days.count >= DayIntervalRule.fewestDays else { return nil }
    guard bytes <= request.memory else {
      job.tell([
        "how stable groups are takes \(Figures.size(bytes)), more than --memory allows: it is left out"
      ])
      return nil
    }
    var mine: [Double] = []
    for start in stride(from: 0, to: days.count, by: communicator.size * threads) {
      let round = start..<min(days.count, start + communicator.size * threads)
      let held = try profiles(without: days, round)
      guard !held.isEmpty else { continue }
      let request = request
      mine += try job.orEnd {
        try concurrently(held.count) { number in
          let found = try held[number].labels(request, groups: groups)
          return [Double(held[number].day), AdjustedRandIndex.of(known, found)]
        }.flatMap { $0 }
      }
    }
    let all = communicator.concatenate(mine)
    let indices = stride(from: 0, to: all.count, by: 2).sorted { all[$0] < all[$1] }.map { all[$0 + 1] }
    return indices.reduce(0, +) / Double(indices.count)
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

  /// By station, its group when there are so many; -1 for one that is in none.
  func labels(_ request: MatrixRequest, groups: Int) throws -> [Int] {
    switch request.method {
    case .pearson:
      let profiles = try StandardisedProfiles(means.copy(), of: tallies!)
      return labels(PearsonTiles(profiles, minimumBins: 1), request, groups)
    case .spearman:
      return labels(SpearmanTiles(try OrderedProfiles(means), minimumBins: 1), request, groups)
    case .kendall:
      return labels(KendallTiles(try OrderedProfiles(means), minimumBins: 1), request, groups)
    }
  }

  private func labels(_ all: some CorrelationTiles, _ request: MatrixRequest, _ groups: Int) -> [Int] {
    let tiles = all.requiring(request.analysis.listMinimum(most: all.mostBins))
    let apart = Set(tiles.constantStations + tiles.shortStations)
    let (grid, count) = (tiles.grid, tiles.grid.size)
    let grouped = (0..<count).filter { !apart.contains($0) }
    let rounding = StationDistances.rounding(stations: grouped.count, bins: tiles.bins)
    let distances = StationDistances(stations: grouped, of: count, rounding)
    var workspace = tiles.makeWorkspace()
    for number in 0..<grid.upperCount {
      let (i, j) = grid.upper(number)
      tiles.compute(i, j, into: &workspace)
      workspace.round(grid.range(i), grid.range(j), to: rounding, bound: tiles.errorBound)
      distances.enter(workspace.wholes, rows: grid.range(i), columns: grid.range(j))
    }
    var labels = [Int](repeating: -1, count: count)
    guard !grouped.isEmpty else { return labels }
    let tree = Dendrogram(averageLinkage: distances)
    for (station, label) in zip(grouped, tree.labels(groups: min(groups, grouped.count))) {
      labels[station] = label
    }
    return labels
  }
}
