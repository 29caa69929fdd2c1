import Availability
import CCorrelation
import LinearAlgebra
import Workers

/// Profiles shifted and scaled to mean 0 and norm 1 over the bins that each station has.
///
/// The product of two rows without missing bins is their Pearson r. Each element is the double nearest to the exact one,
/// or nearly: it is off by at most 2^-53 (1 + 2^-40) of itself, but in `delicate` rows.
package final class StandardisedProfiles: Sendable {
  /// The number of stations.
  package let stations: Int
  /// Bins of a profile, those that are missing among them.
  package let bins: Int
  /// By station; without masks and squares when no bin is missing.
  let rows: MaskedRows
  /// What the elements of rows lack; without rows where they take too much memory.
  let rests: Matrix
  /// What the means are made of.
  let tallies: HourlyProfiles
  /// By station: the root of the sum of squares by which a row was divided; 0 of a constant profile.
  let norms: [Double]
  /// The profiles as they came, NaN where missing: for pairs that need care. Without rows when no bin is missing.
  private let means: Matrix
  /// Row-major, stations x bins: 1 where a station has a bin, else 0. Empty when no bin is missing.
  let present: [UInt8]
  let binSets: BinSets
  /// By station: number of bins that it has.
  let binCounts: [Int]

  /// `means` is stations x bins, NaN where a station has no record in a bin; means that are equal are equal doubles.
  /// It becomes the standardised values. `tallies` are those of all stations. Throws `ThreadError`.
  package init(_ means: consuming Matrix, of tallies: HourlyProfiles, threads: Int = 1) throws {
    let (stations, bins) = (means.rows, means.columns)
    precondition(bins > 0 && tallies.stations.count == stations && tallies.bins.count == bins)
    (self.stations, self.bins, self.tallies) = (stations, bins, tallies)
    let threads = max(1, min(threads, stations))
    let shares = (0..<threads).map { WorkSplit.part($0, of: threads, count: stations) }
    let original = means.copy()
    var values = means
    var rests = Matrix(
      rows: Self.keepsRests(stations: stations, bins: bins) ? stations : 0, columns: bins)
    let profiles = try unsafe values.withRows { values in
      try unsafe rests.withRows { rests in
        try concurrently(threads) { thread in
          unsafe Self.make(shares[thread], of: tallies, original, to: values, rests)
        }
      }
    }.flatMap { $0 }
    self.rests = rests
    norms = profiles.map(\.norm)
    binCounts = profiles.map(\.binCount)
    let maskRows = profiles.allSatisfy { $0.binCount == bins } ? 0 : stations
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
    binSets = BinSets(present, bins: bins)
    self.means = maskRows == 0 ? Matrix(rows: 0, columns: bins) : original
    rows = MaskedRows(values: values, masks: masks, squares: squares)
  }

  /// Writes the rows of some stations, and their rests, if there are rows for those; returns their norms and their
  /// numbers of bins.
  private static func make(
    _ stations: Range<Int>, of tallies: HourlyProfiles, _ means: borrowing Matrix, to values: Matrix.Rows,
    _ rests: Matrix.Rows
  ) -> [(norm: Double, binCount: Int)] {
    let bins = tallies.bins.count
    var maker = RowMaker(bins: bins)
    var made: [(norm: Double, binCount: Int)] = []
    tallies.forEachBlock(of: stations) { block, tallies in
      for station in block {
        let first = tallies.startIndex + (station - block.lowerBound) * bins
        maker.take(tallies[first..<first + bins])
        let rest = unsafe rests.elements.isEmpty ? nil : rests[station].baseAddress
        let isConstant = means.isConstant(row: station)
        let row = unsafe values[station]
        made.append((unsafe isConstant ? maker.clear(row) : maker.write(to: row, rests: rest), maker.present))
      }
    }
    return made
  }

  /// Is there room for what the elements of so many rows lack? 384 MiB; else they are made again where they are wanted,
  /// which for 100,000 listed pairs of a year of hours takes ten times as long as the correlations.
  package static func keepsRests(stations: Int, bins: Int) -> Bool { stations * bins <= 48 << 20 }

  /// Of networks in which no bin is missing: each row is as a `RowMaker` has left it, with the norm that it gave, and
  /// with the rests, or without rows of those.
  package init(
    standardised rows: consuming Matrix, norms: [Double], rests: consuming Matrix, of tallies: HourlyProfiles
  ) {
    precondition(rows.columns > 0 && norms.count == rows.rows)
    self.rests = rests
    stations = rows.rows
    bins = rows.columns
    (self.norms, self.tallies) = (norms, tallies)
    binCounts = Array(repeating: bins, count: stations)
    means = Matrix(rows: 0, columns: bins)
    present = []
    binSets = BinSets([], bins: bins)
    self.rows = MaskedRows(
      values: rows, masks: Matrix(rows: 0, columns: bins), squares: Matrix(rows: 0, columns: bins))
  }

  /// Has every station every bin?
  var isComplete: Bool { rows.masks.rows == 0 }

  func hasAllBins(_ station: Int) -> Bool { binCounts[station] == bins }

  /// Those of a range that lack bins.
  func incomplete(_ range: Range<Int>) -> [Int] { range.filter { !hasAllBins($0) } }

  /// Is the greatest mean the least? (True for a station without bins.)
  func isConstant(_ station: Int) -> Bool { norms[station] == 0 }

  /// Stations whose r with every other is undefined because their own profile is constant.
  package var constantStations: [Int] { (0..<stations).filter { isConstant($0) && binCounts[$0] > 0 } }

  /// Stations that have fewer bins than r wants.
  package func stations(withFewerBinsThan minimum: Int) -> [Int] {
    (0..<stations).filter { binCounts[$0] < minimum }
  }

  /// The places in `range` of stations with a constant profile.
  func constant(_ range: Range<Int>) -> [Int] {
    range.filter(isConstant).map { $0 - range.lowerBound }
  }

  /// Stations of a range that differ by so little from hour to hour that their rows may be off by more than a rounding:
  /// means are known to 2^-102.
  func delicate(_ range: Range<Int>) -> [Int] { range.filter(isDelicate) }

  func isDelicate(_ station: Int) -> Bool {
    norms[station] > 0 && norms[station] < Self.leastNorm
  }

  private static let leastNorm = 0x1p-40

  /// The number of bins that both stations have.
  package func commonBins(_ a: Int, _ b: Int) -> Int {
    if binCounts[a] == bins { return binCounts[b] }
    if binCounts[b] == bins { return binCounts[a] }
    return binSets.common(a, b)
  }

  /// Writes that number for a station and each of some.
  func writeCommonBins(of a: Int, with stations: Range<Int>, to common: UnsafeMutablePointer<Double>) {
    if present.isEmpty {
      for i in 0..<stations.count { unsafe common[i] = Double(bins) }
    } else {
      unsafe binSets.write(of: a, with: stations, to: common)
    }
  }

  /// Calls `body` with the bytes that say which bins two stations have; of networks in which a bin is missing.
  func withPresent<R>(
    _ a: Int, _ b: Int, _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> R
  ) -> R {
    unsafe present.withUnsafeBufferPointer {
      unsafe body($0.baseAddress! + a * bins, $0.baseAddress! + b * bins)
    }
  }

  /// Is one of two profiles constant over the bins that both have? Of networks in which a bin is missing.
  func isConstantOverCommonBins(_ a: Int, _ b: Int) -> Bool {
    unsafe means.withRow(a) { a in
      unsafe means.withRow(b) { b in
        var (first, isConstantA, isConstantB) = (-1, true, true)
        for bin in 0..<bins where unsafe !a[bin].isNaN && !b[bin].isNaN {
          if first < 0 { first = bin }
          if unsafe a[bin] != a[first] { isConstantA = false }
          if unsafe b[bin] != b[first] { isConstantB = false }
        }
        return isConstantA || isConstantB
      }
    }
  }
}

