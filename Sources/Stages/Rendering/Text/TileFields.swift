import CRendering
import LinearAlgebra

/// The numbers of a tile as text, each after a comma. Memory of one thread.
@safe package struct TileFields: ~Copyable {
  static let fieldSize = Int(VELIBCORR_FIELD_SIZE)

  private let format: NumberFormat
  private let side: Int
  /// Rows lie an odd number of cache lines apart, so that a column does not share few of a cache's
  /// sets. After the last field there is room: texts are read by as many bytes as the longest has.
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

  /// Formats a part of a row.
  mutating func write(_ tile: borrowing some TileNumbers & ~Copyable, row: Int, columns: Range<Int>) {
    precondition(row < side && columns.upperBound <= side)
    unsafe tile.write(
      row: row, columns: columns, format, to: texts + row * rowSize + columns.lowerBound * Self.fieldSize,
      lengths + row * side + columns.lowerBound)
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

  /// Copies fields, one after the other, and returns where they end. Bytes after that are
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
}

/// The numbers of a tile, in whatever form, as fields.
package protocol TileNumbers: ~Copyable {
  /// Writes a part of a row by `NumberFormat.write`.
  func write(
    row: Int, columns: Range<Int>, _ format: NumberFormat, to fields: UnsafeMutablePointer<CChar>,
    _ lengths: UnsafeMutablePointer<UInt8>)
}

extension Matrix: TileNumbers {
  /// Values, in any format.
  package func write(
    row: Int, columns: Range<Int>, _ format: NumberFormat, to fields: UnsafeMutablePointer<CChar>,
    _ lengths: UnsafeMutablePointer<UInt8>
  ) {
    unsafe withRow(row) {
      unsafe format.write($0.baseAddress! + columns.lowerBound, columns.count, to: fields, lengths)
    }
  }
}

extension WholeMatrix: TileNumbers {
  /// Units of the last decimal place of the format, which has decimals.
  package func write(
    row: Int, columns: Range<Int>, _ format: NumberFormat, to fields: UnsafeMutablePointer<CChar>,
    _ lengths: UnsafeMutablePointer<UInt8>
  ) {
    unsafe withRow(row) {
      unsafe format.write($0.baseAddress! + columns.lowerBound, columns.count, to: fields, lengths)
    }
  }
}
