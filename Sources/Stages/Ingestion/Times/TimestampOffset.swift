extension TimestampCursor {
  /// Seconds east of UTC of `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `-04` (a space may stand before), inner nil
  /// when there is none; outer nil when something else stands there. Nothing may follow.
  mutating func offset() -> Int?? {
    if isAtEnd { return .some(nil) }
    _ = take(UInt8(ascii: " "))
    if take(UInt8(ascii: "Z")) { return isAtEnd ? .some(0) : nil }
    if take(UInt8(ascii: "U")) {
      return take(UInt8(ascii: "T")) && take(UInt8(ascii: "C")) && isAtEnd ? .some(0) : nil
    }
    if take(UInt8(ascii: "G")) {
      return take(UInt8(ascii: "M")) && take(UInt8(ascii: "T")) && isAtEnd ? .some(0) : nil
    }
    let sign = next == UInt8(ascii: "-") ? -1 : 1
    guard take(UInt8(ascii: "+")) || take(UInt8(ascii: "-")), let hours = number(2...2), hours <= 23 else {
      return nil
    }
    if isAtEnd { return .some(sign * hours * 3600) }
    _ = take(UInt8(ascii: ":"))
    guard let minutes = number(2...2), minutes < 60 else { return nil }
    // citybik.es writes `+00:00Z`.
    if hours == 0 && minutes == 0 { _ = take(UInt8(ascii: "Z")) }
    guard isAtEnd else { return nil }
    return .some(sign * (hours * 60 + minutes) * 60)
  }
}
