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
  package var means: [Double] { tallies.map { $0.mean ?? .nan } }
}
