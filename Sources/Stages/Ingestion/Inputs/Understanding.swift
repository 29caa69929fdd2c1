import Availability

/// How an input is read, as it was decided before reading: for people, and for the tests.
package struct Understanding: Equatable, Sendable {
  /// How the header's bytes become text. Rows need no decoding: identifiers stay bytes.
  package enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf8WithMark = "UTF-8 with a byte-order mark"
    case latin1 = "Latin-1"
  }

  /// A time without an offset, and one with an offset or a zone.
  package struct MixedTimes: Equatable, Sendable {
    /// As it is written.
    package let naive, zoned: String
  }

  /// A role and the columns that it is read from.
  package struct Reading: Equatable, Sendable {
    /// The role that the columns have.
    package let role: ColumnRole
    /// `last_update`, or `date + time`.
    package let columns: String
    /// `epoch seconds, UTC`; empty for counts that are taken as they are.
    package let manner: String
  }

  /// `tab`, `comma`, `semicolon`, `pipe`, or the character itself; empty for profiles.
  package private(set) var delimiter = ""
  /// The encoding of the header.
  package private(set) var encoding = Encoding.utf8
  /// The line of the header, from 1.
  package private(set) var headerLine = 1
  /// The lines above it: titles and comments.
  package private(set) var linesAbove: [String] = []
  /// In this order: station, free docks, bikes, and of hour and time the ones that are read.
  package private(set) var readings: [Reading] = []
  /// The order in which dates are read; nil where no date asks for one.
  package private(set) var dateOrder: DateOrder?
  /// Is the order of dates certain, by a date that can be read in one way only, or by the user's word?
  package private(set) var isDateOrderProved = true
  /// Suppositions, contradictions and doubts that a reader of the result should know.
  package private(set) var notes: [String] = []
  /// By reason, a row among those looked at that is left out.
  package private(set) var examples: [LeftOut: RowExample] = [:]
  /// Why the input cannot be read as a whole.
  var refusal: Refusal?
  /// Has every time that was looked at neither an offset nor a zone, and is none an epoch? Nil where no time is read.
  package private(set) var hasNaiveTimes: Bool?
  /// Of times with an offset or a zone and others without, one of each.
  package private(set) var mixedTimes: MixedTimes?
  /// The day that nearly all times looked at are of, `2013-09-10`, where only hours are read. Nil of several days, and of a
  /// stream, whose beginning is all that was looked at.
  package var sampledDay: String?
  /// The one city, network or contract that the rows looked at are of.
  package private(set) var network: String?
  /// Stations of these rows, where there is one.
  package private(set) var someStations: Set<String> = []

  /// Rows that were looked at.
  package private(set) var rowsLookedAt = 0
  /// Of these, rows with a station and time that one before them has; 0 where no time is read.
  package private(set) var repeatedRows = 0
  /// Of those, the ones that have other counts than the one before.
  package private(set) var otherCounts = 0

  /// The same, with the memory of what is equal in another.
  func sharing(_ other: Understanding) -> Understanding {
    var copy = self
    if readings == other.readings { copy.readings = other.readings }
    if notes == other.notes { copy.notes = other.notes }
    return copy
  }

  /// Nothing is decided, as for a file of profiles, whose columns are always the same.
  package init() {}

  /// For the summary's line `read as`: `station number · free docks available_bike_stands · bikes available_bikes ·
  /// time last_update, YYYY-MM-DD hh:mm:ss`.
  package var words: String {
    readings.map { reading in
      "\(reading.role.title) '\(reading.columns)'" + (reading.manner.isEmpty ? "" : ", \(reading.manner)")
    }.joined(separator: " \u{B7} ")
  }
}

extension Understanding {
  init(
    _ layout: RecordLayout, encoding: Encoding, linesAbove: [String], order: StyleFinder.Found,
    finder: ColumnFinder,
    isTimeNeeded: Bool
  ) {
    self.encoding = encoding
    self.linesAbove = linesAbove
    headerLine = linesAbove.count + 1
    delimiter =
      switch layout.delimiter {
      case 0x09: "tab"
      case 0x2C: "comma"
      case 0x3B: "semicolon"
      case 0x7C: "pipe"
      default: String(decoding: [layout.delimiter], as: UTF8.self)
      }
    let manners = Manners(layout, finder.sample)
    func joined(_ columns: [Int]) -> String { columns.map { layout.header[$0] }.joined(separator: " + ") }
    readings = [Reading(role: .station, columns: joined([layout.station]), manner: "")]
    readings.append(
      Reading(
        role: .freeDocks, columns: joined([layout.freeDocks] + layout.moreFreeDocks),
        manner: layout.whole == .freeDocks ? "less the bikes" : ""))
    readings.append(
      Reading(
        role: .bikes, columns: joined([layout.bikes] + layout.moreBikes),
        manner: layout.whole == .bikes ? "less the free docks" : ""))
    let isHourEnough = layout.hour != nil && !isTimeNeeded
    if let hour = layout.hour {
      let manner = layout.meridiem == nil ? "0 to 23" : "1 to 12 beside '\(layout.header[layout.meridiem!])'"
      readings.append(Reading(role: .hour, columns: joined([hour]), manner: manner))
    }
    if let time = layout.time, !isHourEnough {
      readings.append(
        Reading(role: .time, columns: joined([time] + layout.clock.map(\.column)), manner: manners.time))
    }
    addDates(order)
    if encoding == .latin1 { notes.append("the header is no UTF-8: read as Latin-1") }
    if !linesAbove.isEmpty {
      notes.append(
        "the header is line \(headerLine); left aside above it: \(linesAbove.prefix(3).joined(separator: " / "))"
      )
    }
    let sample = finder.sample
    rowsLookedAt = sample.rowCount
    let records = layout.time.map { time in
      sample.firsts(of: [layout.station, time] + layout.clock.map(\.column))
    }
    if !isHourEnough {
      (hasNaiveTimes, mixedTimes) = (manners.isNaive, manners.mixture)
      if let records, let time = layout.time {
        let repeated = sample.rows.filter { records[$0] != $0 && sample.isSome($0, time) }
        repeatedRows = repeated.count
        otherCounts = repeated.count { row in
          [layout.freeDocks, layout.bikes].contains { !sample.isSame($0, Int(records[row]), row) }
        }
      }
    }
    let networks = Networks(layout, finder, records: records)
    network = networks.only
    if network != nil {
      let firsts = sample[layout.station].firsts
      someStations = Set(sample.rows.filter { firsts[$0] == $0 }.map { sample.text($0, layout.station) })
    }
    let doubts = Doubts(layout, finder, isHourEnough: isHourEnough)
    (notes, examples) = (notes + doubts.notes + networks.notes, doubts.examples)
  }

