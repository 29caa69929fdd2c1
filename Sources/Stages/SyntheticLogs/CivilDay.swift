/// A day of the Gregorian calendar.
struct CivilDay {
  let year: Int
  let month: Int
  let day: Int

  /// - Parameter days: since 1970-01-01, not before 0000-03-01. Years start in March here, so that the leap
  ///   day comes last (Hinnant, "chrono-compatible low-level date algorithms", civil_from_days).
  init(daysSinceEpoch days: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}
