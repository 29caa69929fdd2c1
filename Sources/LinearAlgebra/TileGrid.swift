/// The square tiles of a symmetric matrix of `size` rows. The grid depends on nothing but the size, so
/// that each tile is one BLAS call of one shape for every number of ranks and threads.
package struct TileGrid: Equatable, Sendable {
  package let size: Int
  package let tileSize: Int

  package init(size: Int, tileSize: Int) {
    precondition(size >= 0 && tileSize > 0)
    self.size = size
    self.tileSize = tileSize
  }

  /// Tiles along one side.
  package var count: Int { (size + tileSize - 1) / tileSize }

  /// The matrix rows, or columns, of a tile row.
  package func range(_ tile: Int) -> Range<Int> {
    tile * tileSize..<min(size, (tile + 1) * tileSize)
  }
}
