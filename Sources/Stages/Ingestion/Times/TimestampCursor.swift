import Availability

/// A cursor over the bytes of a time stamp; each call takes what it names, or says nil or false.
@safe struct TimestampCursor {
  private let field: Field
  private var position = 0

  init(field: Field) { unsafe self.field = field }

  private var isAtEnd: Bool { unsafe position == field.count }
  private var next: UInt8? { unsafe position < field.count ? field[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func number(_ width: ClosedRange<Int>) -> Int? {
    var value = 0
    var digits = 0
    while digits < width.upperBound, let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      digits += 1
      position += 1
    }
    return width.contains(digits) ? value : nil
  }

  /// Microseconds since 1970 from 9 or 10 digits (seconds), 12 or 13 (milliseconds) or 15 or 16
  /// (microseconds), with or without a fraction; nothing else may follow. (Between 1973 and 2286.)
  mutating func epoch() -> Int? {
    let start = position
    if let digits = number(9...16), let scale = Self.microseconds[position - start] {
      let unit = position
      if let fraction = fraction(), isAtEnd, unit == position || scale > 1 {
        return digits * scale + fraction * scale / 1_000_000
      }
    }
    position = start
    return nil
  }

  /// By the number of digits: how many microseconds the unit has.
  private static let microseconds = [
    9: 1_000_000, 10: 1_000_000, 12: 1000, 13: 1000, 15: 1, 16: 1,
  ]

  /// The day of `2013-09-10`, `2013/09/10` or `10/09/2013`.
  mutating func date() -> Int? {
    let start = position
    if let year = number(4...4) {
      guard let separator = next, separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") else {
        return nil
      }
      position += 1
      guard let month = number(1...2), take(separator), let day = number(1...2) else { return nil }
      return Self.day(year, month, day)
    }
    position = start
    guard let day = number(1...2), take(UInt8(ascii: "/")), let month = number(1...2),
      take(UInt8(ascii: "/")), let year = number(4...4)
    else { return nil }
    return Self.day(year, month, day)
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    CivilDate.exists(year, month, day) ? CivilDate(year: year, month: month, day: day).day : nil
  }

  mutating func separator() -> Bool { take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")) }

  /// Microseconds since midnight of `11`, `11:25`, `11:25:19` or `11:25:19.738913`.
  mutating func clock() -> Int? {
    guard let hour = number(1...2), hour < 24 else { return nil }
    guard take(UInt8(ascii: ":")) else { return hour * 3_600_000_000 }
    guard let minute = number(2...2), minute < 60 else { return nil }
    guard take(UInt8(ascii: ":")) else { return (hour * 60 + minute) * 60_000_000 }
    guard let second = number(2...2), second < 60, let fraction = fraction() else { return nil }
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
  }

  /// Millionths (further digits are cut off) of a point or comma and digits; 0 when there is none.
  private mutating func fraction() -> Int? {
    guard take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) else { return 0 }
    var value = 0
    var digits = 0
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      if digits < 6 { value = value * 10 + Int(byte - UInt8(ascii: "0")) }
      digits += 1
      position += 1
    }
    guard digits > 0 else { return nil }
    while digits < 6 {
      value *= 10
      digits += 1
    }
    return value
  }

  /// Seconds east of UTC of `Z`, `UTC`, `+01:00`, `+0100`, `-04` (a space may stand before), inner nil
  /// when there is none; outer nil when something else stands there. Nothing may follow.
  mutating func offset() -> Int?? {
    if isAtEnd { return .some(nil) }
    _ = take(UInt8(ascii: " "))
    if take(UInt8(ascii: "Z")) { return isAtEnd ? .some(0) : nil }
    if take(UInt8(ascii: "U")) {
      return take(UInt8(ascii: "T")) && take(UInt8(ascii: "C")) && isAtEnd ? .some(0) : nil
    }
    let sign = next == UInt8(ascii: "-") ? -1 : 1
    guard take(UInt8(ascii: "+")) || take(UInt8(ascii: "-")), let hours = number(2...2), hours <= 23 else {
      return nil
    }
    if isAtEnd { return .some(sign * hours * 3600) }
    _ = take(UInt8(ascii: ":"))
    guard let minutes = number(2...2), minutes < 60, isAtEnd else { return nil }
    return .some(sign * (hours * 60 + minutes) * 60)
  }
}
