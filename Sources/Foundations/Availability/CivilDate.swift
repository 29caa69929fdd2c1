/// A date of the proleptic Gregorian calendar, by its distance from 1970-01-01.
package struct CivilDate: Equatable, Sendable {
  /// Days since 1970-01-01.
  package let day: Int

  /// So many days after 1970-01-01, or before it.
  package init(day: Int) { self.day = day }

  /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil: years begin in
  /// March, so that the leap day is the last of its year.
  package init(year: Int, month: Int, day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.day = era * 146_097 + dayOfEra - 719_468
  }

  /// `2013-09-10`; nil when there is no such date in the years of four digits.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      1...9999 ~= year, Self.exists(year, month, day)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Has the calendar this day, by its month's length and the leap years?
  package static func exists(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard month >= 1 && month <= 12 && day >= 1 else { return false }
    if day <= 28 { return true }
    if month == 2 { return day == 29 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    // The bit of each month with 31 days is set.
    return day <= 30 || (day == 31 && (0b1_0101_1010_1010 >> month) & 1 == 1)
  }

  /// Year, month and day (civil_from_days, see above).
  package var components: (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// Monday is 0.
  package var weekday: Int {
    // 1970-01-01 was a Thursday.
    let remainder = (day &+ 3) % 7
    return remainder < 0 ? remainder &+ 7 : remainder
  }
}

extension CivilDate: CustomStringConvertible {
  package var description: String {
    let (year, month, day) = components
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
