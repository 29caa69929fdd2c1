import Availability
import LinearAlgebra

/// Profiles shifted and scaled to mean 0 and norm 1 over the bins that each station has.
///
/// The product of two rows without missing bins is their Pearson r. `values` is stations x bins, 0
/// where a bin is missing.
package final class StandardisedProfiles: Sendable {
  package let stations: Int
  package let bins: Int
  /// (x - mean) / sqrt(sum of (x - mean)^2); 0 for missing bins and in constant profiles.
  let values: Matrix
  /// 1 where a station has a bin, else 0. Without rows when no bin is missing.
  let masks: Matrix
  /// The squares of `values`. Without rows when no bin is missing.
  let squares: Matrix
  /// The profiles as they came, row-major, NaN where missing: for pairs that need care.
  let means: [Double]
  /// By station: number of bins that it has.
  let binCounts: [Int]
  /// By station: is the greatest mean the least? (True for a station without bins.)
  let isConstant: [Bool]

  /// `means` is row-major, stations x bins, NaN where a station has no record in a bin.
  package init(means: [Double], bins: Int) {
    precondition(bins > 0 && means.count % bins == 0)
    let stations = means.count / bins
    self.stations = stations
    self.bins = bins
    self.means = means
    var values = Matrix(rows: stations, columns: bins)
    var binCounts = [Int](repeating: 0, count: stations)
    var isConstant = [Bool](repeating: true, count: stations)
    for station in 0..<stations {
      let profile = means[station * bins..<(station + 1) * bins]
      let present = profile.filter { !$0.isNaN }
      binCounts[station] = present.count
      guard let least = present.min(), let greatest = present.max(), least < greatest else { continue }
      isConstant[station] = false
      // From an origin among the values, differences of like values are exact, however small they are.
      let origin = present[0]
      let mean = present.reduce(0) { $0 + ($1 - origin) } / Double(present.count)
      let norm = present.reduce(0) { $0 + ($1 - origin - mean) * ($1 - origin - mean) }.squareRoot()
      for (bin, value) in profile.enumerated() where !value.isNaN {
        values[station, bin] = (value - origin - mean) / norm
      }
    }
    let maskRows = binCounts.allSatisfy { $0 == bins } ? 0 : stations
    var masks = Matrix(rows: maskRows, columns: bins)
    var squares = Matrix(rows: maskRows, columns: bins)
    for station in 0..<maskRows {
      for bin in 0..<bins where !means[station * bins + bin].isNaN {
        masks[station, bin] = 1
        squares[station, bin] = values[station, bin] * values[station, bin]
      }
    }
    self.masks = masks
    self.squares = squares
    self.values = values
    self.binCounts = binCounts
    self.isConstant = isConstant
  }

  /// Has every station every bin?
  var isComplete: Bool { masks.rows == 0 }

  func hasAllBins(_ range: Range<Int>) -> Bool { binCounts[range].allSatisfy { $0 == bins } }

  /// Stations whose r with every other is undefined because their own profile is constant.
  package var constantStations: [Int] { (0..<stations).filter { isConstant[$0] && binCounts[$0] > 0 } }

  /// Stations that have fewer bins than r wants.
  package func stations(withFewerBinsThan minimum: Int) -> [Int] {
    (0..<stations).filter { binCounts[$0] < minimum }
  }

  /// The places in `range` of stations with a constant profile.
  func constant(_ range: Range<Int>) -> [Int] {
    range.filter { isConstant[$0] }.map { $0 - range.lowerBound }
  }

  func commonBins(_ a: Int, _ b: Int) -> Int {
    if binCounts[a] == bins { return binCounts[b] }
    if binCounts[b] == bins { return binCounts[a] }
    return zip(profile(a), profile(b)).reduce(0) { $0 + ($1.0.isNaN || $1.1.isNaN ? 0 : 1) }
  }

  func profile(_ station: Int) -> ArraySlice<Double> { means[station * bins..<(station + 1) * bins] }
}
