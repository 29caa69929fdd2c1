import Availability

/// A moment on a clock on the wall: what the bins and `--since` go by.
package struct LocalTime: Equatable, Sendable {
  /// Days since 1970-01-01.
  package var day: Int
  package var hour: Int
  /// Microseconds since midnight.
  package var microseconds: Int

  static let microsecondsPerDay = 86_400_000_000

  /// Microseconds since 1970-01-01 0 h.
  @inline(__always)
  package var ordinal: Int { day &* Self.microsecondsPerDay &+ microseconds }

  @inline(__always)
  init(day: Int, hour: Int, microseconds: Int) {
    self.day = day
    self.hour = hour
    self.microseconds = microseconds
  }

  package init(ordinal: Int) {
    let (quotient, remainder) = ordinal.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
    day = remainder < 0 ? quotient - 1 : quotient
    microseconds = remainder < 0 ? remainder + Self.microsecondsPerDay : remainder
    hour = microseconds / 3_600_000_000
  }
}

extension LocalTime: CustomStringConvertible {
  package var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let second = microseconds / 1_000_000
    return "\(CivilDate(day: day)) \(two(hour)):\(two(second / 60 % 60)):\(two(second % 60))"
  }
}
