/// Knows the records that a quote in the wrong place takes for text: of the lines of such a row some are records by
/// themselves, or a header. Those of a note are not.
struct SwallowedRows {
  private let layout: RecordLayout
  private let header: RepeatedHeader
  private let csv: LibCSV

  init(_ layout: RecordLayout) {
    self.layout = layout
    header = RepeatedHeader(layout)
    csv = LibCSV(delimiter: layout.delimiter)
  }

  /// Are there records in a row of several lines, whose fields are `row` and whose bytes are `bytes`?
  ///
  /// Quotes that are all in order may hold any text. But where one stands that no writer of CSV puts there, or where the
  /// line in which a field begins is a whole row already, a line that is a record is one.
  func areIn(_ row: LibCSV, _ bytes: UnsafeRawBufferPointer) -> Bool {
    if row.holdsRows(of: layout.fieldCount) { return true }
    let isStray = unsafe hasStrayQuote(bytes)
    guard isStray || row.opensWholeLine(of: layout.fieldCount) else { return false }
    if unsafe isStray && isHeader(bytes.firstIndex(of: UInt8(ascii: "\"")) ?? 0, bytes) { return true }
    var start = unsafe bytes.endOfLine(from: 0) ?? bytes.count
    while start < bytes.count {
      let end = unsafe bytes.endOfLine(from: start) ?? bytes.count
      if unsafe isRecord(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), isStray) { return true }
      start = end
    }
    return false
  }

  /// Holds the last field of a row another record, which begins behind the quote that closes the field? What ended the
  /// row was lost, or is no line end to libcsv.
  func isBehindQuote(_ row: LibCSV, _ bytes: UnsafeRawBufferPointer) -> Bool {
    // A record has as many letters, at the least, and a quote before it; few last fields do.
    let isLong = unsafe row.withField(layout.fieldCount - 1) { field in
      unsafe field.count > layout.fieldCount && field.buffer.contains(UInt8(ascii: "\""))
    }
    guard isLong else { return false }
    return unsafe row.rests(of: bytes).contains { rest in
      guard rest.column == layout.fieldCount - 1 else { return false }
      let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[rest.start...])
      guard case .row = unsafe csv.readRow(text, from: 0, final: true) else { return false }
      return csv.isRecord(layout, likely: true)
    }
  }

  private func isRecord(_ line: UnsafeRawBufferPointer, _ isStray: Bool) -> Bool {
    // The rest of a note may look like a record, but for the quote that ends it.
    guard unsafe isStray || line.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2),
      case .row = unsafe csv.readRow(line, from: 0, final: true)
    else { return false }
    return csv.isRecord(layout, likely: isStray) || (isStray && header.hasNeeded(csv))
  }

  /// Is the first line a header, but for the quote at `quote`? What follows it may have its columns in another order.
  private func isHeader(_ quote: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let line = unsafe Array(bytes[..<(bytes.endOfLine(from: 0) ?? bytes.count)])
    guard quote < line.count, line.count <= ColumnNames.longestName * layout.fieldCount else { return false }
    let plain = line[..<quote] + line[(quote + 1)...]
    return unsafe Array(plain).withUnsafeBytes { text in
      guard case .row = unsafe csv.readRow(text, from: 0, final: true) else { return false }
      return header.hasNeeded(csv)
    }
  }

  /// Has the row a quote within a field that is not doubled, or one in a field that does not begin with one?
  private func hasStrayQuote(_ bytes: UnsafeRawBufferPointer) -> Bool {
    enum State { case start, plain, quoted, closed }
    let quote = UInt8(ascii: "\"")
    var state = State.start
    var i = 0
    while i < bytes.count {
      let byte = unsafe bytes[i]
      i += 1
      if state == .quoted {
        guard byte == quote else { continue }
        if unsafe i < bytes.count && bytes[i] == quote { i += 1 } else { state = .closed }
      } else if byte == csv.delimiter || byte == 0x0A || byte == 0x0D {
        state = .start
      } else if byte == quote {
        guard state == .start else { return true }
        state = .quoted
      } else if byte > 0x20 {
        // Only blanks follow the quote that ends a field.
        guard state != .closed else { return true }
        state = .plain
      }
    }
    return false
  }
}

extension LibCSV {
  /// Is the row read last a record, by its number of fields, station and counts? One is `likely` where short texts with a
  /// digit stand for counts: `9,0` is none that is read, but would be told as left out.
  fileprivate func isRecord(_ layout: RecordLayout, likely: Bool) -> Bool {
    guard fieldCount == layout.fieldCount, !isOpenAtEnd else { return false }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let hasCounts = [layout.freeDocks, layout.bikes].allSatisfy { column in
      unsafe withField(column) { field in
        guard likely else { return unsafe field.trimmed.docks != nil }
        return unsafe field.count <= 12 && field.buffer.contains(where: digits.contains)
      }
    }
    guard hasCounts else { return false }
    return unsafe withField(layout.station) { unsafe $0.identifier != nil }
  }

  /// Is the line in which a field of several lines begins a whole row of so many fields by itself?
  fileprivate func opensWholeLine(of fields: Int) -> Bool {
    (0..<fieldCount).contains { column in
      unsafe withField(column) { field in
        guard let end = unsafe field.buffer.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
          return false
        }
        return unsafe column + field.buffer[..<end].count { $0 == delimiter } == fields - 1
      }
    }
  }

  /// Holds a field whole rows of so many fields, by a quote that opens in one and closes in another? Then the line in
  /// which it opens is a whole row by itself, those that follow are, and so is the last with what stands after it. A
  /// note of several lines is none of that.
  fileprivate func holdsRows(of fields: Int) -> Bool {
    (0..<fieldCount).contains { column in
      let counts = unsafe withField(column) { field in
        var counts = [0]
        for i in unsafe 0..<field.count {
          if unsafe field[i] == UInt8(ascii: "\n") { counts.append(0) }
          if unsafe field[i] == delimiter { counts[counts.count - 1] += 1 }
        }
        return counts
      }
      return counts.count > 1 && column + counts[0] == fields - 1
        && counts.dropFirst().dropLast().allSatisfy { $0 == fields - 1 }
        && counts.last! + fieldCount - 1 - column == fields - 1
    }
  }
}
