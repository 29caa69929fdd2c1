/// What velibcorr needs of a record.
package enum ColumnRole: String, CaseIterable, Sendable {
  case station
  case freeDocks = "free-docks"
  case bikes
  case hour
  case time

  /// What a message calls it.
  package var title: String {
    switch self {
    case .station: "station"
    case .freeDocks: "free docks"
    case .bikes: "bikes"
    case .hour: "hour of day"
    case .time: "time"
    }
  }
}

/// Columns named by the user; what is not named is found by the aliases and by what is in the columns.
package struct ColumnChoice: Sendable {
  /// `a+b` joins columns: counts are added, a date and a time of day put together.
  package var names: [ColumnRole: String]
  /// The column of all docks, of which the bikes are taken where a log does not tell the free ones.
  package var capacity: String?
  /// What separates fields; nil: what finds the needed columns.
  package var delimiter: UInt8?
  /// The order of dates; nil: what the dates themselves prove.
  package var dateOrder: DateOrder?

  package init(_ names: [ColumnRole: String] = [:], capacity: String? = nil, dateOrder: DateOrder? = nil) {
    self.names = names
    self.capacity = capacity
    self.dateOrder = dateOrder
  }

  /// The delimiter that a user calls `;`, `tab` or `\t`; nil for what can be none: it would be part of values.
  package static func delimiter(named name: String) -> UInt8? {
    if ["tab", "\\t", "\t"].contains(name.lowercased()) { return UInt8(ascii: "\t") }
    guard name.utf8.count == 1, let byte = name.utf8.first, (0x20..<0x7F).contains(byte),
      byte != UInt8(ascii: "\""), byte != UInt8(ascii: "."), !("0"..."9" ~= name),
      !("A"..."Z" ~= name.uppercased())
    else { return nil }
    return byte
  }
}

/// Where the fields of a record stand in a row.
package struct RecordLayout: Equatable, Sendable {
  package let delimiter: UInt8
  package let header: [String]
  package let station: Int
  /// The first of the columns that are added; that of all docks with `hasCapacity`.
  package let freeDocks: Int
  package let bikes: Int
  /// Further columns, to be added.
  package let moreFreeDocks: [Int]
  package let moreBikes: [Int]
  /// Are free docks what the bikes leave of `freeDocks`?
  package let hasCapacity: Bool
  /// A column that holds the hour of the day.
  package let hour: Int?
  /// AM or PM (1 is PM) beside an hour of 1 to 12.
  package let meridiem: Int?
  /// A column that holds a time stamp, or the date that `clock` belongs to.
  package let time: Int?
  /// What stands in columns behind the date: a time of day, or its parts.
  package let clock: [ClockPart]
  /// How times are written.
  package let style: TimestampStyle
  /// Other columns that hold times by their names.
  package let otherTimes: [String]

  package struct ClockPart: Equatable, Sendable {
    package enum Kind: Sendable { case timeOfDay, hour, minute, meridiem }
    package let column: Int
    package let kind: Kind
  }

  package var fieldCount: Int { header.count }
  /// Is each value a field of its own? Else libcsv's way reads the rows.
  package var hasPlainFields: Bool {
    moreFreeDocks.isEmpty && moreBikes.isEmpty && !hasCapacity && meridiem == nil && clock.isEmpty
  }

  /// The columns without which a row is no record.
  var needed: [Int] {
    [station, freeDocks, bikes] + moreFreeDocks + moreBikes + [hour, time].compactMap(\.self)
      + clock.map(\.column)
  }

  package static let delimiters: [UInt8] = [
    UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"),
  ]

  /// Finds the columns in the names of a header row. A time named by the user outweighs an hour that
  /// was only found.
  package init(
    header: [String], delimiter: UInt8, choice: ColumnChoice, needsTime: Bool = false
  ) throws(LayoutError) {
    self = try ColumnFinder(header: header, choice: choice, needsTime: needsTime).layout(delimiter)
  }

  init(_ found: ColumnFinder.Found, header: [String], delimiter: UInt8) {
    self.delimiter = delimiter
    self.header = header
    station = found.station
    freeDocks = found.freeDocks[0]
    moreFreeDocks = Array(found.freeDocks.dropFirst())
    bikes = found.bikes[0]
    moreBikes = Array(found.bikes.dropFirst())
    hasCapacity = found.hasCapacity
    hour = found.hour
    meridiem = found.meridiem
    time = found.time
    clock = found.clock
    style = found.style
    otherTimes = found.otherTimes
  }
}

/// A header that lacks needed columns.
package struct LayoutError: Error, Equatable {
  /// One of the columns that are missing.
  package struct Missing: Equatable, Sendable {
    package let role: ColumnRole
    /// The name that the user gave; nil when none of the known names is there.
    package let wanted: String?
    /// What is likely meant: a column, or several to be joined.
    package var likely: String?
    /// Why a column of a known name is not it.
    package var reason: String?
    /// The column that holds all docks, where there is none of free ones.
    package var whole: Int?
  }

  /// At least one.
  package let missing: [Missing]
  package let columns: [String]
  /// The options that the next command needs, with columns where there are likely ones.
  package var options: [String] = []
  /// Do rows hold whole dictionaries in a field?
  package var hasNestedValues = false

  package var role: ColumnRole { missing[0].role }
  package var wanted: String? { missing[0].wanted }
}
