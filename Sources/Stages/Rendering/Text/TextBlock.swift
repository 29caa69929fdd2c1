/// A tile's part of the text of its rows, row after row. A view of memory that another owns.
@safe struct TextBlock {
  struct Layout {
    let rows: Int
    let blockSize: Int

    /// Room for `rows` rows of so many bytes.
    init(rows: Int, rowCapacity: Int) {
      self.rows = rows
      let size = rows * (MemoryLayout<Int>.stride + rowCapacity) + TileFields.fieldSize
      blockSize = (size + 63) / 64 * 64
    }
  }

  /// Where each row ends; then the text.
  private let ends: UnsafeMutablePointer<Int>
  private let text: UnsafeMutableRawPointer

  init(_ memory: UnsafeMutableRawPointer, _ layout: Layout) {
    unsafe ends = memory.assumingMemoryBound(to: Int.self)
    unsafe text = UnsafeMutableRawPointer(ends + layout.rows)
  }

  /// Text that grows.
  @safe struct Cursor {
    fileprivate var end: UnsafeMutableRawPointer

    mutating func append(_ run: TileFields.Run) {
      unsafe end = TileFields.copy(run, to: end)
    }

    mutating func append(_ bytes: [UInt8]) {
      unsafe UnsafeMutableRawBufferPointer(start: end, count: bytes.count).copyBytes(from: bytes)
      unsafe end += bytes.count
    }
  }

  /// Writes so many rows: `body` appends the text of each.
  func write(rows: Int, _ body: (Int, inout Cursor) -> Void) {
    var cursor = unsafe Cursor(end: text)
    for row in 0..<rows {
      body(row, &cursor)
      unsafe ends[row] = cursor.end - text
    }
  }

  /// Of so many rows, from the first on.
  func byteCount(rows: Int) -> Int { unsafe rows == 0 ? 0 : ends[rows - 1] }

  subscript(_ row: Int) -> UnsafeRawBufferPointer {
    let start = unsafe row == 0 ? 0 : ends[row - 1]
    return unsafe UnsafeRawBufferPointer(start: text + start, count: ends[row] - start)
  }
}
