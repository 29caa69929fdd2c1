import Distribution
import LinearAlgebra
import Workers

/// Deals the rows of the matrix out to ranks: in each sweep over tiles some bands to each rank, which are written in
/// turns, a band of each rank in each turn.
///
/// A rank computes all tiles that its rows are in. Bands are whole tile rows, so that no tile is computed twice in a
/// sweep by the same rank; but of few tile rows one more is much: then those of the last turn are cut anywhere, so that
/// no rank has a row more than another. That pays where to format a number costs more than to compute it, unless
/// profiles are very long.
package struct RowDealer {
  /// The tiles of the matrix.
  package let grid: TileGrid
  let ranks: Int
  /// How often the tiles are gone over.
  package let sweeps: Int
  /// In each sweep.
  package let turns: Int
  /// Are there bands that begin within a tile?
  package let cutsTiles: Bool

  /// `tileRows` is how many a rank may hold at a time.
  package init(grid: TileGrid, ranks: Int, tileRows: Int, bins: Int) {
    self.grid = grid
    self.ranks = ranks
    sweeps = (grid.count + tileRows * ranks - 1) / (tileRows * ranks)
    turns = ranks == 1 || sweeps == 0 ? 1 : max(1, min(Self.manyTurns, grid.count / (sweeps * ranks)))
    cutsTiles = ranks > 1 && grid.count < Self.manyTileRows * ranks && bins < Self.manyBins
  }

  /// Of so many tile rows each, one more is 5 %.
  private static let manyTileRows = 20
  /// A number then takes 25 ns to compute, as many as to format.
  private static let manyBins = 1_000
  /// The more, the less text waits to be written.
  private static let manyTurns = 8

  /// The bands of a rank, by turn.
  package func bands(of rank: Int, sweep: Int) -> [Range<Int>] {
    (0..<turns).map { rows(of: rank, turn: sweep * turns + $0) }
  }

  private func rows(of rank: Int, turn: Int) -> Range<Int> {
    let share = WorkSplit.part(turn, of: sweeps * turns, count: grid.count / ranks)
    let first = share.lowerBound * ranks
    guard turn == sweeps * turns - 1 else {
      let own = first + rank * share.count
      return grid.rows(own..<own + share.count)
    }
    // The last takes what is left.
    let rest = cutsTiles ? grid.size - grid.tileSize * first : grid.count - first
    let own = WorkSplit.part(rank, of: ranks, count: rest)
    let start = cutsTiles ? grid.tileSize * first : first
    let moved = own.lowerBound + start..<own.upperBound + start
    return cutsTiles ? moved : grid.rows(moved)
  }
}
