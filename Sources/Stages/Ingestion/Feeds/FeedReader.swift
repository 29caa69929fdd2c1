import Availability
import CIngestion

/// Whole JSON documents -> rows of delimited text and stations, by simdjson. Owns one `velibcorr_feed`.
@safe final class FeedReader {
  /// Bytes after a text that simdjson reads.
  static let padding = 64

  /// Counts of a reading.
  struct Reading {
    /// Bytes of whole documents; what follows has to come again, with more.
    var consumed = 0
    var documents = 0
    var records = 0
    /// Documents without a record or a station.
    var strangers = 0
    /// Records whose time is their document's.
    var documentTimes = 0
    /// Records with an hour of the day.
    var hours = 0
    /// The first role that all records lack.
    var missing: ColumnRole?
    /// Why a document is none, and where it begins.
    var fault: (words: String, document: Int)?
  }

  private let feed: OpaquePointer
  /// Rows and stations of all readings since `clear`, until the next of them.
  private(set) var rows = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  private var stationText = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  private var timelessText = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

  init(_ choice: ColumnChoice) {
    guard let feed = unsafe velibcorr_feed_new() else { fatalError("no memory for a feed") }
    unsafe self.feed = unsafe feed
    let chosen = FeedKeys.chosen(choice)
    for (role, keys) in chosen { for key in keys { add(key, role, rank: 0) } }
    for (role, keys) in FeedKeys.aliases {
      // Where the user names all docks, none are free ones.
      let isFree = [VELIBCORR_FEED_FREE_DOCKS, VELIBCORR_FEED_MAYBE_FREE_DOCKS].contains(role)
      if isFree && choice.countsAllDocks { continue }
      for (i, key) in keys.enumerated() { add(key, role, rank: i + 1) }
    }
  }

  deinit { unsafe velibcorr_feed_free(feed) }

  private func add(_ key: String, _ role: FeedKeys.Role, rank: Int) {
    var key = key
    key.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        unsafe velibcorr_feed_add_key(feed, text.baseAddress, text.count, role, UInt32(rank))
      }
    }
  }

  /// Gives rows a fifth field, the hour of the day. What was read is to be read again.
  func addHours() { unsafe velibcorr_feed_set_hours(feed, true) }

  /// Begins anew; which stations are known is kept.
  func clear() {
    unsafe velibcorr_feed_clear(feed)
    unsafe rows = UnsafeRawBufferPointer(start: nil, count: 0)
    unsafe stationText = UnsafeRawBufferPointer(start: nil, count: 0)
    unsafe timelessText = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Reads the whole documents in `text`, after which `padding` bytes can be read. `capacity` is the most that a text
  /// may have.
  func read(_ text: UnsafeRawBufferPointer, capacity: Int) -> Reading {
    let bytes = unsafe UnsafeMutablePointer(mutating: text.bindMemory(to: UInt8.self).baseAddress)
    let found = unsafe velibcorr_feed_read(feed, bytes, text.count, capacity)
    unsafe rows = UnsafeRawBufferPointer(start: found.rows, count: found.rows_length)
    unsafe stationText = UnsafeRawBufferPointer(start: found.stations, count: found.stations_length)
    unsafe timelessText = UnsafeRawBufferPointer(start: found.timeless, count: found.timeless_length)
    let (records, noFreeDocks, noBikes, noTimes) = unsafe (
      found.records, found.no_free_docks, found.no_bikes, found.no_times
    )
    var reading = unsafe Reading(
      consumed: found.consumed, documents: found.documents, records: records, strangers: found.strangers,
      documentTimes: found.outer_times, hours: found.hours)
    if records > 0 {
      reading.missing =
        noFreeDocks == records
        ? .freeDocks
        : noBikes == records ? .bikes : noTimes == records && reading.hours == 0 ? .time : nil
    }
    if let words = unsafe found.error {
      reading.fault = unsafe (String(cString: words), found.error_document)
    }
    return reading
  }

  /// The keys that the fields of a row were read from first.
  var rowKeys: [ColumnRole: String] {
    let roles: [(ColumnRole, FeedKeys.Role)] = [
      (.station, VELIBCORR_FEED_STATION), (.freeDocks, VELIBCORR_FEED_FREE_DOCKS),
      (.bikes, VELIBCORR_FEED_BIKES), (.time, VELIBCORR_FEED_TIME), (.hour, VELIBCORR_FEED_HOUR),
    ]
    var keys: [ColumnRole: String] = [:]
    for (role, kernel) in roles {
      if let key = unsafe velibcorr_feed_key(feed, kernel) { keys[role] = unsafe String(cString: key) }
    }
    return keys
  }

  /// The paths of the keys of the first document.
  func keys(_ text: UnsafeRawBufferPointer, capacity: Int) -> [String] {
    var length = 0
    let keys = unsafe velibcorr_feed_keys(
      feed, text.bindMemory(to: UInt8.self).baseAddress, text.count, capacity, 24, &length)
    let bytes = unsafe UnsafeRawBufferPointer(start: keys, count: length)
    return unsafe String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Adds stations that were not known before, and what records since `clear` tell of theirs.
  func tell(_ findings: inout FeedFindings) {
    unsafe Self.eachRow(of: stationText) { station, fields in
      guard let station else { return }
      if !fields[4].isEmpty { findings.told.add(station, city: fields[4]) }
      let place = Double(fields[2]).flatMap { latitude in
        Double(fields[3]).flatMap { StationDetails.Place(latitude: latitude, longitude: $0) }
      }
      guard !fields[1].isEmpty || !fields[2].isEmpty && !fields[3].isEmpty,
        findings.stations[station] == nil
      else { return }
      findings.stations[station] = StationDetails(name: fields[1].isEmpty ? nil : fields[1], place: place)
    }
    unsafe Self.eachRow(of: timelessText) { station, fields in
      if let station { findings.told.add(station, timeless: Int(fields[1]) ?? 0) }
    }
  }

  /// Calls `body` with the fields of each row, and with the station that the first of them is, if it is one.
  static func eachRow(
    of text: UnsafeRawBufferPointer, _ body: (_ station: StationID?, _ fields: [String]) -> Void
  ) {
    let csv = LibCSV(delimiter: UInt8(ascii: ","))
    var position = 0
    while position < text.count {
      switch unsafe csv.readRow(text, from: position, final: true) {
      case .incomplete: return
      case .blank(let end): position = end
      case .row(let end):
        position = end
        body(StationID(identifier: csv, 0), csv.strings)
      }
    }
  }
}

extension ColumnChoice {
  /// Are all docks named, and no free ones?
  var countsAllDocks: Bool { capacity != nil && names[.freeDocks] == nil }
}
