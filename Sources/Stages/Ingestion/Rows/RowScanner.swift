import Glibc

/// Where a field stands in a text.
struct FieldRange {
  var start: Int32
  var end: Int32

  @inline(__always)
  func moved(by offset: Int32) -> FieldRange { FieldRange(start: start &+ offset, end: end &+ offset) }
}

/// Fields of a row, unquoted and trimmed; they are those of the scanner, until it reads the next row.
@unsafe struct ScannedRow {
  /// The text that all fields are in, readable for some bytes after the last of them.
  let base: UnsafePointer<UInt8>
  let fields: UnsafeBufferPointer<FieldRange>

  var count: Int { unsafe fields.count }

  @inline(__always)
  subscript(_ i: Int) -> Field { unsafe Field(base, fields[i]) }

  /// As text: UTF-8, or Latin-1 where they are not.
  var strings: [String] { unsafe Field.strings(fields.map { unsafe Field(base, $0) }) }
}

extension Field {
  @inline(__always)
  init(_ base: UnsafePointer<UInt8>, _ range: FieldRange) {
    unsafe self.init(base + Int(range.start), count: Int(range.end &- range.start))
  }

  /// The fields of a row as text: UTF-8, or all of them Latin-1 where one is not.
  static func strings(_ fields: [Field]) -> [String] {
    let strings = unsafe fields.compactMap { unsafe String(validating: $0.buffer, as: UTF8.self) }
    guard unsafe strings.count < fields.count else { return strings }
    return unsafe fields.map { field in
      String(String.UnicodeScalarView(unsafe field.buffer.map { Unicode.Scalar($0) }))
    }
  }
}

/// Reads the rows of a text one after the other: by the structural index where no quote stands, else by libcsv. Both
/// give the same fields.
@safe package final class RowScanner {
  private let delimiter: UInt8
  private lazy var csv = LibCSV(delimiter: delimiter)
  private var index = StructuralIndex()
  /// Bytes that are indexed first; then twice as many.
  private static let firstStretch = 16 << 10

  /// A scanner of rows whose fields are separated by this byte.
  package init(delimiter: UInt8) { self.delimiter = delimiter }

  /// All rows of a text, their fields as `LibCSV.strings` has them.
  package func strings(of bytes: [UInt8], final: Bool) -> [[String]] {
    var rows: [[String]] = []
    unsafe forEachRow(of: bytes, from: 0, final: final) { row, _ in
      unsafe rows.append(row.strings)
      return true
    }
    return rows
  }

  /// Calls `body` with each row from `start` on and where it stands, until that returns false. A row that the bytes
  /// end in counts when they are the `final` ones of the input.
  func forEachRow(
    of bytes: [UInt8], from start: Int, final: Bool, _ body: (ScannedRow, Range<Int>) -> Bool
  ) {
    unsafe bytes.withUnsafeBytes { bytes in
      var (position, stretch) = (start, Self.firstStretch)
      while position < bytes.count {
        let end = min(bytes.count, position + stretch)
        stretch *= 2
        guard let lineEnd = unsafe bytes[position..<end].lastIndex(of: UInt8(ascii: "\n")) else {
          if end < bytes.count { continue }
          break
        }
        let lines = unsafe UnsafeRawBufferPointer(rebasing: bytes[position...lineEnd])
        unsafe index.build(lines, delimiter: delimiter)
        guard index.needsCare || index.hasQuotedFields else {
          guard unsafe readIndexed(lines, at: position, body) else { return }
          position = lineEnd + 1
          continue
        }
        guard
          let next = unsafe readSlowly(bytes, from: position, until: lineEnd + 1, final: final, body)
        else { return }
        position = next
      }
      _ = unsafe readSlowly(bytes, from: position, until: bytes.count, final: final, body)
    }
  }

  /// Rows of indexed lines without quotes, which stand at `offset`; false when no more are wanted.
  private func readIndexed(
    _ lines: UnsafeRawBufferPointer, at offset: Int, _ body: (ScannedRow, Range<Int>) -> Bool
  ) -> Bool {
    let base = unsafe lines.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let (structurals, lineEnds) = unsafe (index.structurals, index.lineEnds)
    var fields: [FieldRange] = []
    fields.reserveCapacity(64)
    var (next, start) = (0, 0)
    for line in 0..<index.lineCount {
      let last = unsafe Int(lineEnds[line])
      let rowStart = start
      fields.removeAll(keepingCapacity: true)
      while next <= last {
        var end = unsafe Int(structurals[next])
        let following = end + 1
        if unsafe next == last && end > start && base[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        unsafe fields.append(trimmed(base, start, end))
        next += 1
        start = following
      }
      if fields.count == 1 && fields[0].start == fields[0].end { continue }
      let isWanted = unsafe fields.withUnsafeBufferPointer {
        unsafe body(ScannedRow(base: base, fields: $0), offset + rowStart..<offset + start)
      }
      if !isWanted { return false }
    }
    return true
  }

  /// Without blanks around, as libcsv leaves them out.
  @inline(__always)
  private func trimmed(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> FieldRange {
    var (start, end) = (start, end)
    while unsafe start < end && isBlank(base[start]) { start += 1 }
    while unsafe end > start && isBlank(base[end - 1]) { end -= 1 }
    return FieldRange(start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end))
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != delimiter
  }

  /// Rows that begin before `limit`; returns where the next begins, nil where there is none or no more are wanted.
  private func readSlowly(
    _ bytes: UnsafeRawBufferPointer, from start: Int, until limit: Int, final: Bool,
    _ body: (ScannedRow, Range<Int>) -> Bool
  ) -> Int? {
    var position = start
    while position < limit {
      switch unsafe csv.readRow(bytes, from: position, final: final) {
      case .incomplete: return nil
      case .blank(let end): position = end
      case .row(let end):
        let isWanted = unsafe csv.withRow { unsafe body($0, position..<end) }
        if !isWanted { return nil }
        position = end
      }
    }
    return position
  }
}
