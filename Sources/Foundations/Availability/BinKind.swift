/// The kinds of bins that profiles have.
package enum BinKind: String, CaseIterable, Sendable {
  /// 24 bins.
  case hourOfDay = "hour-of-day"
  /// 168 bins, from Monday 0 h on.
  case hourOfWeek = "hour-of-week"
  /// Every hour of the calendar, from the first to the last that any station has.
  case series
}
