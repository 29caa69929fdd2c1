import LinearAlgebra

/// Tiles of a coefficient r = P / sqrt(A B) of integers: P a sum of products of scores of two stations over their
/// common bins, A and B the sums of squares of either (H. E. Daniels, Biometrika 33, 1944).
protocol OrdinalTiles: CorrelationTiles {
  var profiles: OrderedProfiles { get }
  /// By station: the sum of squares over all bins that it has; 0 exactly when it is constant.
  var squares: [Int] { get }
  /// P, A and B of a pair that has an r, from what the tile says r is.
  func sums(_ a: Int, _ b: Int, r: Double) -> PairSums
  /// The same of a pair of which nothing is known.
  func sums(_ a: Int, _ b: Int) -> PairSums
}

/// P, A and B of a pair.
struct PairSums {
  /// A whole number.
  let product: Double
  let squaresA, squaresB: Int
}

/// r of single pairs, from P, A and B.
final class OrdinalReferee<Tiles: OrdinalTiles>: Referee {
  private let tiles: Tiles

  init(_ tiles: Tiles) { self.tiles = tiles }

  func careful(_ a: Int, _ b: Int, proposal: Double) -> (r: Double, error: Double)? { nil }

  /// P / sqrt(A B), off by a few 2^-104.
  func precise(_ a: Int, _ b: Int, proposal: Double) -> PreciseNumber {
    let sums = tiles.sums(a, b, r: proposal)
    let square = DoubleDouble(UInt128(sums.squaresA) * UInt128(sums.squaresB))
    let r = DoubleDouble(sums.product) / square.squareRoot
    return PreciseNumber(r.high, r.low, error: 0x1p-100)
  }

  func exact(_ a: Int, _ b: Int, proposal: Double) -> RootRatio {
    let sums = tiles.sums(a, b, r: proposal)
    return RootRatio(product: Int(sums.product), squareA: sums.squaresA, squareB: sums.squaresB)
  }
}

extension OrdinalTiles {
  /// Of a product, a root and a quotient of exact numbers, each rounded once: 2.5 u, u = 2^-53.
  package var errorBound: Double { 3 * 0x1p-53 }
  /// Decides from P, A and B.
  package func makeReferee() -> any Referee { OrdinalReferee(self) }

  /// P / sqrt(A B).
  package func proposal(_ a: Int, _ b: Int) -> Double {
    let sums = sums(a, b)
    return clamped(sums.product / divisor(sums.squaresA, sums.squaresB)!)
  }
  /// Of average ranks.
  package func makeEffectiveHours(_ rule: LagRule, threads: Int) throws -> EffectiveHours {
    try EffectiveHours(profiles, rule, threads: threads)
  }

  /// The number of bins that both stations have.
  package func commonBins(_ a: Int, _ b: Int) -> Int { profiles.commonBins(a, b) }
  /// Writes that number for a station and each of some.
  package func writeCommonBins(of a: Int, with stations: Range<Int>, to common: UnsafeMutablePointer<Double>)
  {
    unsafe profiles.writeCommonBins(of: a, with: stations, to: common)
  }
  /// Bins of a profile.
  package var bins: Int { profiles.bins }
  /// Bins of the station that has the most.
  package var mostBins: Int { profiles.binCounts.max() ?? 0 }
  /// Stations all of whose means are tied.
  package var constantStations: [Int] { profiles.constantStations }
  /// Stations with fewer than `minimumBins` bins.
  package var shortStations: [Int] { profiles.stations(withFewerBinsThan: minimumBins) }

  /// Turns a tile's products into correlations. `sums` gives P, A and B of a pair of which a bin is missing, from
  /// its number of common bins and what is in the tile.
  ///
  /// r is 1 exactly where P = A = B, as the root of a rounded square is its base.
  func divide(
    _ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace,
    sums: (_ a: Int, _ b: Int, _ common: Int, _ inTile: Double) -> PairSums
  ) {
    workspace.undefined = UndefinedCounts()
    if rows.allSatisfy(profiles.hasAllBins) && columns.allSatisfy(profiles.hasAllBins) {
      divideComplete(rows, columns, &workspace)
    } else {
      dividePairwise(rows, columns, &workspace, sums)
    }
    workspace.clamp(rows, columns)
  }

  private func divideComplete(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace) {
    guard profiles.bins >= minimumBins else {
      workspace.correlations.fill(rows.count, columns.count, with: .nan)
      workspace.undefined.tooFewBins = pairCount(rows, columns)
      return
    }
    var divisors = [Double](repeating: .nan, count: columns.count)
    var last: Int?
    for a in rows {
      // Most rows have the same sum of squares: that without ties.
      if squares[a] != last {
        for (column, b) in columns.enumerated() { divisors[column] = divisor(squares[a], squares[b]) ?? .nan }
        last = squares[a]
      }
      unsafe workspace.correlations.withMutableRow(a - rows.lowerBound) { row in
        for column in divisors.indices { unsafe row[column] /= divisors[column] }
      }
    }
    let variedRows = rows.count { squares[$0] != 0 }
    let variedColumns = columns.count { squares[$0] != 0 }
    let defined = rows == columns ? variedRows * (variedRows - 1) / 2 : variedRows * variedColumns
    workspace.undefined.constant = pairCount(rows, columns) - defined
  }

  @inline(__always)
  private func dividePairwise(
    _ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace,
    _ sums: (Int, Int, Int, Double) -> PairSums
  ) {
    var commonBins = [Double](repeating: 0, count: columns.count)
    for a in rows {
      let row = a - rows.lowerBound
      unsafe profiles.writeCommonBins(of: a, with: columns, to: &commonBins)
      for b in columns where b >= a || rows != columns {
        let column = b - columns.lowerBound
        let common = Int(commonBins[column])
        var r = Double.nan
        if common < minimumBins {
          if a != b { workspace.undefined.tooFewBins += 1 }
        } else {
          let sums = sums(a, b, common, workspace.correlations[row, column])
          if let divisor = divisor(sums.squaresA, sums.squaresB) {
            r = sums.product / divisor
          } else if a != b {
            workspace.undefined.constant += 1
          }
        }
        workspace.correlations[row, column] = r
      }
    }
  }

  /// The root of A B; nil where one profile is constant.
  @inline(__always)
  func divisor(_ a: Int, _ b: Int) -> Double? {
    a == 0 || b == 0 ? nil : (Double(a) * Double(b)).squareRoot()
  }
}
