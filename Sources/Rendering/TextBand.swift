import LinearAlgebra
import Synchronization

/// The text of some rows, in blocks: one for each tile of the tile rows that they are in, which any threads fill in any
/// order.
@safe package final class TextBand: Sendable {
  /// Takes pieces of text that follow one another, and the number of bytes before them.
  package typealias Writer = @Sendable ([UnsafeRawBufferPointer], Int) throws -> Void

  package let rows: Range<Int>
  package let tileRows: Range<Int>
  private let grid: TileGrid
  private let memory: TextMemory
  private let write: Writer?
  /// Numbers of the blocks in memory, by tile row of the band and tile column.
  private let blocks: Mutex<[[Int?]]>
  private let order: InOrder
  private let written = Mutex(0)

  init(_ rows: Range<Int>, of grid: TileGrid, in memory: TextMemory, write: Writer?) {
    let tileRows = grid.tileRows(touching: rows)
    self.rows = rows
    self.tileRows = tileRows
    self.grid = grid
    self.memory = memory
    unsafe self.write = unsafe write
    blocks = Mutex(tileRows.map { _ in Array(repeating: nil, count: grid.count) })
    order = InOrder(pieces: tileRows.map { _ in grid.count })
  }

  deinit { for row in tileRows { release(row) } }

  /// Fills the block of the tile in tile row `i` and tile column `j`: `body` appends the text of each of its rows that is of
  /// the band. Hands on what is complete then.
  func fill(_ i: Int, _ j: Int, _ body: (Int, inout TextBlock.Cursor) -> Void) throws {
    let (number, block) = memory.take()
    let lines = lines(of: i)
    let first = lines.lowerBound - grid.range(i).lowerBound
    block.write(rows: lines.count) { body(first + $0, &$1) }
    blocks.withLock { $0[i - tileRows.lowerBound][j] = number }
    guard let write = unsafe write else { return }
    try order.complete(i - tileRows.lowerBound) { part in
      let row = tileRows.lowerBound + part
      let pieces = unsafe pieces(row)
      try unsafe write(pieces, byteCount)
      let count = unsafe pieces.reduce(0) { $0 + $1.count }
      written.withLock { $0 += count }
      release(row)
    }
  }

  /// Bytes that were handed to the writer.
  package var byteCount: Int { written.withLock(\.self) }

  /// The text in pieces, when every tile is placed; none of it when there is a writer.
  package func withText<R>(_ body: ([UnsafeRawBufferPointer]) throws -> R) rethrows -> R {
    try unsafe body(write == nil ? tileRows.flatMap { unsafe pieces($0) } : [])
  }

  /// The rows of a tile row that are of the band.
  private func lines(of row: Int) -> Range<Int> { rows.clamped(to: grid.range(row)) }

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
