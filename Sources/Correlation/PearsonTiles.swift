import Availability
import LinearAlgebra

/// Why a correlation is undefined, counted over pairs of different stations.
package struct UndefinedCounts: Equatable, Sendable {
  /// Fewer common bins than `--min-hours`.
  package var tooFewBins = 0
  /// One of the two profiles is constant over the common bins.
  package var constant = 0

  package init(tooFewBins: Int = 0, constant: Int = 0) {
    self.tooFewBins = tooFewBins
    self.constant = constant
  }

  package static func += (a: inout UndefinedCounts, b: UndefinedCounts) {
    a.tooFewBins += b.tooFewBins
    a.constant += b.constant
  }
}

/// Pearson's r of profiles, tile by tile.
///
/// r(a, b) = sum (a - mean a)(b - mean b) / sqrt(sum (a - mean a)^2 sum (b - mean b)^2), all over the
/// bins that both have. Over complete profiles that is one product of standardised rows; with missing
/// bins the sums over common bins are products with the masks. NaN where r is undefined.
package struct PearsonTiles: ~Copyable, Sendable {
  /// Rows of a tile. 128 x 128 doubles and their factors stay in the second-level cache.
  package static let tileSize = 128

  package let profiles: StandardisedProfiles
  package let minimumBins: Int
  package let grid: TileGrid

  package init(_ profiles: consuming StandardisedProfiles, minimumBins: Int) {
    precondition(minimumBins >= 1)
    grid = TileGrid(size: profiles.stations, tileSize: Self.tileSize)
    self.profiles = profiles
    self.minimumBins = minimumBins
  }

  /// Working memory of one thread.
  package struct Workspace: ~Copyable {
    /// The tile computed last, in the upper left corner.
    package var correlations: Matrix
    /// Undefined pairs of different stations in it, each once.
    package var undefined = UndefinedCounts()
    fileprivate var sumA = Matrix(rows: tileSize, columns: tileSize)
    fileprivate var sumB = Matrix(rows: tileSize, columns: tileSize)
    fileprivate var squareA = Matrix(rows: tileSize, columns: tileSize)
    fileprivate var squareB = Matrix(rows: tileSize, columns: tileSize)
    fileprivate var common = Matrix(rows: tileSize, columns: tileSize)

    package init() {
      correlations = Matrix(rows: tileSize, columns: tileSize)
    }
  }

  /// Computes the tile of tile row `i` and tile column `j`, i <= j. In a tile on the diagonal the
  /// part below the diagonal mirrors the part above.
  package func compute(_ i: Int, _ j: Int, into workspace: inout Workspace) {
    precondition(i <= j)
    let rows = grid.range(i)
    let columns = grid.range(j)
    workspace.undefined = UndefinedCounts()
    multiplyRows(of: profiles.values, rows, by: profiles.values, columns, into: &workspace.correlations)
    if profiles.hasAllBins(rows) && profiles.hasAllBins(columns) {
      finishComplete(rows, columns, &workspace)
    } else {
      finishPairwise(rows, columns, &workspace)
    }
    if i == j { mirror(rows.count, &workspace.correlations) }
  }

  private func finishComplete(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout Workspace) {
    let enough = profiles.bins >= minimumBins
    for a in rows {
      let isUndefined = profiles.isConstant[a] || !enough
      unsafe workspace.correlations.withMutableRow(a - rows.lowerBound) { row in
        for b in columns where b >= a || rows.lowerBound != columns.lowerBound {
          let column = b - columns.lowerBound
          if isUndefined || profiles.isConstant[b] {
            unsafe row[column] = .nan
            if a != b && enough { workspace.undefined.constant += 1 }
            if a != b && !enough { workspace.undefined.tooFewBins += 1 }
          } else {
            unsafe row[column] = unsafe a == b ? 1 : clamped(row[column])
          }
        }
      }
    }
  }

  private func finishPairwise(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout Workspace) {
    multiplyRows(of: profiles.masks, rows, by: profiles.masks, columns, into: &workspace.common)
    multiplyRows(of: profiles.values, rows, by: profiles.masks, columns, into: &workspace.sumA)
    multiplyRows(of: profiles.masks, rows, by: profiles.values, columns, into: &workspace.sumB)
    multiplyRows(of: profiles.squares, rows, by: profiles.masks, columns, into: &workspace.squareA)
    multiplyRows(of: profiles.masks, rows, by: profiles.squares, columns, into: &workspace.squareB)
    for a in rows {
      let row = a - rows.lowerBound
      for b in columns where b >= a || rows.lowerBound != columns.lowerBound {
        let column = b - columns.lowerBound
        let count = workspace.common[row, column]
        let r: Double
        if count < Double(minimumBins) {
          r = .nan
          if a != b { workspace.undefined.tooFewBins += 1 }
        } else if profiles.isConstant[a] || profiles.isConstant[b] {
          r = .nan
          if a != b { workspace.undefined.constant += 1 }
        } else if a == b {
          r = 1
        } else if profiles.binCounts[a] == profiles.bins && profiles.binCounts[b] == profiles.bins {
          r = clamped(workspace.correlations[row, column])
        } else {
          let sumA = workspace.sumA[row, column]
          let sumB = workspace.sumB[row, column]
          let squareA = workspace.squareA[row, column]
          let squareB = workspace.squareB[row, column]
          let varianceA = squareA - sumA * sumA / count
          let varianceB = squareB - sumB * sumB / count
          if isAccurate(varianceA, squareA) && isAccurate(varianceB, squareB) {
            let covariance = workspace.correlations[row, column] - sumA * sumB / count
            r = clamped(covariance / (varianceA * varianceB).squareRoot())
          } else {
            r = directly(a, b) ?? .nan
            if r.isNaN { workspace.undefined.constant += 1 }
          }
        }
        workspace.correlations[row, column] = r
      }
    }
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

  private func mirror(_ count: Int, _ tile: inout Matrix) {
    for i in 0..<count {
      for j in 0..<i { tile[i, j] = tile[j, i] }
    }
  }
}

@inline(__always)
func clamped(_ r: Double) -> Double { r > 1 ? 1 : r < -1 ? -1 : r }
