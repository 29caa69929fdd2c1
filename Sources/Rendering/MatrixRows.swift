import LinearAlgebra
import Synchronization

/// Consecutive whole rows of a symmetric matrix, put together from its tiles by any threads.
///
/// With a writer, rows are handed to it as they become complete, in order and one call at a time, by one of the
/// threads that place tiles.
@safe package final class MatrixRows: @unchecked Sendable {
  package let rows: Range<Int>
  private let tileRows: Range<Int>
  private let grid: TileGrid
  private let memory: SlotMemory
  private let write: TextBand.Writer?
  private let order: InOrder
  private let handedOn = Mutex(0)

  package init(_ rows: Range<Int>, of grid: TileGrid, write: TextBand.Writer? = nil) {
    let tileRows = grid.tileRows(touching: rows)
    self.rows = rows
    self.tileRows = tileRows
    self.grid = grid
    unsafe self.write = unsafe write
    memory = SlotMemory(byteCount: rows.count * grid.size * MemoryLayout<Double>.stride)
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
    let mirrored = i == j ? 0..<0 : rows.clamped(to: right)
    for a in above {
      unsafe tile.withRow(a - above.lowerBound) { values in
        if rows.contains(a) {
          unsafe (start(of: a) + right.lowerBound).update(from: values.baseAddress!, count: right.count)
        }
        for b in mirrored { unsafe start(of: b)[a] = unsafe values[b - right.lowerBound] }
      }
    }
    if tileRows.contains(i) { try complete(i) }
    if i != j && tileRows.contains(j) { try complete(j) }
  }

  private func complete(_ tileRow: Int) throws {
    guard let write = unsafe write else { return }
    try order.complete(tileRow - tileRows.lowerBound) { part in
      let bytes = unsafe bytes(of: rows.clamped(to: grid.range(tileRows.lowerBound + part)))
      try unsafe write([bytes], byteCount)
      handedOn.withLock { $0 += bytes.count }
    }
  }

  /// Bytes that were handed to the writer.
  package var byteCount: Int { handedOn.withLock(\.self) }

  private func bytes(of rows: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(
      start: start(of: rows.lowerBound), count: rows.count * grid.size * MemoryLayout<Double>.stride)
  }

  package func withRow<R>(_ row: Int, _ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    precondition(rows.contains(row))
    return try unsafe body(UnsafeBufferPointer(start: start(of: row), count: grid.size))
  }

  /// All rows, as they are in memory, when every tile is placed; none of them when there is a writer.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try unsafe body(
      write == nil && !rows.isEmpty ? bytes(of: rows) : UnsafeRawBufferPointer(start: nil, count: 0))
  }
}
