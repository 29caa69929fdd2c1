/// Reads the hour of the day off a time stamp as it is written.
///
/// `2013-09-10 11:25:19`, also with `/`, a `T`, a fraction, an offset (`Z`, `+01:00`, `-04`), or
/// `10/09/2013 11:25`. Every part is checked; what is not such a time has no hour.
package enum Timestamp {
  /// The hour of a whole time stamp, 0 to 23; nil when it is none.
  package static func hour(_ text: String) -> Int? {
    // Room for the eight-byte loads of the common layout.
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 8)
    return unsafe bytes.withUnsafeBufferPointer {
      unsafe hour(Field($0.baseAddress!, count: text.utf8.count))
    }
  }

  static func hour(_ field: Field) -> Int? {
    if let hour = unsafe commonHour(field) { return hour }
    var reader = unsafe Reader(field: field)
    guard reader.date(), reader.separator(), let hour = reader.number(1...2), hour < 24 else { return nil }
    if reader.take(UInt8(ascii: ":")) {
      guard let minute = reader.number(2...2), minute < 60 else { return nil }
      if reader.take(UInt8(ascii: ":")) {
        // 60 is a leap second.
        guard let second = reader.number(2...2), second <= 60, reader.fraction() else { return nil }
      }
    }
    guard reader.offset(), reader.isAtEnd else { return nil }
    return hour
  }

  /// `YYYY-MM-DD hh:mm:ss` and nothing else, the layout of most logs, eight bytes at a time.
  @inline(__always)
  private static func commonHour(_ field: Field) -> Int? {
    guard unsafe field.count == 19 else { return nil }
    let start = unsafe UnsafeRawPointer(field.start)
    let date = unsafe start.loadUnaligned(as: UInt64.self).littleEndian
    let middle = unsafe start.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
    let end = unsafe start.loadUnaligned(fromByteOffset: 11, as: UInt64.self).littleEndian
    // "0000-00-", "00 00:00", "00:00:00": exclusive or leaves the digits, each at most 9.
    let a = date ^ 0x2D30_302D_3030_3030
    let b = middle ^ 0x3030_3A30_3020_3030
    let c = end ^ 0x3030_3A30_303A_3030
    let excess =
      (a &+ 0x7F76_767F_7676_7676) | (b &+ 0x7676_7F76_767F_7676) | (c &+ 0x7676_7F76_767F_7676)
    guard (a | b | c | excess) & 0x8080_8080_8080_8080 == 0 else { return nil }
    let year = digit(a, 0) * 1000 + digit(a, 1) * 100 + digit(a, 2) * 10 + digit(a, 3)
    let month = digit(a, 5) * 10 + digit(a, 6)
    let day = digit(b, 0) * 10 + digit(b, 1)
    let hour = digit(b, 3) * 10 + digit(b, 4)
    guard isDate(year, month, day), hour < 24, digit(c, 3) < 6, digit(c, 6) * 10 + digit(c, 7) <= 60
    else { return nil }
    return hour
  }

  @inline(__always)
  private static func digit(_ word: UInt64, _ i: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &>> (8 &* i)) & 0xFF)
  }

  @inline(__always)
  fileprivate static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard month >= 1 && month <= 12 && day >= 1 else { return false }
    if day <= 28 { return true }
    if month == 2 { return day == 29 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    // April, June, September, November; the bit of each month with 31 days is set.
    return day <= 30 || (day == 31 && (0b1_0101_1010_1010 >> month) & 1 == 1)
  }
}

/// A cursor over the bytes of a time stamp; each call takes what it names, or says false.
@safe private struct Reader {
  let field: Field
  var position = 0

  var isAtEnd: Bool { unsafe position == field.count }
  private var next: UInt8? { unsafe position < field.count ? field[position] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func number(_ width: ClosedRange<Int>) -> Int? {
    var value = 0
    var digits = 0
    while digits < width.upperBound, let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      digits += 1
      position += 1
    }
    return width.contains(digits) ? value : nil
  }

  /// `2013-09-10`, `2013/09/10` or `10/09/2013`.
  mutating func date() -> Bool {
    let start = position
    if let year = number(4...4), let separator = next,
      [UInt8(ascii: "-"), UInt8(ascii: "/")].contains(separator)
    {
      position += 1
      guard let month = number(1...2), take(separator), let day = number(1...2) else { return false }
      return Timestamp.isDate(year, month, day)
    }
    position = start
    guard let day = number(1...2), take(UInt8(ascii: "/")), let month = number(1...2),
      take(UInt8(ascii: "/")), let year = number(4...4)
    else { return false }
    return Timestamp.isDate(year, month, day)
  }

  mutating func separator() -> Bool { take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")) }

  /// A point or comma and digits, or nothing.
  mutating func fraction() -> Bool {
    guard take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) else { return true }
    return number(1...18) != nil
  }

  /// `Z`, `+01:00`, `+0100`, `-04`, or nothing; a space may stand before.
  mutating func offset() -> Bool {
    guard !isAtEnd else { return true }
    _ = take(UInt8(ascii: " "))
    if take(UInt8(ascii: "Z")) { return true }
    guard take(UInt8(ascii: "+")) || take(UInt8(ascii: "-")), let hours = number(2...2), hours <= 23 else {
      return false
    }
    if isAtEnd { return true }
    _ = take(UInt8(ascii: ":"))
    guard let minutes = number(2...2) else { return false }
    return minutes < 60
  }
}
