import CCorrelation
import LinearAlgebra
import Workers

/// Profiles shifted and scaled to mean 0 and norm 1 over the bins that each station has.
///
/// The product of two rows without missing bins is their Pearson r.
package final class StandardisedProfiles: Sendable {
  /// The number of stations.
  package let stations: Int
  /// Bins of a profile, those that are missing among them.
  package let bins: Int
  /// By station; without masks and squares when no bin is missing.
  let rows: MaskedRows
  /// The profiles as they came, NaN where missing: for pairs that need care. Without rows when no bin is missing.
  private let means: Matrix
  /// Row-major, stations x bins: 1 where a station has a bin, else 0. Empty when no bin is missing.
  private let present: [UInt8]
  /// By station: number of bins that it has.
  let binCounts: [Int]
  /// By station: is the greatest mean the least? (True for a station without bins.)
  let isConstant: [Bool]

  /// `means` is stations x bins, NaN where a station has no record in a bin. It becomes the standardised values.
  /// Throws `ThreadError`.
  package init(_ means: consuming Matrix, threads: Int = 1) throws {
    let (stations, bins) = (means.rows, means.columns)
    precondition(bins > 0)
    self.stations = stations
    self.bins = bins
    let threads = max(1, min(threads, stations))
    let shares = (0..<threads).map { stations * $0 / threads..<stations * ($0 + 1) / threads }
    var values = means
    let profiles = try unsafe values.withRows { values in
      try concurrently(threads) { thread in shares[thread].map { unsafe Self.census(values[$0]) } }
    }.flatMap { $0 }
    binCounts = profiles.map(\.binCount)
    isConstant = profiles.map(\.isConstant)
    let maskRows = profiles.allSatisfy { $0.binCount == bins } ? 0 : stations
    let original = maskRows == 0 ? Matrix(rows: 0, columns: bins) : values.copy()
    try unsafe values.withRows { values in
      _ = try concurrently(threads) { thread in
        for station in shares[thread] { unsafe Self.standardise(values[station], profiles[station]) }
      }
    }
    var masks = Matrix(rows: maskRows, columns: bins)
    var squares = Matrix(rows: maskRows, columns: bins)
    var present = [UInt8](repeating: 0, count: maskRows * bins)
    for station in 0..<maskRows {
      for bin in 0..<bins where !original[station, bin].isNaN {
        masks[station, bin] = 1
        squares[station, bin] = values[station, bin] * values[station, bin]
        present[station * bins + bin] = 1
      }
    }
    self.present = present
    self.means = original
    rows = MaskedRows(values: values, masks: masks, squares: squares)
  }

  /// Of networks in which no bin is missing: each row is as `standardise` has left it.
  package init(standardised rows: consuming Matrix) {
    precondition(rows.columns > 0)
    stations = rows.rows
    bins = rows.columns
    binCounts = Array(repeating: bins, count: stations)
    isConstant = (0..<rows.rows).map { unsafe rows.withRow($0) { unsafe $0.allSatisfy { $0 == 0 } } }
    means = Matrix(rows: 0, columns: bins)
    present = []
    self.rows = MaskedRows(
      values: rows, masks: Matrix(rows: 0, columns: bins), squares: Matrix(rows: 0, columns: bins))
  }

  /// Turns the means of a station that has all bins into a row of mean 0 and norm 1; of zeros, if all are equal.
  package static func standardise(_ means: UnsafeMutableBufferPointer<Double>) {
    unsafe standardise(means, census(means))
  }

  private struct Census: Sendable {
    let binCount: Int
    let isConstant: Bool
  }

  private static func census(_ means: UnsafeMutableBufferPointer<Double>) -> Census {
    var (least, greatest) = (0.0, 0.0)
    let count = unsafe velibcorr_census(means.baseAddress!, means.count, &least, &greatest)
    return Census(binCount: count, isConstant: least >= greatest)
  }

  /// Turns a profile's means into its standardised values.
  private static func standardise(_ profile: UnsafeMutableBufferPointer<Double>, _ census: Census) {
    guard !census.isConstant else { return unsafe profile.update(repeating: 0) }
    // From an origin among the values, differences of like values are exact, however small they are.
    let origin = unsafe profile.first { !$0.isNaN }!
    unsafe velibcorr_standardise(profile.baseAddress!, profile.count, census.binCount, origin)
  }

  /// Has every station every bin?
  var isComplete: Bool { rows.masks.rows == 0 }

  func hasAllBins(_ station: Int) -> Bool { binCounts[station] == bins }

  /// Those of a range that lack bins.
  func incomplete(_ range: Range<Int>) -> [Int] { range.filter { !hasAllBins($0) } }

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
    return unsafe present.withUnsafeBufferPointer {
      unsafe Int(velibcorr_common_bins($0.baseAddress! + a * bins, $0.baseAddress! + b * bins, bins))
    }
  }

  /// The profile as it came, NaN where a bin is missing; of networks in which one is.
  func profile(_ station: Int) -> [Double] { unsafe means.withRow(station) { unsafe Array($0) } }
}

/// Standardised rows and where they have bins, rows x bins each.
struct MaskedRows: ~Copyable {
  /// (x - mean) / sqrt(sum of (x - mean)^2); 0 for missing bins and in constant profiles.
  fileprivate(set) var values: Matrix
  /// 1 where a station has a bin, else 0.
  fileprivate(set) var masks: Matrix
  /// The squares of `values`.
  fileprivate(set) var squares: Matrix

  fileprivate init(values: consuming Matrix, masks: consuming Matrix, squares: consuming Matrix) {
    self.values = values
    self.masks = masks
    self.squares = squares
  }

  init(rows: Int, bins: Int) {
    values = Matrix(rows: rows, columns: bins)
    masks = Matrix(rows: rows, columns: bins)
    squares = Matrix(rows: rows, columns: bins)
  }

  mutating func copy(_ others: borrowing MaskedRows, row: Int, to place: Int) {
    values.copy(row: row, of: others.values, toRow: place)
    masks.copy(row: row, of: others.masks, toRow: place)
    squares.copy(row: row, of: others.squares, toRow: place)
  }
}
