import Availability

/// Which days of the calendar count, by the local date of a record.
package struct DayChoice: Equatable, Sendable {
  /// By day of the week, Monday first.
  private let weekdays: [Bool]
  /// Days since 1970-01-01 that do not count.
  private let leftOut: Set<Int>

  /// Some days of the week, 0 for Monday, but for some dates, days since 1970-01-01.
  package init(weekdays: Set<Int>, but leftOut: Set<Int> = []) {
    self.weekdays = (0..<7).map(weekdays.contains)
    self.leftOut = leftOut
  }

  /// `mon` to `sun`, the first three letters.
  package static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// `weekdays`, `weekends`, or names of days with commas between them; nil for other text.
  package init?(_ text: String) {
    switch text {
    case "weekdays": self.init(weekdays: Set(0..<5))
    case "weekends": self.init(weekdays: [5, 6])
    default:
      let days = text.lowercased().split(separator: ",", omittingEmptySubsequences: false)
        .map { Self.names.firstIndex(of: String($0)) }
      guard !days.contains(nil) else { return nil }
      self.init(weekdays: Set(days.compactMap(\.self)))
    }
  }

  /// Does that day count? Days since 1970-01-01.
  func contains(_ day: Int) -> Bool {
    weekdays[CivilDate(day: day).weekday] && (leftOut.isEmpty || !leftOut.contains(day))
  }

  /// The dates that do not count, in order, as `2013-12-25`.
  package var dates: [String] { leftOut.sorted().map { "\(CivilDate(day: $0))" } }

  /// The days of the week, as an option takes them; nil where none is left out.
  package var names: String? {
    weekdays.contains(false) ? zip(Self.names, weekdays).filter(\.1).map(\.0).joined(separator: ",") : nil
  }
}
