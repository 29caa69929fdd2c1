/// How full an office station is in the course of the week, against its mean.
enum CommuterCurve {
  /// Stations follow the curve somewhat earlier or later, in so many steps of ten minutes.
  static let phases = 8

  /// The height of the office day.
  static let height = 1024

  /// In units of `height`/100, at each full hour of a working day.
  private static let fullHours: InlineArray<24, Int> = [
    -60, -62, -63, -63, -63, -60, -52, -25, 30, 78, 96, 100,
    96, 90, 92, 95, 88, 66, 22, -14, -34, -46, -52, -57,
  ]

  /// -height...height at a minute since 1970-01-01 00:00, straight between full hours.
  static func value(atMinute minute: Int) -> Int {
    let (hour, after) = minute.quotientAndRemainder(dividingBy: 60)
    return (value(atHour: hour) * (60 - after) + value(atHour: hour + 1) * after) / 60
  }

  /// The values at one minute for all phases.
  static func values(atMinute minute: Int) -> InlineArray<8, Int> {
    InlineArray { phase in value(atMinute: minute + 10 * phase - 35) }
  }

  private static func value(atHour hour: Int) -> Int {
    let (day, hourOfDay) = hour.quotientAndRemainder(dividingBy: 24)
    // Day 0 was a Thursday. At the weekend few commute.
    let isWeekend = (day + 3) % 7 >= 5
    return fullHours[hourOfDay] * height / (isWeekend ? 400 : 100)
  }
}
