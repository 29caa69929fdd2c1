/// The square tiles of a symmetric matrix of `size` rows. The grid depends on nothing but the size, so
/// that each tile is one BLAS call of one shape for every number of ranks and threads.
package struct TileGrid: Equatable, Sendable {
  /// Rows of the matrix.
  package let size: Int
  /// Rows of a tile; the last tiles of a side may have fewer.
  package let tileSize: Int

  /// The tiles of a matrix of `size` rows, which may be none.
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

  /// The matrix rows of several tile rows.
  package func rows(_ tiles: Range<Int>) -> Range<Int> {
    tiles.isEmpty ? 0..<0 : range(tiles.lowerBound).lowerBound..<range(tiles.upperBound - 1).upperBound
  }

  /// The tile rows that some rows of the matrix are in.
  package func tileRows(touching rows: Range<Int>) -> Range<Int> {
    rows.isEmpty ? 0..<0 : rows.lowerBound / tileSize..<(rows.upperBound - 1) / tileSize + 1
  }

  /// The tile rows whose first row is among some rows.
  package func tileRows(startingIn rows: Range<Int>) -> Range<Int> {
    (rows.lowerBound + tileSize - 1) / tileSize..<(rows.upperBound + tileSize - 1) / tileSize
  }

  /// Every unordered pair of tile rows with one among some, those of the first of these first.
  package func tiles(touching some: some Sequence<Int>) -> [(i: Int, j: Int)] {
    var isListed = Array(repeating: false, count: count)
    return some.flatMap { i in
      defer { isListed[i] = true }
      return (0..<count).filter { !isListed[$0] }.map { (min(i, $0), max(i, $0)) }
    }
  }

  /// Tiles on and above the diagonal.
  package var upperCount: Int { count * (count + 1) / 2 }

  /// Number `k` of the tiles on and above the diagonal, tile row by tile row.
  package func upper(_ k: Int) -> (i: Int, j: Int) {
    precondition(k >= 0 && k < upperCount)
    // Tile row i starts at i * count - i * (i - 1) / 2: the greatest i whose start is at most k.
    var (low, high) = (0, count)
    while high - low > 1 {
      let i = (low + high) / 2
      if i * count - i * (i - 1) / 2 <= k { low = i } else { high = i }
    }
    return (low, low + k - (low * count - low * (low - 1) / 2))
  }
}
