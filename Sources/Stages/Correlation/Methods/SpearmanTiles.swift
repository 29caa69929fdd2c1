import CCorrelation
import LinearAlgebra

/// Spearman's r of profiles, tile by tile: Pearson's r of their average ranks over the bins that both have.
///
/// Ranks are doubled and centred, which makes them integers of sum 0. Over complete profiles their sums of products
/// are one matrix product, exact while K^3 / 3 < 2^53: for 30 years of hours. With missing bins each pair is ranked
/// anew, in O(K), as the orders are known.
package final class SpearmanTiles: OrdinalTiles {
  /// The profiles whose correlations these are.
  package let profiles: OrderedProfiles
  /// Fewest common bins of a defined r, at least 1.
  package let minimumBins: Int
  /// The tiles of the matrix of all stations.
  package let grid: TileGrid
  let squares: [Int]
  /// Stations x bins: the average ranks of each station alone, doubled and centred, 0 where a bin is missing.
  private let averageRanks: AverageRanks
  /// Nil of complete profiles, and of very many bins.
  private let rankRows: RankRows?

  /// Tiles of the r of average ranks; pairs with fewer than `minimumBins` common bins have none.
  package init(_ profiles: OrderedProfiles, minimumBins: Int) {
    precondition(minimumBins >= 1)
    self.profiles = profiles
    self.minimumBins = minimumBins
    grid = TileGrid(stations: profiles.stations, bins: profiles.bins)
    squares = zip(profiles.binCounts, profiles.ties).map { $1.squaredAverageRanks(of: $0) }
    var ranks = Matrix(rows: profiles.stations, columns: profiles.bins)
    var row = [Int32](repeating: 0, count: profiles.bins)
    for station in 0..<profiles.stations {
      _ = profiles.averageRanks(of: station, over: station, common: profiles.binCounts[station], into: &row)
      for (bin, rank) in row.enumerated() { ranks[station, bin] = Double(rank) }
    }
    rankRows =
      profiles.isComplete || !RankRows.fit(bins: profiles.bins) ? nil : RankRows(profiles, ranks: ranks)
    averageRanks = AverageRanks(ranks)
  }

  private init(_ other: SpearmanTiles, minimumBins: Int) {
    (profiles, grid, squares) = (other.profiles, other.grid, other.squares)
    (averageRanks, rankRows) = (other.averageRanks, other.rankRows)
    self.minimumBins = minimumBins
  }

  /// Of the same average ranks.
  package func requiring(_ minimumBins: Int) -> SpearmanTiles {
    SpearmanTiles(self, minimumBins: minimumBins)
  }

  /// Without more than the tile.
  package func makeWorkspace() -> TileWorkspace { TileWorkspace(grid, makeReferee()) }

  /// The average ranks, centred and of norm 1; nil where one of the stations lacks a bin.
  package func vectors(of stations: [Int]) -> StationVectors? {
    guard stations.allSatisfy(profiles.hasAllBins) else { return nil }
    return unsafe StationVectors(stations: stations, coordinates: bins) { station, vector in
      let norm = Double(squares[station]).squareRoot()
      unsafe averageRanks.rows.withRow(station) { ranks in
        for bin in ranks.indices { unsafe vector[bin] = ranks[bin] / norm }
      }
    }
  }

  /// One product of average ranks; pairs of which a bin is missing are ranked anew, from their ranks where few are missing,
  /// else from their orders.
  package func compute(_ i: Int, _ j: Int, into workspace: inout TileWorkspace) {
    precondition(i <= j)
    let (rows, columns) = (grid.range(i), grid.range(j))
    if let rankRows, leavesOut(rows, columns) { return rankAnew(rows, columns, rankRows, &workspace) }
    if i == j {
      multiplyRows(of: averageRanks.rows, rows, into: &workspace.correlations)
    } else {
      multiplyRows(
        of: averageRanks.rows, rows, by: averageRanks.rows, columns, into: &workspace.correlations)
    }
    var ranks = PairRanks(bins: profiles.bins)
    divide(rows, columns, &workspace) { a, b, common, product in
      if profiles.hasAllBins(a) && profiles.hasAllBins(b) {
        return PairSums(product: product, squaresA: squares[a], squaresB: squares[b])
      }
      return sums(a, b, common: common, &ranks)
    }
  }

  /// Average ranks of two stations over their common bins. Working memory.
  private struct PairRanks {
    var a, b: [Int32]

    init(bins: Int) {
      a = [Int32](repeating: 0, count: bins)
      b = a
    }
  }

  private func sums(_ a: Int, _ b: Int, common: Int, _ ranks: inout PairRanks) -> PairSums {
    let tiesA = profiles.averageRanks(of: a, over: b, common: common, into: &ranks.a)
    let tiesB = profiles.averageRanks(of: b, over: a, common: common, into: &ranks.b)
    // Bins that only one has are 0 in the other.
    return PairSums(
      product: unsafe Double(velibcorr_dot(ranks.a, ranks.b, profiles.bins)),
      squaresA: tiesA.squaredAverageRanks(of: common), squaresB: tiesB.squaredAverageRanks(of: common))
  }

  func sums(_ a: Int, _ b: Int, r: Double) -> PairSums { sums(a, b) }

  func sums(_ a: Int, _ b: Int) -> PairSums {
    var ranks = PairRanks(bins: profiles.bins)
    return sums(a, b, common: commonBins(a, b), &ranks)
  }

  /// Spearman's rho.
  package var method: CorrelationMethod { .spearman }
  /// The number of common bins, from which the t distribution of r follows; of few without ties, r among those of all
  /// orders.
  package func evidence(_ a: Int, _ b: Int, r: Double) -> Evidence {
    let common = commonBins(a, b)
    guard common <= OrderStatistics.mostBins, !profiles.hasTies(a, b) else { return .commonBins(common) }
    return .exact(p: OrderStatistics.p(ofSpearman: r, bins: common))
  }
  /// |r| where all pairs have the same bins in common, and not few, else -log p.
  package var keyScale: KeyScale {
    profiles.isComplete && bins > OrderStatistics.mostBins ? .magnitude(bins: bins) : .logarithm
  }
}

/// Average ranks that several tiles are made of.
private final class AverageRanks: Sendable {
  let rows: Matrix

  init(_ rows: consuming Matrix) { self.rows = rows }
}
