import CCorrelation
import WholeNumbers

/// Profiles as autocorrelations are made of them.
package protocol LagSource: AnyObject, Sendable {
  /// The number of stations.
  var stations: Int { get }
  /// Bins of a profile, those that are missing among them.
  var bins: Int { get }
  /// Number of bins that both stations have.
  func commonBins(_ a: Int, _ b: Int) -> Int
  /// Has the station that bin?
  func hasBin(_ station: Int, _ bin: Int) -> Bool
  /// Writes what its bins are above their mean, 0 where one is missing, in any unit; returns their sum of squares: 0 of a
  /// constant profile, NaN where a number is off by more than a rounding.
  func writeDeviations(of station: Int, to row: UnsafeMutablePointer<Double>) -> Double
  /// The same as whole numbers, in any unit; nil where a bin is missing.
  func exactDeviations(of station: Int) -> [BigNumber?]
}

extension StandardisedProfiles: LagSource {
  /// Has the station that bin?
  package func hasBin(_ station: Int, _ bin: Int) -> Bool {
    present.isEmpty || present[station * bins + bin] == 1
  }

  /// Its standardised row.
  package func writeDeviations(of station: Int, to row: UnsafeMutablePointer<Double>) -> Double {
    unsafe rows.values.withRow(station) { unsafe row.update(from: $0.baseAddress!, count: bins) }
    return isConstant(station) ? 0 : isDelicate(station) ? .nan : 1
  }

  /// Of means as whole numbers, times the number of bins.
  package func exactDeviations(of station: Int) -> [BigNumber?] {
    let tallies = tallies.tallies(of: station)
    let known = tallies.filter { $0.count > 0 }
    let (wholes, sum) = (known.wholes, BigNumber())
    for whole in wholes { sum.add(whole) }
    let one = BigNumber(1)
    var next = wholes.makeIterator()
    return tallies.map { tally in
      guard tally.count > 0, let whole = next.next() else { return nil }
      whole.multiply(by: known.count)
      whole.subtract(sum, times: one)
      return whole
    }
  }
}

extension OrderedProfiles: LagSource {
  /// Its average ranks, doubled: whole numbers.
  package func writeDeviations(of station: Int, to row: UnsafeMutablePointer<Double>) -> Double {
    var squares = 0.0
    for (bin, rank) in ownRanks(of: station).enumerated() {
      unsafe row[bin] = Double(rank)
      squares += Double(rank) * Double(rank)
    }
    return squares
  }

  /// Its average ranks, doubled.
  package func exactDeviations(of station: Int) -> [BigNumber?] {
    ownRanks(of: station).enumerated().map { bin, rank in
      hasBin(station, bin) ? BigNumber(Int(rank)) : nil
    }
  }

  /// Average ranks over the bins that the station has, doubled and centred.
  private func ownRanks(of station: Int) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: bins)
    _ = averageRanks(of: station, over: station, common: binCounts[station], into: &ranks)
    return ranks
  }
}
