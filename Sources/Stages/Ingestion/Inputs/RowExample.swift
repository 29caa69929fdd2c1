/// A row that is left out, for the others of its reason: a value, where it stands, and what is read instead.
package struct RowExample: Equatable, Sendable {
  /// `'last_update' holds '14 May' (line 12), no time that is read; times are read like ...`
  package let words: String
  /// Is its hour 24?
  package let isOfHour24: Bool

  private init(words: String, isOfHour24: Bool = false) {
    (self.words, self.isOfHour24) = (words, isOfHour24)
  }

  /// `place` is where the value stands, as `line 12`, where that is known.
  init(_ reason: LeftOut, _ column: String, _ value: String, place: String?, isHour: Bool) {
    let place = place.map { " (\($0))" } ?? ""
    let what = Self.what(reason, isHour: isHour)
    let expected = Self.expected(reason, value, isHour: isHour)
    self.init(
      words: "'\(column)' holds '\(value)'\(place), \(what); \(expected)",
      isOfHour24: reason == .time && value.contains(/^ *24 *$|(^|[ T])24:/))
  }

  /// Of a row of a log that was read; nil where its reason is not a value of it.
  package init?(_ reject: Reject, _ layout: RecordLayout, isHourEnough: Bool) {
    let parser = LibCSV(delimiter: layout.delimiter)
    let isRow = unsafe reject.row.withUnsafeBytes { buffer -> Bool in
      if case .row = unsafe parser.readRow(buffer, from: 0, final: true) { true } else { false }
    }
    guard isRow else { return nil }
    if reject.reason == .fieldCount {
      self.init(words: "line \(reject.line) has \(parser.fieldCount) fields, the header \(layout.fieldCount)")
      return
    }
    let column: Int? =
      switch reject.reason {
      case .freeDocks: layout.freeDocks
      case .bikes: layout.bikes
      case .time: isHourEnough ? layout.hour : layout.time
      case .noStation: layout.station
      default: nil
      }
    guard let column, column < parser.fieldCount else { return nil }
    let counts = [layout.freeDocks, layout.bikes].map { parser.strings[$0] }
    let isOfWhole = layout.whole == (reject.reason == .bikes ? .bikes : .freeDocks)
    if isOfWhole, [.freeDocks, .bikes].contains(reject.reason),
      counts.allSatisfy({ ColumnSample.count($0) != nil })
    {
      let (all, others) =
        layout.whole == .bikes ? (counts[1], "\(counts[0]) free docks") : (counts[0], "\(counts[1]) bikes")
      self.init(
        words: "'\(layout.header[column])' holds '\(all)' (line \(reject.line)), fewer than its \(others)")
      return
    }
    self.init(
      reject.reason, layout.header[column], parser.strings[column], place: "line \(reject.line)",
      isHour: isHourEnough)
  }

  private static func what(_ reason: LeftOut, isHour: Bool) -> String {
    switch reason {
    case .freeDocks, .bikes: "no count"
    case .noStation: "no station"
    default: isHour ? "no hour of the day" : "no time that is read"
    }
  }

  private static func expected(_ reason: LeftOut, _ value: String, isHour: Bool) -> String {
    switch reason {
    case .freeDocks, .bikes:
      return value.contains(",") || value.contains(".")
        ? "a count is whole, without separators: 1003, 3 or 3.0" : "a count is a whole number, as 3"
    case .noStation: return "a station has a name or a number"
    default: break
    }
    if ColumnSample.isTime(value + " 00:00") {
      return "a date has its time of day beside it: spreadsheets leave 00:00:00 out, unless the column has a "
        + "format of date and time"
    }
    if value.contains("24:00") { return "midnight is 00:00 of the day that begins" }
    if isHour { return "an hour is a whole number from 0 to 23" }
    if let days = Double(value.replacing(",", with: ".")), (20_000..<80_000).contains(days) {
      return
        "that looks like a date of Excel's (days since 1900): format the column as a date before export"
    }
    return "times are read like 2013-09-10 11:30:19, 10/09/2013 11:30 or 1378812619"
  }
}
