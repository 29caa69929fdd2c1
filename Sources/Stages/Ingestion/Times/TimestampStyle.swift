import Availability

/// In which order a date has its numbers, where the year does not come first in four digits.
package enum DateOrder: String, CaseIterable, Sendable {
  case dayFirst = "dmy"
  case monthFirst = "mdy"
  /// A year of two digits.
  case yearFirst = "ymd"

  /// The order in a message.
  package var title: String {
    switch self {
    case .dayFirst: "day, month, year"
    case .monthFirst: "month, day, year"
    case .yearFirst: "year, month, day"
    }
  }
}

/// How the times of a log are to be read, where they do not tell by themselves.
package struct TimestampStyle: Equatable, Sendable {
  /// The order of dates that do not begin with a year of four digits.
  package var order: DateOrder
  /// Did the dates themselves decide the order? Then one that only another order can read contradicts them.
  package var isOrderFound = false
  /// Are clocks of 1 to 12 with AM or PM understood? Not where an hour beyond 12 stands beside one.
  package var hasMeridiem: Bool
  /// Dates beyond stand for nothing: 1970-01-01, 0001-01-01, 9999-12-31.
  package var years: ClosedRange<Int>

  /// Where dates begin with a year of four digits: what separates their numbers. Two digits in its place are what is
  /// left of a year that is cut.
  package var longYearSeparator: UInt8?
  /// Have all numbers of a date two digits? Then one digit is what is left of two.
  package var isPadded = false

  /// There were no logs before, and there are none yet.
  package static let loggedYears = 1990...2100

  /// By default day first, and no dates beyond `loggedYears`.
  package init(
    order: DateOrder = .dayFirst, hasMeridiem: Bool = true, years: ClosedRange<Int> = loggedYears
  ) {
    self.order = order
    self.hasMeridiem = hasMeridiem
    self.years = years
  }

  /// In which days and months have changed places, where the dates decided their order.
  var otherOrder: DateOrder? {
    guard isOrderFound else { return nil }
    return switch order {
    case .dayFirst: .monthFirst
    case .monthFirst: .dayFirst
    case .yearFirst: nil
    }
  }

  /// The day of a date if there is one, and in a year that logs are of.
  func day(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard years.contains(year), CivilDate.exists(year, month, day) else { return nil }
    return CivilDate(year: year, month: month, day: day).day
  }
}
