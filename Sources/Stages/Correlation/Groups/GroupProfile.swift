import LinearAlgebra

/// The mean profile of a group's stations, and how they spread about it, bin by bin; NaN in a bin that fewer than half
/// of them have: it would be that of a few.
package struct GroupProfile: Sendable {
  /// By number in the matrix, rising.
  package let stations: [Int]
  /// Each station counts as much as any other.
  package let mean: [Double]
  /// Quartiles, between which the middle half of the stations lies: by linear interpolation between order
  /// statistics (R. Hyndman and Y. Fan, "Sample quantiles in statistical packages", 1996, definition 7, the default
  /// of R and NumPy).
  ///
  /// NaN too where fewer than `leastForQuartiles` stations have the bin.
  package let lower, upper: [Double]

  /// Quartiles of fewer stations would describe nothing.
  package static let leastForQuartiles = 5

  /// Of some rows of `means`, stations x bins, NaN where a station has no record in a bin.
  package init(_ stations: [Int], in means: borrowing Matrix) {
    var (mean, lower, upper): ([Double], [Double], [Double]) = ([], [], [])
    for bin in 0..<means.columns {
      var values: [Double] = []
      for station in stations where !means[station, bin].isNaN { values.append(means[station, bin]) }
      let isTelling = 2 * values.count >= stations.count
      mean.append(isTelling ? values.reduce(0, +) / Double(values.count) : .nan)
      values.sort()
      let hasQuartiles = isTelling && values.count >= Self.leastForQuartiles
      lower.append(hasQuartiles ? Self.quantile(0.25, of: values) : .nan)
      upper.append(hasQuartiles ? Self.quantile(0.75, of: values) : .nan)
    }
    (self.stations, self.mean, self.lower, self.upper) = (stations, mean, lower, upper)
  }

  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return last }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}

extension StationGroups {
  /// The profile of each group, in their order.
  package func profiles(in means: borrowing Matrix) -> [GroupProfile] {
    var members = [[Int]](repeating: [], count: count)
    for (i, place) in order.enumerated() { members[groups[i]].append(tree.stations[place]) }
    var profiles: [GroupProfile] = []
    for stations in members { profiles.append(GroupProfile(stations.sorted(), in: means)) }
    return profiles
  }
}
