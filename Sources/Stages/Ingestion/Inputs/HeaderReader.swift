import Availability

/// Finds the header of an input and understands its columns.
struct HeaderReader {
  enum Content {
    case records(RecordLayout)
    /// `version1` is what the header of that version says.
    case profiles(version1: ProfileFile?)
  }

  struct Header {
    let content: Content
    /// Offset of the first row after the header.
    let end: Int
    var understanding = Understanding()
  }

  let path: String
  let columns: ColumnChoice
  let needsTime: Bool
  /// A file that can be read anywhere: places further on in it are looked at, too.
  var file: InputFile?

  /// Bytes of the beginning that are looked at.
  static let placeSize = 64 << 10
  /// Titles and comments above a header have hardly more lines.
  private static let mostLinesAbove = 30

  /// After a byte-order mark.
  static func textStart(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// Looks at as much of the stream as the header takes; all of it stays to be read.
  func read(_ stream: PeekableStream) throws -> Header {
    var wanted = Self.placeSize
    while true {
      let bytes = try stream.peek(wanted)
      let isWhole = bytes.count < wanted
      if let header = try header(bytes, final: isWhole, stream.feed) { return header }
      guard !isWhole else { throw IngestionError.empty(path: path) }
      guard wanted < LogFile.longestRow else {
        throw IngestionError.refused(
          path: path, what: "no line of its first \(wanted >> 20) MiB ends",
          advice: "a log starts with a header line that names its columns")
      }
      wanted *= 2
    }
  }

  /// The header: the first row, or one below titles and comments, read with the delimiter that finds the needed
  /// columns. Nil when the bytes hold no whole row.
  private func header(_ bytes: [UInt8], final: Bool, _ feed: FeedStream?) throws -> Header? {
    var first: (names: [String], end: Int, delimiter: UInt8, error: LayoutError)?
    var above: [String] = []
    var position = Self.textStart(bytes)
    var separator: UInt8?
    while above.count <= Self.mostLinesAbove {
      var next: Int?
      var widest: [String] = []
      // Whatever the logs beside it have between their fields.
      if let row = HeaderRow(bytes, from: position, final: final, delimiter: UInt8(ascii: ",")),
        let found = try profiles(row)
      {
        return found
      }
      for delimiter in (columns.delimiter ?? separator).map({ [$0] }) ?? RecordLayout.delimiters {
        guard let row = HeaderRow(bytes, from: position, final: final, delimiter: delimiter) else { continue }
        if row.names.count > widest.count { (widest, next) = (row.names, row.end) }
        // A data row is no header, and what stands above one is little.
        guard above.isEmpty || above.allSatisfy({ Self.isAbove($0, fields: row.names.count, delimiter) })
        else {
          continue
        }
        if above.isEmpty, isCommentedOut(row, bytes, delimiter) { continue }
        let header: Header
        do throws(LayoutError) {
          header = try understood(row, delimiter, bytes, above: above, feed)
        } catch {
          if above.isEmpty, row.names.count > first?.names.count ?? 0 {
            first = (row.names, row.end, delimiter, error)
          }
          continue
        }
        if let refusal = header.understanding.refusal {
          throw IngestionError.refused(path: path, what: refusal.what, advice: refusal.advice)
        }
        return header
      }
      guard let next else { break }
      let line = widest.joined(separator: ",")
      if above.isEmpty, let byte = Self.separator(bytes, from: position) { separator = byte }
      above.append(Self.text(bytes[position..<next]))
      if above.count == 1, first?.names.count == 1, line.utf8.count > 1 << 12 { break }
      position = next
    }
    guard let first else { return nil }
    var complaint = first.error
    complaint.hasNestedValues = Self.hasNestedValues(bytes)
    if let refusal = NoLog(first.names, first.delimiter, bytes, from: first.end)?.refusal(path) {
      throw refusal
    }
    if let refusal = HeaderEncoding.refusal(of: bytes, path: path) { throw refusal }
    throw IngestionError.layout(path: path, complaint)
  }

  /// Is this header a comment above the one that counts?
  private func isCommentedOut(_ row: HeaderRow, _ bytes: [UInt8], _ delimiter: UInt8) -> Bool {
    guard row.isComment, let next = HeaderRow(bytes, from: row.end, final: false, delimiter: delimiter),
      next.names.count > 1, !next.names.contains(where: { ColumnSample.count($0) != nil })
    else { return false }
    return (try? ColumnFinder(KnownNames(next.names), choice: columns, needsTime: needsTime).found()) != nil
  }

  private func profiles(_ row: HeaderRow) throws -> Header? {
    if ProfileTable.isHeader(row.names) { return Header(content: .profiles(version1: nil), end: row.end) }
    guard ProfileFile.isHeader(row.names) else { return nil }
    guard let file = ProfileFile(columnName: row.names.last!) else {
      throw IngestionError.profiles(path: path, .header(row.names.last!))
    }
    return Header(content: .profiles(version1: file), end: row.end)
  }

  private func understood(
    _ row: HeaderRow, _ delimiter: UInt8, _ bytes: [UInt8], above: [String], _ feed: FeedStream?
  ) throws(LayoutError) -> Header {
    // No log has one field.
    guard row.names.count > 1 else {
      let missing = [ColumnRole.station, .freeDocks, .bikes, .time].map {
        LayoutError.Missing(role: $0, wanted: columns.names[$0], likely: nil)
      }
      throw LayoutError(missing: missing, columns: row.names)
    }
    let known = KnownNames(row.names)
    // Names first: most lines are no header.
    if !above.isEmpty { _ = try ColumnFinder(known, choice: columns, needsTime: needsTime).found() }
    var sampler = RowSampler(fieldCount: row.names.count, delimiter: delimiter)
    // Of a short log, or a stream, the places are within what is looked at.
    let farPlaces = file?.farPlaces(Self.placeSize) ?? []
    sampler.read(
      beginning: bytes, from: row.end, linesAbove: above.count + 1, isAll: farPlaces.isEmpty, feed: feed)
    for place in farPlaces { sampler.read(place) }
    let sample = sampler.sample()
    let finder = ColumnFinder(known, choice: columns, needsTime: needsTime, sample: sample)
    var found = try finder.found()
    let style = StyleFinder(found.time, sample, sampler).found(chosen: columns.dateOrder)
    found.style = style.style
    let layout = RecordLayout(found, header: row.names, delimiter: delimiter)
    var understanding = Understanding(
      layout, encoding: row.encoding, linesAbove: above, order: style, finder: finder,
      isTimeNeeded: needsTime)
    if layout.hour != nil, !needsTime, file != nil {
      understanding.sampledDay = SampledDay.of(layout, sample)
    }
    understanding.refusal =
      Refusals(
        layout: layout, sampler: sampler, sample: sample, order: style,
        isHourEnough: layout.hour != nil && !needsTime, isHourChosen: columns.names[.hour] != nil,
        isTimeChosen: columns.names[.time] != nil,
        stationColumns: finder.joinedStations, kindOfBikes: finder.kindOfBikes,
        headerLine: above.count + 1, path: path, isFeed: feed != nil
      ).first()
    return Header(content: .records(layout), end: row.end, understanding: understanding)
  }

  /// Is this a line that may stand above a header of so many fields: a comment, a title, `sep=;`? A row with values of
  /// a record is none: it would be lost.
  private static func isAbove(_ line: String, fields: Int, _ delimiter: UInt8) -> Bool {
    if line.hasPrefix("#") || line.lowercased().hasPrefix("sep=") { return true }
    let values = line.split(separator: Character(Unicode.Scalar(delimiter))).map {
      ColumnNames.bare(String($0))
    }.filter { !$0.isEmpty }
    if 2 * values.count <= fields { return true }
    return !values.contains(where: ColumnSample.isTime) && values.count { ColumnSample.count($0) != nil } < 2
  }

  /// The delimiter that Excel's `sep=;` tells.
  private static func separator(_ bytes: [UInt8], from start: Int) -> UInt8? {
    let line = bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count == 5, text(line).lowercased().hasPrefix("sep=") else { return nil }
    return line.last.flatMap { RecordLayout.delimiters.contains($0) ? $0 : nil }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }

  /// A field that starts with a brace, as exports of an API's answers have.
  private static func hasNestedValues(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
    return text.contains("\"{") || text.contains(",{")
  }
}

/// A row that may be a header.
private struct HeaderRow {
  let names: [String]
  let end: Int
  let encoding: Understanding.Encoding
  /// Does it begin with `#`?
  let isComment: Bool

