import Correlation
import Distribution
import Text
import Workers

/// What a run says of the pairs that it lists.
struct PairFindings {
  /// Bins of a profile.
  let bins: Int
  /// Of effective hours; nil where hours are taken for independent, or no pair has an r.
  let medianHours: Double?
  /// Pairs that have an r, and those of them whose q is below `level`.
  let defined, significant: Int

  /// For people.
  var words: String {
    let hours =
      medianHours.map { "effective hours \(Figures.significant($0)) of \(bins) (median); " } ?? ""
    let share = 100 * Double(significant) / Double(max(1, defined))
    return "\(hours)q < \(Self.level) in \(Figures.significant(share)) % of the pairs"
  }

  /// The q below which pairs are counted.
  static let level = 0.05

  /// The median of the effective hours of pairs that have an r, of some 1,000 stations; by all threads of all ranks.
  /// Collective. Throws `ThreadError`.
  static func medianHours<Tiles: CorrelationTiles>(_ listing: PairListing<Tiles>) throws -> Double? {
    let (inference, communicator) = (listing.inference, listing.sweep.job.communicator)
    let (rank, ranks) = (communicator.rank, communicator.size)
    guard inference.effective != nil else { return nil }
    let tiles = inference.tiles
    let apart = Set(tiles.constantStations + tiles.shortStations)
    let step = max(1, tiles.grid.size / 1_000)
    let stations = stride(from: 0, to: tiles.grid.size, by: step).filter { !apart.contains($0) }
    let threads = listing.request.threads
    let parts = try concurrently(threads) { thread in
      var hours = EffectiveHours.Counts(bins: tiles.bins)
      let first = rank * threads + thread
      for place in stride(from: first, to: stations.count, by: threads * ranks) {
        inference.countHours(of: stations[place], with: stations[(place + 1)...], into: &hours)
      }
      return hours.counts
    }
    let mine = parts.dropFirst().reduce(into: parts[0]) { sum, next in
      for i in next.indices { sum[i] += next[i] }
    }
    return EffectiveHours.Counts(communicator.sum(mine)).median
  }
}
