import Correlation
import LinearAlgebra
import Synchronization

/// Tiles that a sweep has computed, for the next one over them: where profiles are long, to make them again costs far more
/// than to keep them.
package final class KeptTiles: Sendable {
  private let tiles = Mutex<[Int: Tile]>([:])
  private let grid: TileGrid

  private final class Tile: Sendable {
    let numbers: Matrix
    let undefined: UndefinedCounts

    init(_ workspace: borrowing TileWorkspace) {
      numbers = workspace.correlations.copy()
      undefined = workspace.undefined
    }
  }

  /// Nil where tiles are soon made, or would be more than the profiles they are made of, or more than `memory` bytes.
  package init?(_ grid: TileGrid, bins: Int, memory: Int) {
    let bytes = grid.upperCount * grid.tileSize * grid.tileSize * MemoryLayout<Double>.stride
    let profiles = grid.size * bins * MemoryLayout<Double>.stride
    guard bins >= Self.leastBins, bytes <= min(profiles, memory) else { return nil }
    self.grid = grid
  }

  private static var leastBins: Int { 1_000 }

  private func number(_ i: Int, _ j: Int) -> Int { i * grid.count + j }

  /// Puts a tile where it would be computed, if it is here.
  package func copy(_ i: Int, _ j: Int, into workspace: inout TileWorkspace) -> Bool {
    guard let tile = tiles.withLock({ $0[number(i, j)] }) else { return false }
    for row in 0..<grid.range(i).count {
      workspace.correlations.copy(row: row, of: tile.numbers, toRow: row)
    }
    workspace.undefined = tile.undefined
    return true
  }

  /// Keeps the tile computed last.
  package func keep(_ i: Int, _ j: Int, _ workspace: borrowing TileWorkspace) {
    let tile = Tile(workspace)
    tiles.withLock { $0[number(i, j)] = tile }
  }
}

extension MatrixRun {
  /// Over all tiles, which are kept from one to the next where that is worth it.
  var sweep: TileSweep<Tiles> { TileSweep(tiles: tiles, threads: request.threads, job: job, kept: kept) }
}
