/// Why a row is not in the profiles.
package enum LeftOut: Int, CaseIterable, Sendable {
  case closed
  case fieldCount
  case noStation
  case freeDocks
  case bikes
  case time

  package var title: String {
    switch self {
    case .closed: "closed station (0 free docks, 0 bikes)"
    case .fieldCount: "another number of fields than the header"
    case .noStation: "no station"
    case .freeDocks: "free docks are not a count"
    case .bikes: "bikes are not a count"
    case .time: "time not understood"
    }
  }
}

/// How many rows were read, and how many of them left out, by reason.
package struct RowCounts: Equatable, Sendable {
  package var read: Int64 = 0
  package var leftOut: [Int64] = Array(repeating: 0, count: LeftOut.allCases.count)

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

  package static func += (a: inout RowCounts, b: RowCounts) {
    a.read += b.read
    for i in a.leftOut.indices { a.leftOut[i] += b.leftOut[i] }
  }

  package static func -= (a: inout RowCounts, b: RowCounts) {
    a.read -= b.read
    for i in a.leftOut.indices { a.leftOut[i] -= b.leftOut[i] }
  }
}
