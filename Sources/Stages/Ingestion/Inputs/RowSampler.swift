/// Takes rows of places of a log, and all values of a column there.
struct RowSampler {
  let fieldCount: Int
  let delimiter: UInt8
  /// Rows of another number of fields, the first few, and where they stand.
  private var others: [(fields: [String], offset: Int?)] = []
  private var rows: SampledFields
  private var lines: SampledLines
  /// The beginning of the log, and where its first row begins.
  private var beginning: (bytes: [UInt8], start: Int) = ([], 0)
  private var farPlaces: [FarPlace] = []
  private let scanner: RowScanner

  /// Rows of a place that are kept.
  private static let rowsOfPlace = 96
  /// Bytes of a place further on that these rows hardly ever exceed.
  private static let bytesOfPlace = 16 << 10
  private static let mostOtherRows = 96

  init(fieldCount: Int, delimiter: UInt8) {
    self.fieldCount = fieldCount
    self.delimiter = delimiter
    rows = SampledFields(fieldCount: fieldCount)
    lines = SampledLines()
    scanner = RowScanner(delimiter: delimiter)
  }

  /// The rows that were kept, to be judged.
  func sample() -> ColumnSample { ColumnSample(rows, lines) }

  /// Rows of another number of fields, and their lines where these are known; the first few.
  var otherRows: [(fields: [String], line: Int?)] {
    others.map { (fields: $0.fields, line: $0.offset.map(lines.line(at:))) }
  }

  /// Has each row of another number of fields a name or a number of its own before those of the header? What comes
  /// again is a station's, and what stands behind it in all of them is none.
  var areNamed: Bool {
    let rows = others.map(\.fields)
    return Set(rows.map(\.first)).count == rows.count && Set(rows.map { $0.dropFirst().first }).count > 1
  }

  /// Does a quote stand in any place?
  var hasQuotes: Bool {
    ([beginning.bytes] + farPlaces.map { $0.bytes($0.count) }).contains { $0.contains(UInt8(ascii: "\"")) }
  }

  /// The rows of the beginning, and of places in its middle and at its end where there are no others. `feed` is what
  /// JSON was made rows by.
  mutating func read(
    beginning bytes: [UInt8], from start: Int, linesAbove: Int, isAll: Bool, feed: FeedStream? = nil
  ) {
    beginning = (bytes, start)
    lines = SampledLines(bytes, from: start, linesAbove: linesAbove, feed: feed)
    var position = start
    var starts = [start]
    if isAll { starts += [bytes.count / 2, bytes.count - bytes.count / 8] }
    for next in starts {
      // A place ends where the next begins: of a short log no row is taken twice.
      var from = max(next, position)
      if next > position {
        guard let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) else { return }
        from = end + 1
      }
      position = keep(bytes, from: from, final: Self.isFinal(bytes), isBeginning: true).end
    }
  }

  /// Some rows of a place further on, whose first may have begun before it.
  mutating func read(_ place: FarPlace) {
    farPlaces.append(place)
    var (position, kept): (Int?, Int) = (nil, 0)
    for count in [Self.bytesOfPlace, place.count] where kept < Self.rowsOfPlace {
      let bytes = place.bytes(count)
      guard let start = position ?? Self.firstRow(bytes) else { continue }
      let isFinal = count == place.count && Self.isFinal(bytes)
      let found = keep(
        bytes, from: start, most: Self.rowsOfPlace - kept, final: isFinal, isBeginning: false)
      (position, kept) = (found.end, kept + found.kept)
    }
  }

  /// The row after the one that the bytes may begin within.
  private static func firstRow(_ bytes: [UInt8]) -> Int? {
    bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }

  /// Keeps some rows from `start` on; returns where the last of them ends, and how many they are.
  private mutating func keep(
    _ bytes: [UInt8], from start: Int, most: Int = rowsOfPlace, final: Bool, isBeginning: Bool
  ) -> (end: Int, kept: Int) {
    var end = start
    var kept = 0
    unsafe scanner.forEachRow(of: bytes, from: start, final: final) { row, place in
      let offset = isBeginning ? place.lowerBound : nil
      end = place.upperBound
      guard unsafe row.count == fieldCount else {
        if others.count < Self.mostOtherRows { unsafe others.append((row.strings, offset)) }
        return true
      }
      unsafe rows.append(row)
      lines.append(offset)
      kept += 1
      return kept < most
    }
    return (end, kept)
  }

  /// Calls `body` with every row of the places that has as many fields as the header.
  func forEachRow(_ body: (ScannedRow) -> Void) {
    let far = farPlaces.map { place in
      let bytes = place.bytes(place.count)
      return (bytes: bytes, start: Self.firstRow(bytes) ?? bytes.count)
    }
    for (bytes, start) in [beginning] + far {
      unsafe scanner.forEachRow(of: bytes, from: start, final: Self.isFinal(bytes)) { row, _ in
        if unsafe row.count == fieldCount { unsafe body(row) }
        return true
      }
    }
  }

  /// The last row may be cut: of a small file it is whole, but not needed.
  private static func isFinal(_ bytes: [UInt8]) -> Bool { bytes.count < HeaderReader.placeSize }
}

/// Lines of rows, which are counted when a message names one.
struct SampledLines {
  private let bytes: [UInt8]
  private let start: Int
  private let linesAbove: Int
  private let feed: FeedStream?
  /// By row, where it begins; nil beyond the beginning of a log.
  private var offsets: [Int?] = []

  init(_ bytes: [UInt8] = [], from start: Int = 0, linesAbove: Int = 0, feed: FeedStream? = nil) {
    (self.bytes, self.start, self.linesAbove, self.feed) = (bytes, start, linesAbove, feed)
  }

  mutating func append(_ offset: Int?) { offsets.append(offset) }

  /// `line 7`, from 1 on; of JSON `record 6`, with the file before it where there are several. Nil beyond the beginning.
  func place(_ row: Int) -> String? {
    guard let line = offsets[row].map(line(at:)) else { return nil }
    guard let (source, record) = feed?.origin(ofLine: line) else { return "line \(line)" }
    return source.map { "\($0), record \(record)" } ?? "record \(record)"
  }

  func line(at offset: Int) -> Int {
    linesAbove + 1 + bytes[start..<offset].count { $0 == UInt8(ascii: "\n") }
  }
}