  /// The first row from `start` on that is not blank; nil when the bytes hold none that is whole.
  init?(_ bytes: [UInt8], from start: Int, final: Bool, delimiter: UInt8) {
    let parser = LibCSV(delimiter: delimiter)
    let end = unsafe bytes.withUnsafeBytes { buffer -> Int? in
      var position = start
      while position < buffer.count {
        switch unsafe parser.readRow(buffer, from: position, final: final) {
        case .row(let end): return end
        case .blank(let end): position = end
        case .incomplete: return nil
        }
      }
      return nil
    }
    guard let end else { return nil }
    self.end = end
    let (fields, isUTF8) = parser.decoded
    // Where a tab follows each comma, semicolon or bar, it is a blank.
    if delimiter == UInt8(ascii: "\t"), fields.count > 1,
      [",", ";", "|"].contains(where: { mark in fields.dropLast().allSatisfy { $0.hasSuffix(mark) } })
    {
      return nil
    }
    encoding = !isUTF8 ? .latin1 : bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? .utf8WithMark : .utf8
    isComment = fields.first?.hasPrefix("#") ?? false
    // A `#` before the first name marks the header as a comment.
    names = fields.enumerated().map { i, name in
      i == 0 && name.hasPrefix("#") ? ColumnNames.bare(name) : name
    }
  }
}
