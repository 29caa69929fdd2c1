import Availability

/// The demands on each row, beyond its being a record.
package struct RowRules: Sendable {
  /// The bins that records are added up in; all but hours of the day need a time.
  package var bins: BinKind
  /// The zone that epochs and times with an offset are converted to; nil: epochs are UTC, other times as written.
  package var zone: TimeZoneRules?
  /// Local times: the first that counts, and the first that does not any more.
  package var since: LocalTime?
  /// The first local time that does not count any more.
  package var until: LocalTime?
  /// The days that count; nil for all.
  package var days: DayChoice?
  /// End at the first faulty row.
  package var isStrict: Bool
  /// Of the rows of one station and time, only the first counts.
  package var deduplicates: Bool
  /// Keeps the records until it is known which are the first; without, all are added up.
  package var keeper: RecordKeeper?

  /// By default every row counts, by its hour of the day.
  package init(
    bins: BinKind = .hourOfDay, zone: TimeZoneRules? = nil, since: LocalTime? = nil, until: LocalTime? = nil,
    days: DayChoice? = nil, isStrict: Bool = false, deduplicates: Bool = false
  ) {
    self.bins = bins
    self.zone = zone
    self.since = since
    self.until = until
    self.days = days
    self.isStrict = isStrict
    self.deduplicates = deduplicates
  }

  /// Is the hour of the day not enough?
  package var needsTime: Bool {
    bins != .hourOfDay || since != nil || until != nil || days != nil || deduplicates
  }
}

/// Why reading ends before the last row: something at a place in the input.
package struct RowFault: Error, Equatable, Sendable {
  /// The faults that end a run; any other row is left out, and counted.
  package enum Kind: Equatable, Sendable {
    /// `--strict`: a row that would be left out; the text of the field that is to blame.
    case strict(LeftOut, found: String)
    /// A header line of other columns, or in another order.
    case headerChanged(columns: [String])
    /// A quote opens in this row that nothing closes, or only one far below: rows were taken for text.
    /// Are there quotes with a backslash before them, which does not escape them here?
    case openQuote(isEscaped: Bool)
    /// A date in another order of day and month than those that were looked at.
    case dateOrder(found: String)
    /// No row ends within so many bytes.
    case tooLong(limit: Int)
  }

  /// The fault, as the message describes it.
  package let kind: Kind
  /// Byte where the row starts.
  package var offset: Int
}
