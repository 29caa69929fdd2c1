import Distribution
import LinearAlgebra

/// Deals the rows of the matrix out to ranks, in bands: a band for each rank in each round.
///
/// A rank computes all tiles that its rows are in. Bands of whole tile rows compute no tile twice in a round, but of few
/// tile rows one more is much: then they are cut anywhere, so that no rank has a row more than another. That pays where
/// to format a number costs more than to compute it, unless profiles are very long.
struct RowDealer {
  let grid: TileGrid
  let ranks: Int
  let rounds: Int
  /// Are there bands that begin within a tile?
  let cutsTiles: Bool

  init(grid: TileGrid, ranks: Int, rounds: Int, bins: Int) {
    self.grid = grid
    self.ranks = ranks
    self.rounds = rounds
    cutsTiles = ranks > 1 && grid.count < Self.manyTileRows * ranks && bins < Self.manyBins
  }

  /// Of so many tile rows each, one more is 5 %.
  private static let manyTileRows = 20
  /// A number then takes 25 ns to compute, as many as to format.
  private static let manyBins = 1_000

  func rows(of rank: Int, round: Int) -> Range<Int> {
    let (part, parts) = (round * ranks + rank, rounds * ranks)
    return cutsTiles
      ? Shares.part(part, of: parts, count: grid.size)
      : grid.rows(Shares.part(part, of: parts, count: grid.count))
  }
}
