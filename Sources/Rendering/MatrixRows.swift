import LinearAlgebra

/// Consecutive whole rows of a symmetric matrix, put together from its tiles by any threads.
@safe package final class MatrixRows: @unchecked Sendable {
  package let rows: Range<Int>
  private let grid: TileGrid
  private let memory: SlotMemory

  package init(tileRows: Range<Int>, grid: TileGrid) {
    self.grid = grid
    rows = grid.rows(tileRows)
    memory = SlotMemory(byteCount: rows.count * grid.size * MemoryLayout<Double>.stride)
  }

  @inline(__always)
  private func start(of row: Int) -> UnsafeMutablePointer<Double> {
    unsafe memory.start.assumingMemoryBound(to: Double.self) + (row - rows.lowerBound) * grid.size
  }

  /// Takes a tile, i <= j, to where it and its mirror image belong in these rows. No two threads may place one
  /// tile.
  package func place(_ tile: borrowing Matrix, _ i: Int, _ j: Int) {
    let (above, right) = (grid.range(i), grid.range(j))
    let (isAbove, isBelow) = (rows.contains(above.lowerBound), i != j && rows.contains(right.lowerBound))
    for a in above {
      unsafe tile.withRow(a - above.lowerBound) { values in
        if isAbove {
          unsafe (start(of: a) + right.lowerBound).update(from: values.baseAddress!, count: right.count)
        }
        guard isBelow else { return }
        for b in right { unsafe start(of: b)[a] = unsafe values[b - right.lowerBound] }
      }
    }
  }

  package func withRow<R>(_ row: Int, _ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    precondition(rows.contains(row))
    return try unsafe body(UnsafeBufferPointer(start: start(of: row), count: grid.size))
  }

  /// All rows, as they are in memory.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try unsafe body(
      UnsafeRawBufferPointer(
        start: memory.start, count: rows.count * grid.size * MemoryLayout<Double>.stride))
  }
}
