import LinearAlgebra

/// Why there are no partial correlations.
package enum PartialCorrelationsError: Error, Equatable {
  /// So many bins with records; a variance wants two.
  case tooFewBins(Int)
  /// No station has all bins and a profile that varies.
  case noStation(incomplete: Int, constant: Int)
  /// The covariance has no inverse, up to rounding.
  case singular(LedoitWolf)
}

/// The profiles that partial correlations are made of: of the stations that have all bins and are not constant.
///
/// A bin that fewer than half of the stations have (an outage, hours outside the log but for a late station) is no
/// observation, and not wanted of any.
package struct CompleteProfiles: ~Copyable, Sendable {
  /// Of all stations: those, those that lack a bin, and the others, all of whose means are the same.
  package let stations, incomplete, constant: [Int]
  /// All stations, those that are left out among them.
  package let stationCount: Int
  /// stations x bins, with each station's mean taken off.
  package let centred: Matrix

  /// `means` is stations x bins, NaN where a station has no record in a bin.
  /// Throws `tooFewBins` or `noStation` where there is nothing to be inverted.
  package init(_ means: borrowing Matrix) throws(PartialCorrelationsError) {
    let (stationCount, bins) = (means.rows, means.columns)
    precondition(bins > 0)
    var counts = [Int](repeating: 0, count: bins)
    for station in 0..<stationCount {
      for bin in 0..<bins where !means[station, bin].isNaN { counts[bin] += 1 }
    }
    let wanted = (0..<bins).filter { counts[$0] > 0 && 2 * counts[$0] >= stationCount }
    let observed = wanted.count
    guard observed > 1 else { throw .tooFewBins(observed) }

    var (stations, incomplete, constant): ([Int], [Int], [Int]) = ([], [], [])
    for station in 0..<stationCount {
      let present = Self.values(of: station, wanted, means).lazy.filter { !$0.isNaN }
      if present.count < observed {
        incomplete.append(station)
      } else if present.min() == present.max() {
        constant.append(station)
      } else {
        stations.append(station)
      }
    }
    guard !stations.isEmpty else {
      throw .noStation(incomplete: incomplete.count, constant: constant.count)
    }
    var centred = Matrix(rows: stations.count, columns: observed)
    for (row, station) in stations.enumerated() {
      let present = Self.values(of: station, wanted, means)
      // From an origin among the values, differences of like values are exact, however small they are.
      let origin = present[0]
      let mean = present.reduce(0) { $0 + ($1 - origin) } / Double(observed)
      for (bin, value) in present.enumerated() { centred[row, bin] = value - origin - mean }
    }
    self.stationCount = stationCount
    self.stations = stations
    self.incomplete = incomplete
    self.constant = constant
    self.centred = centred
  }

  private static func values(of station: Int, _ bins: [Int], _ means: borrowing Matrix) -> [Double] {
    unsafe means.withRow(station) { means in bins.map { unsafe means[$0] } }
  }

  /// Bytes that `PartialCorrelations` of them take: the one matrix of all pairs, and these rows.
  package var bytesOfPartialCorrelations: Int {
    stations.count * (stations.count + centred.columns) * MemoryLayout<Double>.stride
  }
}
