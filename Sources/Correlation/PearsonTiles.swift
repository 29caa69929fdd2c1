import Availability
import LinearAlgebra

/// Pearson's r of profiles, tile by tile.
///
/// r(a, b) = sum (a - mean a)(b - mean b) / sqrt(sum (a - mean a)^2 sum (b - mean b)^2), all over the
/// bins that both have. Over complete profiles that is one product of standardised rows; with missing
/// bins the sums over common bins are products with the masks. NaN where r is undefined.
package struct PearsonTiles: CorrelationTiles {
  package let profiles: StandardisedProfiles
  package let minimumBins: Int
  package let grid: TileGrid

  package init(_ profiles: StandardisedProfiles, minimumBins: Int) {
    precondition(minimumBins >= 1)
    grid = TileGrid(stations: profiles.stations, bins: profiles.bins)
    self.profiles = profiles
    self.minimumBins = minimumBins
  }

  /// Sums over the common bins of each pair.
  private final class Sums {
    var a, b, squareA, squareB, common: Matrix

    init(_ size: Int) {
      a = Matrix(rows: size, columns: size)
      b = Matrix(rows: size, columns: size)
      squareA = Matrix(rows: size, columns: size)
      squareB = Matrix(rows: size, columns: size)
      common = Matrix(rows: size, columns: size)
    }

    /// One row of each, for a loop that is too hot for checks an element.
    @unsafe struct Row {
      let a, b, squareA, squareB, common: UnsafeBufferPointer<Double>
    }

    func withRow(_ row: Int, _ body: (Row) -> Void) {
      unsafe a.withRow(row) { a in
        unsafe b.withRow(row) { b in
          unsafe squareA.withRow(row) { squareA in
            unsafe squareB.withRow(row) { squareB in
              unsafe common.withRow(row) { common in
                unsafe body(Row(a: a, b: b, squareA: squareA, squareB: squareB, common: common))
              }
            }
          }
        }
      }
    }
  }

  package func makeWorkspace() -> TileWorkspace {
    TileWorkspace(grid, scratch: profiles.isComplete ? nil : Sums(grid.tileSize))
  }

  package func commonBins(_ a: Int, _ b: Int) -> Int { profiles.commonBins(a, b) }
  package func evidence(_ a: Int, _ b: Int, r: Double) -> Evidence { .commonBins(commonBins(a, b)) }
  package var keyScale: KeyScale { profiles.isComplete ? .magnitude(bins: bins) : .logarithm }
  package var bins: Int { profiles.bins }
  package var constantStations: [Int] { profiles.constantStations }
  package var shortStations: [Int] { profiles.stations(withFewerBinsThan: minimumBins) }

  package func vectors(of stations: [Int]) -> StationVectors? {
    guard stations.allSatisfy({ profiles.binCounts[$0] == bins }) else { return nil }
    return unsafe StationVectors(stations: stations, coordinates: bins) { station, vector in
      unsafe profiles.values.withRow(station) { _ = unsafe vector.update(fromContentsOf: $0) }
    }
  }

  package func compute(_ i: Int, _ j: Int, into workspace: inout TileWorkspace) {
    precondition(i <= j)
    let rows = grid.range(i)
    let columns = grid.range(j)
    workspace.undefined = UndefinedCounts()
    if i == j {
      multiplyRows(of: profiles.values, rows, into: &workspace.correlations)
    } else {
      multiplyRows(of: profiles.values, rows, by: profiles.values, columns, into: &workspace.correlations)
    }
    if profiles.hasAllBins(rows) && profiles.hasAllBins(columns) {
      finishComplete(rows, columns, &workspace)
    } else {
      finishPairwise(rows, columns, &workspace)
      if i == j { mirror(rows.count, &workspace.correlations) }
    }
  }

  /// The product is r but for rounding beyond 1, and for stations without an r.
  private func finishComplete(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace) {
    let pairs = pairCount(rows, columns)
    guard profiles.bins >= minimumBins else {
      workspace.correlations.fill(rows.count, columns.count, with: .nan)
      workspace.undefined.tooFewBins = pairs
      return
    }
    if rows == columns { mirror(rows.count, &workspace.correlations) }
    workspace.correlations.clamp(rows: rows.count, columns: columns.count)
    if rows == columns {
      for row in 0..<rows.count { workspace.correlations[row, row] = 1 }
    }
    let (constantRows, constantColumns) = (profiles.constant(rows), profiles.constant(columns))
    guard !constantRows.isEmpty || !constantColumns.isEmpty else { return }
    for row in constantRows {
      for column in 0..<columns.count { workspace.correlations[row, column] = .nan }
    }
    for column in constantColumns {
      for row in 0..<rows.count { workspace.correlations[row, column] = .nan }
    }
    let (variedRows, variedColumns) = (rows.count - constantRows.count, columns.count - constantColumns.count)
    let defined = rows == columns ? variedRows * (variedRows - 1) / 2 : variedRows * variedColumns
    workspace.undefined.constant = pairs - defined
  }

  private func finishPairwise(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace) {
    guard let sums = workspace.scratch as? Sums else { preconditionFailure("a workspace of other tiles") }
    multiplyRows(of: profiles.masks, rows, by: profiles.masks, columns, into: &sums.common)
    multiplyRows(of: profiles.values, rows, by: profiles.masks, columns, into: &sums.a)
    multiplyRows(of: profiles.masks, rows, by: profiles.values, columns, into: &sums.b)
    multiplyRows(of: profiles.squares, rows, by: profiles.masks, columns, into: &sums.squareA)
    multiplyRows(of: profiles.masks, rows, by: profiles.squares, columns, into: &sums.squareB)
    var undefined = UndefinedCounts()
    for a in rows {
      let row = a - rows.lowerBound
      let isWhole = profiles.binCounts[a] == profiles.bins
      let isConstant = profiles.isConstant[a]
      unsafe sums.withRow(row) { sums in
        unsafe workspace.correlations.withMutableRow(row) { correlations in
          for b in columns where b >= a || rows.lowerBound != columns.lowerBound {
            let column = b - columns.lowerBound
            let count = unsafe sums.common[column]
            let r: Double
            if count < Double(minimumBins) {
              r = .nan
              if a != b { undefined.tooFewBins += 1 }
            } else if isConstant || profiles.isConstant[b] {
              r = .nan
              if a != b { undefined.constant += 1 }
            } else if a == b {
              r = 1
            } else if isWhole && profiles.binCounts[b] == profiles.bins {
              r = unsafe clamped(correlations[column])
            } else {
              let (sumA, sumB) = unsafe (sums.a[column], sums.b[column])
              let (squareA, squareB) = unsafe (sums.squareA[column], sums.squareB[column])
              let varianceA = squareA - sumA * sumA / count
              let varianceB = squareB - sumB * sumB / count
              if isAccurate(varianceA, squareA) && isAccurate(varianceB, squareB) {
                let covariance = unsafe correlations[column] - sumA * sumB / count
                r = clamped(covariance / (varianceA * varianceB).squareRoot())
              } else {
                r = directly(a, b) ?? .nan
                if r.isNaN { undefined.constant += 1 }
              }
            }
            unsafe correlations[column] = r
          }
        }
      }
    }
    workspace.undefined = undefined
  }

  /// Did the subtraction leave enough digits? The sums are exact to some 1e-16 of the profile's norm,
  /// 1, and to some 1e-15 of themselves; a variance above both bounds is good to 1e-13 or so.
  @inline(__always)
  private func isAccurate(_ variance: Double, _ square: Double) -> Bool {
    variance > 0.1 * square && variance > 1e-6
  }

  /// r of one pair by the definition, in two passes; nil when a profile is constant over the common bins.
  func directly(_ a: Int, _ b: Int) -> Double? {
    let pairs = zip(profiles.profile(a), profiles.profile(b)).filter { !$0.0.isNaN && !$0.1.isNaN }
    guard let first = pairs.first,
      pairs.contains(where: { $0.0 != first.0 }), pairs.contains(where: { $0.1 != first.1 })
    else { return nil }
    // From an origin among the values, as in StandardisedProfiles.
    let count = Double(pairs.count)
    let meanA = pairs.reduce(0) { $0 + ($1.0 - first.0) } / count
    let meanB = pairs.reduce(0) { $0 + ($1.1 - first.1) } / count
    var (product, squareA, squareB) = (0.0, 0.0, 0.0)
    for (x, y) in pairs.lazy.map({ ($0.0 - first.0, $0.1 - first.1) }) {
      product += (x - meanA) * (y - meanB)
      squareA += (x - meanA) * (x - meanA)
      squareB += (y - meanB) * (y - meanB)
    }
    return clamped(product / (squareA.squareRoot() * squareB.squareRoot()))
  }
}

@inline(__always)
func clamped(_ r: Double) -> Double { r > 1 ? 1 : r < -1 ? -1 : r }
