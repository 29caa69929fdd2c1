import LinearAlgebra
import Memory
import Synchronization

/// Consecutive whole rows of a symmetric matrix, put together from its tiles by any threads.
///
/// Once opened, they hand on rows as these become complete, in order and one call at a time, by one of the threads that
/// place tiles.
@safe package final class MatrixRows: @unchecked Sendable {
  /// Which rows of the matrix these are.
  package let rows: Range<Int>
  private let tileRows: Range<Int>
  private let grid: TileGrid
  private let memory: HugePageMemory
  private let order: InOrder
  private let writer = unsafe Mutex<TextBand.Writer?>(nil)

  /// Room for some rows, 8 bytes a number; each tile that touches them is still to be placed.
  package init(_ rows: Range<Int>, of grid: TileGrid) {
    let tileRows = grid.tileRows(touching: rows)
    self.rows = rows
    self.tileRows = tileRows
    self.grid = grid
    memory = HugePageMemory(
      byteCount: rows.count * grid.size * MemoryLayout<Double>.stride, isSparse: true)
    order = InOrder(pieces: tileRows.map { _ in grid.count })
  }

  @inline(__always)
  private func start(of row: Int) -> UnsafeMutablePointer<Double> {
    unsafe memory.start.assumingMemoryBound(to: Double.self) + (row - rows.lowerBound) * grid.size
  }

  /// Takes a tile, i <= j, to where it and its mirror image belong in these rows. Any thread may place any tile,
  /// each once. Throws what the writer throws.
  package func place(_ tile: borrowing Matrix, _ i: Int, _ j: Int) throws {
    let (above, right) = (grid.range(i), grid.range(j))
    for a in above {
      let columns = max(a, right.lowerBound)..<right.upperBound
      let mirrored = rows.clamped(to: columns)
      unsafe tile.withRow(a - above.lowerBound) { values in
        if rows.contains(a) {
          let values = unsafe values.baseAddress! + (columns.lowerBound - right.lowerBound)
          unsafe (start(of: a) + columns.lowerBound).update(from: values, count: columns.count)
        }
        for b in mirrored { unsafe start(of: b)[a] = unsafe values[b - right.lowerBound] }
      }
    }
    if tileRows.contains(i) { try order.complete(i - tileRows.lowerBound, handOn) }
    if i != j && tileRows.contains(j) { try order.complete(j - tileRows.lowerBound, handOn) }
  }

  /// Hands rows to `write` from now on, those that are complete by now at once. Throws what `write` throws.
  package func open(_ write: @escaping TextBand.Writer) throws {
    unsafe writer.withLock { unsafe $0 = unsafe write }
    try order.open(handOn)
  }

  private var isOpen: Bool { unsafe writer.withLock { unsafe $0 != nil } }

  private func handOn(_ part: Int) throws {
    let some = rows.clamped(to: grid.range(tileRows.lowerBound + part))
    let write = unsafe writer.withLock { unsafe $0! }
    try unsafe write([bytes(of: some)], (some.lowerBound - rows.lowerBound) * rowSize)
  }

  private var rowSize: Int { grid.size * MemoryLayout<Double>.stride }

  /// Bytes of all rows.
  package var byteCount: Int { rows.count * rowSize }

  private func bytes(of rows: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(
      start: start(of: rows.lowerBound), count: rows.count * rowSize)
  }

  /// Calls `body` with one of the rows, all of whose tiles must be placed.
  package func withRow<R>(_ row: Int, _ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    precondition(rows.contains(row))
    return try unsafe body(UnsafeBufferPointer(start: start(of: row), count: grid.size))
  }

  /// All rows, as they are in memory, when every tile is placed; none of them once they were opened.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try unsafe body(
      isOpen || rows.isEmpty ? UnsafeRawBufferPointer(start: nil, count: 0) : bytes(of: rows))
  }
}
