/// The exact tallies of every station that has a usable record: `stations.count` rows of `bins.count`.
package struct HourlyProfiles: Equatable, Sendable {
  package let bins: HourBins
  /// In the order of every output, each once.
  package let stations: [StationID]
  /// Row-major, stations x bins.
  package let tallies: [Tally]

  package init(bins: HourBins, stations: [StationID], tallies: [Tally]) {
    precondition(tallies.count == stations.count * bins.count)
    self.bins = bins
    self.stations = stations
    self.tallies = tallies
  }

  package func tallies(of station: Int) -> ArraySlice<Tally> {
    tallies[station * bins.count..<(station + 1) * bins.count]
  }

  /// The mean share of each bin, row-major; NaN where a station has no record in a bin.
  ///
  /// Means that are equal are equal doubles, so that a profile is constant exactly when its greatest mean is
  /// its least: see `unify`.
  package var means: [Double] {
    var means = tallies.map { $0.mean ?? .nan }
    for station in stations.indices { unify(&means, station) }
    return means
  }

  /// A share is rounded to 2^-60, so a mean is off by 2^-61 at most, and equal means (of 1/70, and of 0/70
  /// and 2/70) by 2^-60 from each other. Of a station's means that near each other all become the least.
  private func unify(_ means: inout [Double], _ station: Int) {
    let bins = station * bins.count..<(station + 1) * bins.count
    let order = bins.filter { !means[$0].isNaN }.sorted { means[$0] < means[$1] }
    for (lower, upper) in zip(order, order.dropFirst()) where means[lower] != means[upper] {
      // Most differ by far more than rounding could make them.
      guard means[upper] - means[lower] < 1e-15, let a = tallies[lower].quotient()?.value,
        let b = tallies[upper].quotient()?.value, max(a, b) - min(a, b) <= 1 << 30
      else { continue }
      means[upper] = means[lower]
    }
  }
}
