import Availability

/// A moment on a clock on the wall: what the bins and `--since` go by.
package struct LocalTime: Equatable, Sendable {
  /// Days since 1970-01-01.
  package var day: Int
  /// Hour of the day, 0 to 23, that `microseconds` are in.
  package var hour: Int
  /// Microseconds since midnight.
  package var microseconds: Int
  /// Seconds that were added to UTC; 0 for a time without an offset. It tells the hours apart that come
  /// twice when clocks are set back.
  package var offset = 0

  static let microsecondsPerDay = 86_400_000_000

  /// Microseconds since 1970-01-01 0 h.
  @inline(__always)
  package var ordinal: Int { day &* Self.microsecondsPerDay &+ microseconds }

  /// The moment, microseconds since 1970 UTC; of a time without an offset, as if it were UTC.
  @inline(__always)
  var moment: Int { ordinal &- offset &* 1_000_000 }

  @inline(__always)
  init(day: Int, hour: Int, microseconds: Int, offset: Int = 0) {
    self.day = day
    self.hour = hour
    self.microseconds = microseconds
    self.offset = offset
  }

  /// The time so many microseconds after 1970-01-01 0 h on the wall, or before where negative.
  package init(ordinal: Int, offset: Int = 0) {
    self.offset = offset
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

extension LocalTime {
  /// `2013-09-10T11:25:19`, with six more digits where it has a fraction of a second, without an offset.
  package var iso8601: String {
    let text = description.replacing(" ", with: "T")
    let fraction = String(1_000_000 + microseconds % 1_000_000)
    return microseconds % 1_000_000 == 0 ? text : text + "." + fraction.dropFirst()
  }

  /// Reads that.
  init?(iso8601 text: String) {
    var reader = TimestampReader()
    guard let time = reader.read(text) else { return nil }
    self = time
  }
}
