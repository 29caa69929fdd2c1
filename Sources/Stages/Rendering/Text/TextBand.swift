import LinearAlgebra
import Synchronization

/// The text of some rows, in blocks: one for each tile of the tile rows that they are in, which any threads fill in any
/// order.
@safe package final class TextBand: Sendable {
  /// Takes pieces of text that follow one another, and the number of bytes before them.
  package typealias Writer = @Sendable ([UnsafeRawBufferPointer], Int) throws -> Void

  /// The rows of the matrix whose text this is.
  package let rows: Range<Int>
  /// The tile rows that they are in.
  package let tileRows: Range<Int>
  private let grid: TileGrid
  private let memory: TextMemory
  /// Numbers of the blocks in memory, by tile row of the band and tile column.
  private let blocks: Mutex<[[Int?]]>
  private let order: InOrder
  private let counts = Mutex((filled: 0, written: 0))
  private let writer = unsafe Mutex<Writer?>(nil)

  init(_ rows: Range<Int>, of grid: TileGrid, in memory: TextMemory) {
    let tileRows = grid.tileRows(touching: rows)
    self.rows = rows
    self.tileRows = tileRows
    self.grid = grid
    self.memory = memory
    blocks = Mutex(tileRows.map { _ in Array(repeating: nil, count: grid.count) })
    order = InOrder(pieces: tileRows.map { _ in grid.count })
  }

  deinit { for row in tileRows { release(row) } }

  /// Fills the block of the tile in tile row `i` and tile column `j`: `body` appends the text of each of its rows that is of
  /// the band. Hands on what is complete then.
  func fill(_ i: Int, _ j: Int, _ body: (Int, inout TextBlock.Cursor) -> Void) throws {
    let (number, block) = memory.take()
    let lines = lines(of: i)
    block.write(rows: lines.count) { body(lines.lowerBound + $0, &$1) }
    blocks.withLock { $0[i - tileRows.lowerBound][j] = number }
    counts.withLock { $0.filled += block.byteCount(rows: lines.count) }
    try order.complete(i - tileRows.lowerBound, handOn)
  }

  /// Bytes of all text; nil while a tile is missing.
  package var byteCount: Int? { order.isComplete ? counts.withLock(\.filled) : nil }

  /// Hands text to `write` from now on as it becomes complete, in order and one call at a time, by one of the threads
  /// that fill blocks; at once what is complete by now. Its memory is used again. Throws what `write` throws.
  package func open(_ write: @escaping Writer) throws {
    unsafe writer.withLock { unsafe $0 = unsafe write }
    try order.open(handOn)
  }

  private var isOpen: Bool { unsafe writer.withLock { unsafe $0 != nil } }

  private func handOn(_ part: Int) throws {
    let row = tileRows.lowerBound + part
    let pieces = unsafe pieces(row)
    let write = unsafe writer.withLock { unsafe $0! }
    try unsafe write(pieces, counts.withLock(\.written))
    let count = unsafe pieces.reduce(0) { $0 + $1.count }
    counts.withLock { $0.written += count }
    release(row)
  }

  /// The text in pieces, when every tile is placed; none of it once it was opened.
  package func withText<R>(_ body: ([UnsafeRawBufferPointer]) throws -> R) rethrows -> R {
    try unsafe body(isOpen ? [] : tileRows.flatMap { unsafe pieces($0) })
  }

  /// The rows of a tile row that are of the band, counted from its first.
  func lines(of row: Int) -> Range<Int> {
    let (all, own) = (grid.range(row), rows.clamped(to: grid.range(row)))
    return own.lowerBound - all.lowerBound..<own.upperBound - all.lowerBound
  }

  private func pieces(_ row: Int) -> [UnsafeRawBufferPointer] {
    let blocks = blocks.withLock { $0[row - tileRows.lowerBound] }.map { memory.block($0!) }
    return unsafe (0..<lines(of: row).count).flatMap { line in
      unsafe blocks.map { unsafe $0[line] }
    }
  }

  private func release(_ row: Int) {
    let numbers = blocks.withLock { blocks in
      defer { blocks[row - tileRows.lowerBound] = [] }
      return blocks[row - tileRows.lowerBound]
    }
    memory.release(numbers.compactMap(\.self))
  }
}
