import Availability
import CIngestion

/// Whole JSON documents -> rows of delimited text and stations, by simdjson. Owns one `velibcorr_feed`.
@safe final class FeedReader {
  /// Names that `RecordLayout` knows.
  static let header = "number,available_bike_stands,available_bikes,last_update\n"
  /// Bytes behind a text that simdjson reads.
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
    /// What all records lack.
    var missing: ColumnRole?
    var stations: [StationID: StationDetails] = [:]
    /// Why a document is none, and where it begins.
    var fault: (words: String, document: Int)?
  }

  private let feed: OpaquePointer
  /// The rows of the last reading.
  private(set) var rows = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

  init(_ choice: ColumnChoice) {
    guard let feed = unsafe velibcorr_feed_new() else { fatalError("no memory for a feed") }
    unsafe self.feed = unsafe feed
    for (role, key) in FeedKeys.chosen(choice) { add(key, role, rank: 0) }
    for (role, keys) in FeedKeys.aliases {
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

  /// Reads the whole documents in `text`, behind which `padding` bytes can be read. `capacity` is the most that a text
  /// may have. `rows` are good until the next call.
  func read(_ text: UnsafeRawBufferPointer, capacity: Int) -> Reading {
    let found = unsafe velibcorr_feed_read(
      feed, text.bindMemory(to: UInt8.self).baseAddress, text.count, capacity)
    unsafe rows = UnsafeRawBufferPointer(start: found.rows, count: found.rows_length)
    let (records, noFreeDocks, noBikes, noTimes) = unsafe (
      found.records, found.no_free_docks, found.no_bikes, found.no_times
    )
    var reading = unsafe Reading(
      consumed: found.consumed, documents: found.documents, records: records, strangers: found.strangers,
      documentTimes: found.outer_times)
    if records > 0 {
      reading.missing =
        noFreeDocks == records
        ? .freeDocks : noBikes == records ? .bikes : noTimes == records ? .time : nil
    }
    if unsafe found.stations_length > 0 {
      reading.stations = unsafe Self.stations(
        UnsafeRawBufferPointer(start: found.stations, count: found.stations_length))
    }
    if let words = unsafe found.error {
      reading.fault = unsafe (String(cString: words), found.error_document)
    }
    return reading
  }

  /// The paths of the keys of the first document.
  func keys(_ text: UnsafeRawBufferPointer, capacity: Int) -> [String] {
    var length = 0
    let keys = unsafe velibcorr_feed_keys(
      feed, text.bindMemory(to: UInt8.self).baseAddress, text.count, capacity, 24, &length)
    let bytes = unsafe UnsafeRawBufferPointer(start: keys, count: length)
    return unsafe String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Stations of a reading: identifier, name, latitude, longitude.
  static func stations(_ text: UnsafeRawBufferPointer) -> [StationID: StationDetails] {
    var stations: [StationID: StationDetails] = [:]
    let csv = LibCSV(delimiter: UInt8(ascii: ","))
    var position = 0
    while position < text.count {
      switch unsafe csv.readRow(text, from: position, final: true) {
      case .incomplete: return stations
      case .blank(let end): position = end
      case .row(let end):
        position = end
        let fields = csv.strings
        guard fields.count == 4 else { continue }
        let place = Double(fields[2]).flatMap { latitude in
          Double(fields[3]).flatMap { StationDetails.Place(latitude: latitude, longitude: $0) }
        }
        let details = StationDetails(name: fields[1].isEmpty ? nil : fields[1], place: place)
        if details != StationDetails() { stations.merge([StationID(fields[0]): details]) }
      }
    }
    return stations
  }
}
