/// The values that velibcorr needs of a record.
package enum ColumnRole: String, CaseIterable, Sendable {
  case station
  case freeDocks = "free-docks"
  case bikes
  case hour
  case time

  /// The role in a message.
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
  /// The byte between two fields; nil: the one that finds the needed columns.
  package var delimiter: UInt8?
  /// The order of dates; nil: what the dates themselves prove.
  package var dateOrder: DateOrder?

  /// Names nothing by default: all columns are then found by the header and the rows.
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
  /// The byte between two fields: the user's, or one of `delimiters`.
  package let delimiter: UInt8
  /// Names of all columns as the log writes them. Columns are named below by their index in it.
  package let header: [String]
  /// The column of identifiers.
  package let station: Int
  /// The first of the columns that are added; that of all docks where `whole` says so.
  package let freeDocks: Int
  /// The first of the columns that are added; that of all docks where `whole` says so.
  package let bikes: Int
  /// Further columns, to be added.
  package let moreFreeDocks: [Int]
  /// Further columns, to be added.
  package let moreBikes: [Int]
  /// Free docks or bikes, where these are what the others leave of all docks, which their column holds.
  package let whole: ColumnRole?
  /// A column that holds the hour of the day.
  package let hour: Int?
  /// AM or PM (1 is PM) beside an hour of 1 to 12.
  package let meridiem: Int?
  /// A column that holds a time stamp, or the date that `clock` belongs to.
  package let time: Int?
  /// Columns after the date that hold a time of day, or its parts.
  package let clock: [ClockPart]
  /// How times are written.
  package let style: TimestampStyle
  /// Other columns that hold times by their names.
  package let otherTimes: [String]

  /// A column that holds a part of the time of day, beside the date in `time`.
  package struct ClockPart: Equatable, Sendable {
    /// `timeOfDay` stands alone; an hour may have a minute and AM or PM in columns of their own.
    package enum Kind: Sendable { case timeOfDay, hour, minute, meridiem }
    /// Index in the header.
    package let column: Int
    /// The part of the time of day that the column holds.
    package let kind: Kind
  }

  /// Fields that a row must have: one with more or fewer is left out (`LeftOut.fieldCount`).
  package var fieldCount: Int { header.count }
  /// Is each value a field of its own? Else libcsv's way reads the rows.
  package var hasPlainFields: Bool {
    moreFreeDocks.isEmpty && moreBikes.isEmpty && whole == nil && meridiem == nil && clock.isEmpty
  }

  /// Free docks and bikes of a row whose columns hold these numbers; nil where those that are told are more than all docks.
  func docks<Count: BinaryInteger>(_ free: Count, _ bikes: Count) -> (free: Count, bikes: Count)? {
    switch whole {
    case .freeDocks: free < bikes ? nil : (free - bikes, bikes)
    case .bikes: bikes < free ? nil : (free, bikes - free)
    default: (free, bikes)
    }
  }

  /// The columns without which a row is no record.
  var needed: [Int] {
    [station, freeDocks, bikes] + moreFreeDocks + moreBikes + [hour, time].compactMap(\.self)
      + clock.map(\.column)
  }

  /// The columns that make a time, as `--time` names them; nil without one.
  package var timeColumns: String? {
    time.map { ([$0] + clock.map(\.column)).map { header[$0] }.joined(separator: "+") }
  }

  /// The delimiters that a header is tried with, in this order, where neither the user nor `sep=` names one.
  package static let delimiters: [UInt8] = [
    UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"),
  ]

  /// Finds the columns in the names of a header row. A time named by the user outweighs an hour that
  /// was only found.
  /// Throws `LayoutError` with all that is missing.
  package init(
    header: [String], delimiter: UInt8, choice: ColumnChoice, needsTime: Bool = false
  ) throws(LayoutError) {
    self = try ColumnFinder(KnownNames(header), choice: choice, needsTime: needsTime).layout(delimiter)
  }

  init(_ found: ColumnFinder.Found, header: [String], delimiter: UInt8) {
    self.delimiter = delimiter
    self.header = header
    station = found.station
    freeDocks = found.freeDocks[0]
    moreFreeDocks = Array(found.freeDocks.dropFirst())
    bikes = found.bikes[0]
    moreBikes = Array(found.bikes.dropFirst())
    whole = found.whole
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
    /// The role that no column was found for.
    package let role: ColumnRole
    /// The name that the user gave; nil when none of the known names is there.
    package let wanted: String?
    /// The column that is likely meant, or several to be joined.
    package var likely: String?
    /// Why a column of a known name is not it.
    package var reason: String?
    /// The column that holds all docks, where there is none of free ones.
    package var whole: Int?
  }

  /// At least one.
  package let missing: [Missing]
  /// All names of the header, in its order.
  package let columns: [String]
  /// The options that the next command needs, with columns where there are likely ones.
  package var options: [String] = []
  /// Do rows hold whole dictionaries in a field?
  package var hasNestedValues = false

  /// The role of the first that is missing, in the order of `ColumnRole`.
  package var role: ColumnRole { missing[0].role }
  /// The user's name for the first that is missing; nil when none was given.
  package var wanted: String? { missing[0].wanted }
}
