import Availability

/// Some records of a log, and what it tells of their stations: by these, logs of two networks are told apart.
package struct LogExcerpt {
  /// A record that has a time.
  package struct Record: Sendable {
    /// As the log writes it.
    package let station: StationID
    /// Where it is read, in the zone of the run.
    package let time: LocalTime
    /// Free docks.
    package let docks: Int
    /// Bikes.
    package let bikes: Int
  }

  /// In the order of the log.
  package private(set) var records: [Record] = []
  /// Names and places of stations, the first that is told and others: a station may move, or not be one.
  package private(set) var stations: [StationID: [StationDetails]] = [:]
  /// Does a quote stand in any of the bytes?
  private(set) var hasQuotes = false

  private let layout: RecordLayout
  private let rules: RowRules
  private var reader: TimestampReader
  private let columns: StationList.Columns?
  private let csv: LibCSV

  init(_ layout: RecordLayout, _ rules: RowRules) {
    (self.layout, self.rules) = (layout, rules)
    reader = TimestampReader(zone: rules.zone, style: layout.style)
    columns = StationList.Columns(layout.header.map { $0.lowercased() }, station: layout.station)
    csv = LibCSV(delimiter: layout.delimiter)
  }

  /// Adds up to `most` rows, and returns where it ends; the last may be cut, and a header is no record.
  @discardableResult
  mutating func read(_ bytes: [UInt8], from start: Int, most: Int) -> Int {
    hasQuotes = hasQuotes || bytes.contains(UInt8(ascii: "\""))
    return unsafe bytes.withUnsafeBytes { bytes in
      var (position, count) = (start, 0)
      while position < bytes.count, count < most {
        switch unsafe csv.readRow(bytes, from: position, final: false) {
        case .incomplete: return bytes.count
        case .blank(let end): position = end
        case .row(let end):
          position = end
          count += 1
          addRow()
        }
      }
      return position
    }
  }

  /// Adds up to `most` rows of `bytes` bytes of a log, after the one that they begin within.
  mutating func read(_ log: LogFile, from offset: Int, bytes count: Int, most: Int) {
    let bytes = FarPlace(file: log.file, offset: offset, count: count).bytes(count)
    guard let line = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return }
    read(bytes, from: line + 1, most: most)
  }

  /// Of the same log, without a record.
  var empty: LogExcerpt { LogExcerpt(layout, rules) }

  /// Adds what lists of stations tell.
  mutating func add(_ listed: [StationID: StationDetails]) {
    for (station, details) in listed { add(details, of: station) }
  }

  private mutating func add(_ details: StationDetails, of station: StationID) {
    let told = stations[station] ?? []
    guard told.count < 8, details != StationDetails(), !told.contains(details) else { return }
    stations[station] = told + [details]
  }

  private mutating func addRow() {
    guard csv.fieldCount == layout.fieldCount, let station = StationID(identifier: csv, layout.station),
      let first = csv.sum(of: layout.freeDocks, layout.moreFreeDocks).map(Int.init),
      let second = csv.sum(of: layout.bikes, layout.moreBikes).map(Int.init)
    else { return }
    if let columns { add(columns.details(csv.strings), of: station) }
    // A closed station says nothing.
    guard let docks = layout.docks(first, second), docks.free + docks.bikes > 0, let time = readTime(),
      time.ordinal >= rules.since?.ordinal ?? .min, time.ordinal < rules.until?.ordinal ?? .max
    else { return }
    records.append(Record(station: station, time: time, docks: docks.free, bikes: docks.bikes))
  }

  private mutating func readTime() -> LocalTime? {
    guard let column = layout.time else { return nil }
    let time =
      if layout.clock.isEmpty {
        unsafe csv.withField(column) { unsafe reader.read($0.trimmed) }
      } else {
        csv.joinedTime(column, layout.clock).flatMap { reader.read($0) }
      }
    // A date alone, beside an hour.
    guard let time, time.microseconds == 0, let column = layout.hour,
      let hour = csv.hour(column, meridiem: layout.meridiem)
    else { return time }
    return LocalTime(ordinal: time.ordinal + hour * 3_600_000_000, offset: time.offset)
  }
}

extension Input {
  /// Some of its rows, of its beginning and, of a file, of its middle and end; nil of profiles. To be called before a
  /// stream is read.
  ///
  /// - Parameter most: rows of a place.
  /// - Throws: `IngestionError` where they cannot be read.
  package func excerpt(rules: RowRules, most: Int) throws(IngestionError) -> LogExcerpt? {
    guard let layout else { return nil }
    var excerpt = LogExcerpt(layout, rules)
    switch self {
    case .log(let log):
      let size = Self.bytes(most)
      let isShort = log.size < log.firstRow + 3 * size
      let end = excerpt.read(
        try log.firstBytes(log.firstRow + (isShort ? 3 : 1) * size), from: log.firstRow,
        most: isShort ? 3 * most : most)
      let last = max(end, log.size - size)
      for offset in isShort ? [last] : [log.size / 2, last] {
        excerpt.read(log, from: offset, bytes: size, most: most)
      }
    case .stream(let stream):
      excerpt.read(try stream.peek(HeaderReader.placeSize), from: 0, most: most)
      excerpt.add(listedStations)
      if let feed = stream.feed { excerpt.add(feed.stations) }
    case .profiles: break
    }
    return excerpt
  }

  /// Adds up to `most` rows of a file from a moment on, where its rows rise in time; nothing of what cannot be read anywhere.
  ///
  /// - Parameter moment: microseconds since 1970, where the log is read.
  package func read(from moment: Int, most: Int, into excerpt: inout LogExcerpt) {
    guard let log else { return }
    var (start, end) = (log.firstRow, log.size)
    // A few rows more or fewer do not matter.
    while end - start > 256 {
      let middle = start + (end - start) / 2
      var rows = excerpt.empty
      rows.read(log, from: middle, bytes: Self.bytes(16), most: 16)
      guard let first = rows.records.first else { return }
      if first.time.ordinal < moment { start = middle } else { end = middle }
    }
    excerpt.read(log, from: start, bytes: Self.bytes(most), most: most)
  }

  /// Bytes that so many rows hardly ever exceed.
  private static func bytes(_ rows: Int) -> Int { min(HeaderReader.placeSize, 192 * rows) }

  /// A command that puts a word before each station of a log, so that they are others than those of another log; nil
  /// where none is sure to.
  package func prefixingStations(with word: String, _ excerpt: LogExcerpt) -> String? {
    guard let layout, let understanding, stream?.feed == nil, !excerpt.hasQuotes else { return nil }
    return Cure(path).change(
      layout.station, layout, headerLine: understanding.headerLine, to: "-named.csv"
    ) { "\"\(word)-\"\($0)" }
  }
}
