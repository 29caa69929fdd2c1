/// Why a row is not in the profiles.
package enum LeftOut: Int, CaseIterable, Sendable {
  case closed
  case period
  case duplicate
  case header
  case quote
  case fieldCount
  case noStation
  case freeDocks
  case bikes
  case time

  /// The reason as the summary, the report and the file of `--rejects` have it.
  package var title: String {
    switch self {
    case .closed: "closed station (0 free docks, 0 bikes)"
    case .period: "outside --since and --until or on other days"
    case .duplicate: "of a station and time read before"
    case .header: "header line repeated"
    case .quote: "a quote that nothing closes in its line"
    case .fieldCount: "another number of fields than the header"
    case .noStation: "no station"
    case .freeDocks: "free docks are not a count"
    case .bikes: "bikes are not a count"
    case .time: "time not understood"
    }
  }

  /// Its name for programs.
  package var key: String {
    switch self {
    case .closed: "closed"
    case .period: "outside_period"
    case .duplicate: "duplicate"
    case .header: "repeated_header"
    case .quote: "open_quote"
    case .fieldCount: "field_count"
    case .noStation: "no_station"
    case .freeDocks: "free_docks"
    case .bikes: "bikes"
    case .time: "time"
    }
  }

  /// The reason that programs call so.
  init?(key: String) {
    guard let reason = Self.allCases.first(where: { $0.key == key }) else { return nil }
    self = reason
  }

  /// Is something wrong with the row? Else it is a good one that says nothing, or nothing new.
  package var isFault: Bool {
    switch self {
    case .closed, .period, .duplicate, .header: false
    case .quote, .fieldCount, .noStation, .freeDocks, .bikes, .time: true
    }
  }
}

/// How many rows were read, and how many of them left out, by reason.
package struct RowCounts: Equatable, Sendable {
  /// Rows that were read, those left out among them; the header and blank lines are not.
  package var read: Int64 = 0
  /// Records of profiles of version 1, whose rows nobody knows any more.
  package var added: Int64 = 0
  /// By reason; within the value, as there may be one for each of many inputs.
  private var leftOut = InlineArray<10, Int64>(repeating: 0)

  /// No rows.
  package init() {}

  /// The counts as they are sent between ranks.
  package var numbers: [Int64] { [read, added] + leftOut.indices.map { leftOut[$0] } }

  /// The counts that `numbers` were made of, of one rank or summed over ranks.
  package init(_ numbers: [Int64]) {
    precondition(numbers.count == 2 + LeftOut.allCases.count)
    (read, added) = (numbers[0], numbers[1])
    for i in leftOut.indices { leftOut[i] = numbers[2 + i] }
  }

  /// Rows left out for a reason.
  package subscript(_ reason: LeftOut) -> Int64 {
    get { leftOut[reason.rawValue] }
    set { leftOut[reason.rawValue] = newValue }
  }

  /// Rows read that are in the profiles.
  package var used: Int64 { leftOut.indices.reduce(read) { $0 - leftOut[$1] } }
  /// Rows with which something is wrong; `--rejects` writes them.
  package var faults: Int64 { LeftOut.allCases.filter(\.isFault).reduce(0) { $0 + self[$1] } }

  /// Rows that are records of the period, closed or not.
  package var records: Int64 { used + self[.closed] }

  /// Are all counts the same?
  package static func == (a: RowCounts, b: RowCounts) -> Bool { a.numbers == b.numbers }

  /// Adds the counts of other rows.
  package static func += (a: inout RowCounts, b: RowCounts) {
    a.read += b.read
    a.added += b.added
    for i in a.leftOut.indices { a.leftOut[i] += b.leftOut[i] }
  }

  /// Takes counts back: of rows that were read on a wrong supposition.
  package static func -= (a: inout RowCounts, b: RowCounts) {
    a.read -= b.read
    a.added -= b.added
    for i in a.leftOut.indices { a.leftOut[i] -= b.leftOut[i] }
  }
}