  private mutating func addDates(_ order: StyleFinder.Found) {
    switch order.ground {
    case .none: break
    case .chosen: dateOrder = order.style.order
    case .proved(let example):
      dateOrder = order.style.order
      if order.style.order != .dayFirst {
        notes.append("dates are read as \(order.style.order.title), as '\(example)' proves")
      }
    case .likely(let example):
      (dateOrder, isDateOrderProved) = (order.style.order, false)
      notes.append(
        "dates like '\(example)' are read as \(order.style.order.title): so the days follow one another; "
          + "another order is given by --date-order \(Self.others(order.style.order))")
    case .supposed(let example):
      (dateOrder, isDateOrderProved) = (order.style.order, false)
      notes.append(
        "dates like '\(example)' are read as \(order.style.order.title), which nothing here proves; "
          + "another order is given by --date-order \(Self.others(order.style.order))")
    case .mixed, .yearDayMonth: (dateOrder, isDateOrderProved) = (order.style.order, false)
    }
  }

  private static func others(_ order: DateOrder) -> String {
    DateOrder.allCases.filter { $0 != order }.map(\.rawValue).joined(separator: " or ")
  }
}

/// How values are written, by those that were looked at.
private struct Manners {
  private(set) var time = ""
  /// Is no time of a zone of its own, as an epoch is?
  private(set) var isNaive = false
  private(set) var mixture: Understanding.MixedTimes?

  init(_ layout: RecordLayout, _ sample: ColumnSample) {
    guard let column = layout.time else { return }
    let some = sample.rows.lazy.filter { sample.isSome($0, column) }.prefix(32)
    guard let first = some.first else { return }
    time =
      unsafe layout.clock.isEmpty
      ? sample.withField(first, column) { unsafe Self.manner($0, layout.style) }
      : "a date and its time of day"
    if layout.clock.isEmpty { mixture = Self.mixture(column, layout.style, sample, Array(some)) }
    isNaive = some.allSatisfy { row in
      guard !layout.clock.isEmpty else {
        return unsafe sample.withField(row, column) { unsafe Self.isNaive($0, layout.style) }
      }
      let columns = [column] + layout.clock.map(\.column)
      let text = columns.map { sample.text(row, $0) }.joined(separator: " ")
      return unsafe Field.withField(text) { unsafe Self.isNaive($0, layout.style) }
    }
  }

  /// Of these rows and the last ones.
  private static func mixture(
    _ column: Int, _ style: TimestampStyle, _ sample: ColumnSample, _ rows: [Int]
  ) -> Understanding.MixedTimes? {
    var (naive, zoned): (Int?, Int?)
    for row in rows + sample.rows.suffix(8) where sample.isSome(row, column) {
      unsafe sample.withField(row, column) { field in
        var cursor = unsafe TimestampCursor(field: field, style: style)
        guard cursor.epoch() == nil, cursor.compactStamp() ?? cursor.stamp() != nil else { return }
        if cursor.isAtEnd { naive = naive ?? row } else { zoned = zoned ?? row }
      }
    }
    guard let naive, let zoned else { return nil }
    return .init(naive: sample.text(naive, column), zoned: sample.text(zoned, column))
  }

  private static func isNaive(_ field: Field, _ style: TimestampStyle) -> Bool {
    var cursor = unsafe TimestampCursor(field: field, style: style)
    guard cursor.epoch() == nil else { return false }
    guard cursor.compactStamp() ?? cursor.stamp() != nil else { return true }
    return cursor.isAtEnd
  }

  private static func manner(_ field: Field, _ style: TimestampStyle) -> String {
    var cursor = unsafe TimestampCursor(field: field, style: style)
    if cursor.epoch() != nil {
      let unit =
        switch unsafe field.buffer.prefix(while: { $0 &- UInt8(ascii: "0") <= 9 }).count {
        case 10: "seconds"
        case 13: "milliseconds"
        case 16: "microseconds"
        case 19: "nanoseconds"
        default: "time"
        }
      return "\(unit) since 1970"
    }
    if cursor.compactStamp() != nil { return "date and time without separators" }
    cursor = unsafe TimestampCursor(field: field, style: style)
    guard let (_, hasLongYear) = cursor.dateNumbers() else { return unsafe "as in '\(field.text)'" }
    return hasLongYear.first ? "year, month, day" : style.order.title
  }
}
