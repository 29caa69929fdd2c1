import CDecimal
import LinearAlgebra

/// The numbers of a tile as text, each behind a comma. Memory of one thread.
@safe package struct TileFields: ~Copyable {
  static let fieldSize = Int(VELIBCORR_FIELD_SIZE)

  private let format: NumberFormat
  private let side: Int
  /// Rows lie an odd number of cache lines apart, so that a column does not share few of a cache's
  /// sets. Behind the last field stands room: texts are read by as many bytes as the longest has.
  private let texts: UnsafeMutablePointer<CChar>
  private let rowSize: Int
  private let lengths: UnsafeMutablePointer<UInt8>

  /// Room for tiles of so many rows and columns.
  init(side: Int, format: NumberFormat) {
    self.format = format
    self.side = side
    rowSize = (side * Self.fieldSize) / 128 * 128 + 192
    unsafe texts = .allocate(capacity: side * rowSize)
    unsafe lengths = .allocate(capacity: side * side)
  }

  deinit {
    unsafe texts.deallocate()
    unsafe lengths.deallocate()
  }

  /// Formats the upper left corner of a matrix; of a symmetric one, what is not below its diagonal.
  mutating func write(_ tile: borrowing Matrix, rows: Int, columns: Int, isSymmetric: Bool) {
    precondition(rows <= side && columns <= side)
    for row in 0..<rows {
      let first = isSymmetric ? row : 0
      unsafe tile.withRow(row) { values in
        unsafe format.write(
          values.baseAddress! + first, columns - first, to: texts + row * rowSize + first * Self.fieldSize,
          lengths + row * side + first)
      }
    }
  }

  /// Consecutive fields of a row or of a column.
  @safe struct Run {
    fileprivate let text: UnsafePointer<CChar>
    fileprivate let textStride: Int
    fileprivate let length: UnsafePointer<UInt8>
    fileprivate let lengthStride: Int
    fileprivate let count: Int
  }

  func row(_ row: Int, _ columns: Range<Int>) -> Run {
    unsafe Run(
      text: texts + row * rowSize + columns.lowerBound * Self.fieldSize, textStride: Self.fieldSize,
      length: lengths + row * side + columns.lowerBound, lengthStride: 1, count: columns.count)
  }

  func column(_ column: Int, _ rows: Range<Int>) -> Run {
    unsafe Run(
      text: texts + rows.lowerBound * rowSize + column * Self.fieldSize, textStride: rowSize,
      length: lengths + rows.lowerBound * side + column, lengthStride: side, count: rows.count)
  }

  /// Copies fields, one behind the other, and returns where they end. Bytes behind that are
  /// overwritten, less than a field.
  @inline(__always)
  static func copy(_ run: Run, to start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    var end = unsafe start
    for number in 0..<run.count {
      let length = unsafe Int(run.length[number &* run.lengthStride])
      let text = unsafe UnsafeRawPointer(run.text + (number &* run.textStride &+ fieldSize &- length))
      unsafe end.storeBytes(
        of: text.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
      unsafe end += length
    }
    return unsafe end
  }

  // MARK: - For another process

  /// The fields that `write` has made, for `unpack` elsewhere: their lengths, room as for a field, their texts.
  func packed(rows: Int, columns: Int, isSymmetric: Bool) -> [UInt8] {
    let cells = Self.cells(rows, columns, isSymmetric)
    return unsafe [UInt8](
      unsafeUninitializedCapacity: cells * (1 + NumberFormat.maximumLength + 1) + 2 * Self.fieldSize
    ) {
      buffer, count in
      let start = UnsafeMutableRawPointer(buffer.baseAddress!)
      var length = unsafe start
      var end = unsafe start + cells
      unsafe end.initializeMemory(as: UInt8.self, repeating: 0, count: Self.fieldSize)
      unsafe end += Self.fieldSize
      for row in 0..<rows {
        let first = isSymmetric ? row : 0
        unsafe length.copyMemory(from: lengths + row * side + first, byteCount: columns - first)
        unsafe length += columns - first
        unsafe end = Self.copy(self.row(row, first..<columns), to: end)
      }
      unsafe count = end - start
    }
  }

  /// Takes over fields that were packed, and returns how many bytes they are.
  mutating func unpack(
    _ bytes: UnsafeRawBufferPointer, rows: Int, columns: Int, isSymmetric: Bool
  ) -> Int {
    precondition(rows <= side && columns <= side)
    let size = unsafe Self.packedSize(bytes, rows: rows, columns: columns, isSymmetric: isSymmetric)
    var length = bytes.baseAddress!
    var end = unsafe length + Self.cells(rows, columns, isSymmetric) + Self.fieldSize
    for row in 0..<rows {
      let first = isSymmetric ? row : 0
      unsafe UnsafeMutableRawPointer(lengths + row * side + first).copyMemory(
        from: length, byteCount: columns - first)
      unsafe length += columns - first
      for column in first..<columns {
        unsafe end += Int(lengths[row &* side &+ column])
        // Ends where its room ends; what is before it there is never read.
        let field = unsafe (end - Self.fieldSize).loadUnaligned(as: SIMD32<UInt8>.self)
        let room = unsafe UnsafeMutableRawPointer(texts + (row &* rowSize &+ column &* Self.fieldSize))
        unsafe room.storeBytes(of: field, as: SIMD32<UInt8>.self)
      }
    }
    return size
  }

  /// Bytes of the first tile in `bytes`.
  static func packedSize(_ bytes: UnsafeRawBufferPointer, rows: Int, columns: Int, isSymmetric: Bool) -> Int {
    let cells = cells(rows, columns, isSymmetric)
    let texts = unsafe bytes[..<cells].reduce(0) { $0 + Int($1) }
    precondition(cells + fieldSize + texts <= bytes.count, "a tile that was cut")
    return cells + fieldSize + texts
  }

  private static func cells(_ rows: Int, _ columns: Int, _ isSymmetric: Bool) -> Int {
    isSymmetric ? rows * (rows + 1) / 2 : rows * columns
  }
}
