import Availability
import Glibc

/// Bytes of delimited text -> tallies. Does no I/O.
///
/// Rows are read by the structural index: as many fields as the header has, each unquoted or whole in
/// quotes. Any other row goes to libcsv, so that both ways give the same records by construction of the
/// one and by test of the other.
package struct BlockParser: ~Copyable {
  /// Readable bytes that must surround the text given to `parse`, for loads wider than a field.
  package static let slack = 16

  /// `libcsv` sends every row there: the reference of the tests.
  package enum Reader: Sendable { case fast, libcsv }

  /// Where the fields of a record stand in a row.
  package private(set) var layout: RecordLayout
  private let reader: Reader
  private var index = StructuralIndex()
  private var libcsv: LibCSV
  var rows: RowTallier
  /// Why the last `parse` ended early; its offset is that of the row in the bytes given.
  package private(set) var fault: RowFault?
  /// Told of each faulty row: its offset in the bytes given, its bytes and the reason.
  var onReject: ((Int, [UInt8], LeftOut) -> Void)?
  /// Offset, in the bytes given, of those that rows are counted from.
  private var origin = 0

  /// A parser for one thread.
  package init(layout: RecordLayout, rules: RowRules, reader: Reader = .fast) {
    self.layout = layout
    self.reader = reader
    libcsv = LibCSV(delimiter: layout.delimiter)
    rows = RowTallier(layout: layout, rules: rules)
  }

  /// Goes on with text of another log.
  mutating func turn(to layout: RecordLayout) {
    if layout.delimiter != self.layout.delimiter { libcsv = LibCSV(delimiter: layout.delimiter) }
    self.layout = layout
    rows.turn(to: layout)
  }

  /// The sums of all rows that were parsed. With a `RecordKeeper` they have no tallies: their records are undecided.
  package consuming func finish() -> ProfileSums { rows.finish() }

  /// Reads the rows that start in `start ..< limit` and returns the offset where the next row starts:
  /// at or after `limit`, or before it when the bytes end within a row and are not the `final` ones, or
  /// when there is a `fault`.
  package mutating func parse(
    _ bytes: UnsafeRawBufferPointer, from start: Int, until limit: Int, final: Bool
  ) -> Int {
    fault = nil
    origin = reader == .fast && layout.hasPlainFields ? start : 0
    // Values of several fields take libcsv's way.
    switch layout.hasPlainFields ? reader : .libcsv {
    case .fast: return unsafe parseFast(bytes, from: start, until: limit, final: final)
    case .libcsv: return unsafe parseSlow(bytes, from: start, until: limit, final: final)
    }
  }

  private mutating func parseSlow(
    _ bytes: UnsafeRawBufferPointer, from start: Int, until limit: Int, final: Bool
  ) -> Int {
    var position = start
    while position < limit, let end = unsafe readSlowRow(bytes, from: position, final: final) {
      position = end
    }
    return position
  }

  private mutating func parseFast(
    _ bytes: UnsafeRawBufferPointer, from start: Int, until limit: Int, final: Bool
  ) -> Int {
    guard start < limit else { return start }
    let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
    let base = unsafe text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let limit = limit - start
    unsafe index.build(text, delimiter: layout.delimiter)

    let structurals = unsafe index.structurals
    let lineEnds = unsafe index.lineEnds
    let (structuralCount, lineCount) = (index.structuralCount, index.lineCount)
    let (needsCare, hasQuotes) = (index.needsCare, index.hasQuotedFields)
    let columns = rows.columns
    let batchStructurals = RowDecoder.width &* (columns.last &+ 1)
    // `first`: ordinal of the row's first structural; the one before is kept at the byte before the row.
    var (position, line, first) = (0, 0, 0)
    unsafe structurals[-1] = UInt32.max
    // Rows before the next attempt at many at once: where they are not plain, it's in vain.
    var pause = hasQuotes || needsCare ? Int.max : 0
    while position < limit && line < lineCount {
      let batch = line &+ RowDecoder.width
      // The decoder looks at so many structurals, however few of them short and blank lines have.
      let isWhole = batch <= lineCount && first &+ batchStructurals <= structuralCount
      if unsafe pause == 0 && isWhole && Int(structurals[Int(lineEnds[batch &- 1])]) < limit {
        let read = unsafe rows.readMany(base, structurals + first, lineEnds + line, first: first, columns)
        if read > 0 {
          line &+= read
          first &+= read &* (columns.last &+ 1)
          position = unsafe Int(structurals[first &- 1]) &+ 1
        }
        if read == RowDecoder.width { continue }
        pause = 2 * RowDecoder.width
      } else if pause > 0 {
        pause &-= 1
      }
      let ordinal = unsafe Int(lineEnds[line])
      let lineEnd = unsafe Int(structurals[ordinal])
      if unsafe ordinal &- first == columns.last
        && !(needsCare && needsLibCSV(base, position, lineEnd))
        && !(hasQuotes && hasInnerLineEnd(base, position, lineEnd))
        && rows.readFast(base, structurals + first, columns, quoted: hasQuotes)
      {
        first = ordinal &+ 1
        position = lineEnd &+ 1
        line &+= 1
        continue
      }
      guard let end = unsafe readSlowRow(text, from: position, final: final) else {
        return start + position
      }
      position = end
      while unsafe first < structuralCount && Int(structurals[first]) < position { first += 1 }
      while unsafe line < lineCount && Int(lineEnds[line]) < first { line += 1 }
      unsafe structurals[first - 1] = UInt32(truncatingIfNeeded: position - 1)
    }
    // After the last line feed, lines may still end with a carriage return or with the input.
    return start + (unsafe parseSlow(text, from: position, until: limit, final: final))
  }

  /// A quote, or a carriage return that is not part of the line's end.
  private func needsLibCSV(_ base: UnsafePointer<UInt8>, _ start: Int, _ lineEnd: Int) -> Bool {
    unsafe memchr(base + start, Int32(UInt8(ascii: "\"")), lineEnd - start) != nil
      || hasInnerCarriage(base, start, lineEnd)
  }

  /// A line end within quotes, where it ends no row.
  private func hasInnerLineEnd(_ base: UnsafePointer<UInt8>, _ start: Int, _ lineEnd: Int) -> Bool {
    unsafe memchr(base + start, Int32(UInt8(ascii: "\n")), lineEnd - start) != nil
      || hasInnerCarriage(base, start, lineEnd)
  }

  /// A carriage return that is not part of the line's end.
  private func hasInnerCarriage(_ base: UnsafePointer<UInt8>, _ start: Int, _ lineEnd: Int) -> Bool {
    guard let carriage = unsafe memchr(base + start, Int32(UInt8(ascii: "\r")), lineEnd - start) else {
      return false
    }
    return unsafe UnsafeRawPointer(carriage) != UnsafeRawPointer(base + lineEnd - 1)
  }

  /// Reads one row by libcsv; returns where the next starts, nil when the bytes end within the row or
  /// there is a fault.
  @inline(never)
  private mutating func readSlowRow(_ bytes: UnsafeRawBufferPointer, from start: Int, final: Bool) -> Int? {
    switch unsafe libcsv.readRow(bytes, from: start, final: final) {
    case .incomplete: return nil
    case .blank(let end): return end
    case .row(let end):
      switch unsafe rows.readSlow(libcsv, UnsafeRawBufferPointer(rebasing: bytes[start..<end])) {
      case .read: break
      case .rejected(let reason):
        if let onReject { unsafe onReject(origin + start, Array(bytes[start..<end]), reason) }
      case .fault(let kind):
        fault = RowFault(kind: kind, offset: origin + start)
        return nil
      }
      return end
    }
  }
}
