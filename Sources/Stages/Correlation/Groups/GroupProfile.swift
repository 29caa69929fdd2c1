import LinearAlgebra

/// The mean profile of a group's stations, and how they spread about it, bin by bin; NaN in a bin that none of
/// them has.
package struct GroupProfile: Sendable {
  /// By number in the matrix, rising.
  package let stations: [Int]
  /// Each station counts as much as any other.
  package let mean: [Double]
  /// Quartiles, between which the middle half of the stations lies: by linear interpolation between order
  /// statistics (R. Hyndman and Y. Fan, "Sample quantiles in statistical packages", 1996, definition 7, the default
  /// of R and NumPy).
  package let lower, upper: [Double]

  /// Of some rows of `means`, stations x bins, NaN where a station has no record in a bin.
  package init(_ stations: [Int], in means: borrowing Matrix) {
    var (mean, lower, upper): ([Double], [Double], [Double]) = ([], [], [])
    for bin in 0..<means.columns {
      var values: [Double] = []
      for station in stations where !means[station, bin].isNaN { values.append(means[station, bin]) }
      mean.append(values.reduce(0, +) / Double(values.count))
      values.sort()
      lower.append(Self.quantile(0.25, of: values))
      upper.append(Self.quantile(0.75, of: values))
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
