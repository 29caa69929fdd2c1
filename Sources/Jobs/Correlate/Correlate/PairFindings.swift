import Correlation

/// What a run says of the pairs that it lists.
struct PairFindings {
  /// Bins of a profile.
  let bins: Int
  /// Of effective hours; nil where hours are taken for independent, or no pair has an r.
  let medianHours: Double?
  /// Pairs that have an r, and those of them whose q is below `level`.
  let defined, significant: Int

  /// The q below which pairs are counted.
  static let level = 0.05

  /// The median of the effective hours of pairs that have an r, of some 1,000 stations.
  static func medianHours<Tiles: CorrelationTiles>(_ inference: PairInference<Tiles>) -> Double? {
    guard inference.effective != nil else { return nil }
    let tiles = inference.tiles
    let apart = Set(tiles.constantStations + tiles.shortStations)
    let step = max(1, tiles.grid.size / 1_000)
    let stations = stride(from: 0, to: tiles.grid.size, by: step).filter { !apart.contains($0) }
    var hours: [Double] = []
    for (place, a) in stations.enumerated() {
      for b in stations[(place + 1)...] where tiles.commonBins(a, b) >= tiles.minimumBins {
        hours.append(inference.hours(a, b))
      }
    }
    hours.sort()
    return hours.isEmpty ? nil : hours[(hours.count - 1) / 2]
  }
}
