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

  package var title: String {
    switch self {
    case .closed: "closed station (0 free docks, 0 bikes)"
    case .period: "outside --since and --until"
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
  package var read: Int64 = 0
  private var leftOut: [Int64] = Array(repeating: 0, count: LeftOut.allCases.count)

  package init() {}

  /// The counts as they are sent between ranks.
  package var numbers: [Int64] { [read] + leftOut }

  package init(_ numbers: [Int64]) {
    precondition(numbers.count == 1 + LeftOut.allCases.count)
    read = numbers[0]
    leftOut = Array(numbers.dropFirst())
  }

  package subscript(_ reason: LeftOut) -> Int64 {
    get { leftOut[reason.rawValue] }
    set { leftOut[reason.rawValue] = newValue }
  }

  package var used: Int64 { read - leftOut.reduce(0, +) }
  package var faults: Int64 { LeftOut.allCases.filter(\.isFault).reduce(0) { $0 + self[$1] } }

  /// Rows that are records of the period, closed or not.
  package var records: Int64 { used + self[.closed] }

  package static func += (a: inout RowCounts, b: RowCounts) {
    a.read += b.read
    for i in a.leftOut.indices { a.leftOut[i] += b.leftOut[i] }
  }

  package static func -= (a: inout RowCounts, b: RowCounts) {
    a.read -= b.read
    for i in a.leftOut.indices { a.leftOut[i] -= b.leftOut[i] }
  }
}