extension Matrix {
  /// Are all numbers of a row equal, as far as they are numbers?
  fileprivate borrowing func isConstant(row: Int) -> Bool {
    unsafe withRow(row) { row in
      guard let first = unsafe row.first(where: { !$0.isNaN }) else { return true }
      return unsafe row.allSatisfy { $0.isNaN || $0 == first }
    }
  }
}

/// Makes standardised rows of tallies. Working memory of one thread.
package struct RowMaker: Sendable {
  private var means: PreciseMeans
  /// Bins with a record, of the station taken last.
  package var present: Int { means.present }
  /// May it be constant? Hardly any other is.
  package var mayBeConstant: Bool { means.mayBeConstant }

  /// Room for so many bins.
  package init(bins: Int) { means = PreciseMeans(bins: bins) }

  /// Takes the tallies of a station.
  package mutating func take(_ tallies: ArraySlice<Tally>) { means.take(tallies) }

  /// Writes its row, (x - mean) / sqrt(sum of (x - mean)^2), 0 where a bin is missing, and to `rests` what its elements
  /// lack; returns the root. Not of a constant station.
  package func write(
    to row: UnsafeMutableBufferPointer<Double>, rests: UnsafeMutablePointer<Double>? = nil
  ) -> Double {
    precondition(row.count == means.means.count)
    return unsafe velibcorr_standardise(
      means.means, means.rests, row.count, means.present, row.baseAddress!, rests)
  }

  /// Writes the row of a constant station, zeros, and returns its norm, 0.
  package func clear(_ row: UnsafeMutableBufferPointer<Double>) -> Double {
    unsafe row.update(repeating: 0)
    return 0
  }
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
