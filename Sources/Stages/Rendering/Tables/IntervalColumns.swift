/// What other days would make of r.
package struct ListedInterval: Equatable, Sendable {
  /// Days that were taken off, each in turn.
  package let days: Int
  /// The standard error of artanh r, and the ends of the interval; nil where there is none.
  package let standardError, low, high: Double?

  /// By so many days.
  package init(days: Int, standardError: Double?, low: Double?, high: Double?) {
    (self.days, self.standardError, self.low, self.high) = (days, standardError, low, high)
  }
}

/// The columns `days,se,low,high` of a list of pairs, where it has them: ten decimals.
struct IntervalColumns: Sendable {
  /// Has it them?
  let areListed: Bool

  /// The columns' names.
  var header: String { areListed ? ",days,se,low,high" : "" }

  /// Room for those of any pair.
  var room: Int { areListed ? RowText.integerLength + 3 * NumberFormat.maximumLength + 4 : 0 }

  /// Appends those of a pair; all but the days are empty where there is no interval.
  func append(_ interval: ListedInterval?, to text: inout RowText) {
    guard areListed else { return }
    text.append(UInt8(ascii: ","))
    text.append(UInt64(interval?.days ?? 0))
    for number in [interval?.standardError, interval?.low, interval?.high] {
      text.append(UInt8(ascii: ","))
      if let number { text.append(number, .decimals(10)) }
    }
  }
}
