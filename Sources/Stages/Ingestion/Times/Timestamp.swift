import Availability

/// Reads time stamps: `2013-09-10 11:25:19`, also with `/`, `.` or a `T`, with a fraction and an offset (`Z`,
/// `+01:00`, `-04`); `10/09/2013 11:25`, also with `-` or `.`, two digits of the year, AM or PM;
/// `10-Sep-2013 11:25`; `20130910112519`; seconds to nanoseconds since 1970. Every part is checked; what is not such a time, or of no
/// year that logs are of, is nil.
///
/// Without a zone, a time is taken as written, and an epoch as UTC. With a zone, epochs and times with an
/// offset are converted to it; a time without an offset stays as written.
package struct TimestampReader {
  private var zone: OffsetCache?
  private var style: TimestampStyle
  /// Has any been read?
  private(set) var hasEpochs = false
  /// The date read last and its day: most rows have the date of the row before.
  private var lastDate: (head: UInt64, tail: UInt16) = (0, 0)
  private var lastDay = 0

  /// A reader for one thread. `style` says how dates are read that do not begin with a year of four digits.
  package init(zone: TimeZoneRules? = nil, style: TimestampStyle = TimestampStyle()) {
    self.zone = zone.map { OffsetCache($0) }
    self.style = style
  }

  /// Reads dates in another style.
  mutating func turn(to style: TimestampStyle) {
    self.style = style
    lastDate = (0, 0)
  }

  /// Has any been read since the last call?
  mutating func takeHasEpochs() -> Bool {
    defer { hasEpochs = false }
    return hasEpochs
  }

  /// The time that a text stands for, nil for none: as fields of rows are read, for a text by itself.
  package mutating func read(_ text: String) -> LocalTime? {
    // Room for the eight-byte loads of the common layout.
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 16)
    return unsafe bytes.withUnsafeBufferPointer {
      unsafe read(Field($0.baseAddress!, count: text.utf8.count))
    }
  }

  @inline(__always)
  mutating func read(_ field: Field) -> LocalTime? {
    if unsafe field.count == 19, let time = unsafe readCommon(field) { return time }
    if unsafe field.count == 10, let seconds = unsafe tenDigits(field), Self.plainEpochs.contains(seconds) {
      hasEpochs = true
      return local(ofSeconds: seconds)
    }
    return unsafe readVariant(field) ?? readAny(field)
  }

  /// Is it a time by the order of day and month that the log's other dates do not have, and by that only?
  func contradictsOrder(_ field: Field) -> Bool {
    guard let order = style.otherOrder else { return false }
    var other = style
    other.order = order
    var cursor = unsafe TimestampCursor(field: field, style: other)
    return cursor.stamp() != nil && cursor.isAtEnd
  }

  /// Ten digits that read as a date (`YYYYMMDDhh`) from 1990 on are one.
  private static let plainEpochs = 1_000_000_000..<1_990_010_100

  /// The common layout without seconds, with the `Z` of UTC, or with microseconds as Python writes them.
  private mutating func readVariant(_ field: Field) -> LocalTime? {
    switch unsafe field.count {
    case 16: unsafe readMinutes(field)
    case 20 where unsafe zone == nil && field[19] == UInt8(ascii: "Z"): unsafe readCommon(field)
    case 26 where unsafe field[19] == UInt8(ascii: "."): unsafe readMicroseconds(field)
    default: nil
    }
  }

  /// Ten digits, the seconds since 1970 of these decades: eight at a time.
  @inline(__always)
  private func tenDigits(_ field: Field) -> Int? {
    let start = unsafe UnsafeRawPointer(field.start)
    let head = unsafe start.loadUnaligned(as: UInt64.self).littleEndian ^ 0x3030_3030_3030_3030
    let tail = unsafe UInt64(start.loadUnaligned(fromByteOffset: 8, as: UInt16.self).littleEndian ^ 0x3030)
    let excess = (head &+ 0x7676_7676_7676_7676) | (tail &+ 0x7676)
    guard (head | tail | excess) & 0x8080_8080_8080_8080 == 0 else { return nil }
    // Pairs, fours, eights; the first digit is in the lowest byte.
    let pairs = (head &* 10 &+ (head &>> 8)) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ (pairs &>> 16)) & 0x0000_FFFF_0000_FFFF
    let eight = (fours &* 10_000 &+ (fours &>> 32)) & 0xFFFF_FFFF
    return Int(truncatingIfNeeded: eight &* 100 &+ (tail & 0xFF) &* 10 &+ (tail &>> 8))
  }

  /// `YYYY-MM-DD hh:mm:ss`, the layout of most logs, eight bytes at a time.
  @inline(__always)
  private mutating func readCommon(_ field: Field) -> LocalTime? {
    let start = unsafe UnsafeRawPointer(field.start)
    let end = unsafe start.loadUnaligned(fromByteOffset: 11, as: UInt64.self).littleEndian
    // "00:00:00": exclusive or leaves the digits, each at most 9.
    let c = end ^ 0x3030_3A30_303A_3030
    guard (c | (c &+ 0x7676_7F76_767F_7676)) & 0x8080_8080_8080_8080 == 0,
      let time = unsafe readMinutes(field)
    else { return nil }
    let second = Self.digit(c, 6) &* 10 &+ Self.digit(c, 7)
    guard second < 60 else { return nil }
    return LocalTime(day: time.day, hour: time.hour, microseconds: time.microseconds &+ second &* 1_000_000)
  }

  /// The common layout and six digits after a point.
  private mutating func readMicroseconds(_ field: Field) -> LocalTime? {
    guard let time = unsafe readCommon(field) else { return nil }
    var fraction = 0
    for i in 20..<26 {
      let digit = unsafe field[i] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      fraction = fraction &* 10 &+ Int(digit)
    }
    return LocalTime(day: time.day, hour: time.hour, microseconds: time.microseconds &+ fraction)
  }

  /// `YYYY-MM-DD hh:mm`, whatever follows.
  @inline(__always)
  private mutating func readMinutes(_ field: Field) -> LocalTime? {
    let start = unsafe UnsafeRawPointer(field.start)
    let date = unsafe start.loadUnaligned(as: UInt64.self).littleEndian
    let middle = unsafe start.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
    // "00 00:00". A `T` may be the space.
    let isT = UInt8(truncatingIfNeeded: middle &>> 16) == UInt8(ascii: "T")
    let b = middle ^ (isT ? 0x3030_3A30_3054_3030 : 0x3030_3A30_3020_3030)
    guard (b | (b &+ 0x7676_7F76_767F_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
    let tail = UInt16(truncatingIfNeeded: middle)
    if date != lastDate.head || tail != lastDate.tail {
      guard let day = day(date, b) else { return nil }
      lastDate = (date, tail)
      lastDay = day
    }
    let hour = Self.digit(b, 3) &* 10 &+ Self.digit(b, 4)
    let minute = Self.digit(b, 6) &* 10 &+ Self.digit(b, 7)
    guard hour < 24, minute < 60 else { return nil }
    return LocalTime(day: lastDay, hour: hour, microseconds: (hour &* 60 &+ minute) &* 60_000_000)
  }

  private func day(_ date: UInt64, _ middle: UInt64) -> Int? {
    // "0000-00-"
    let a = date ^ 0x2D30_302D_3030_3030
    guard (a | (a &+ 0x7F76_767F_7676_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
    let year = Self.digit(a, 0) * 1000 + Self.digit(a, 1) * 100 + Self.digit(a, 2) * 10 + Self.digit(a, 3)
    let month = Self.digit(a, 5) * 10 + Self.digit(a, 6)
    let day = Self.digit(middle, 0) * 10 + Self.digit(middle, 1)
    return style.day(year, month, day)
  }

  @inline(__always)
  private static func digit(_ word: UInt64, _ i: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &>> (8 &* i)) & 0xFF)
  }

  private mutating func readAny(_ field: Field) -> LocalTime? {
    var cursor = unsafe TimestampCursor(field: field, style: style)
    if let epoch = cursor.epoch() {
      hasEpochs = true
      return local(ofUTC: epoch)
    }
    guard let (day, time) = cursor.compactStamp() ?? cursor.stamp() else { return nil }
    let written = day * LocalTime.microsecondsPerDay + time
    switch cursor.offset() {
    case .none: return nil
    case .some(.none): return LocalTime(ordinal: written)
    case .some(.some(let seconds)):
      guard zone != nil else { return LocalTime(ordinal: written, offset: seconds) }
      return local(ofUTC: written - seconds * 1_000_000)
    }
  }

  @inline(__always)
  private mutating func local(ofSeconds seconds: Int) -> LocalTime {
    let offset = zone == nil ? 0 : zone!.offset(at: seconds)
    let local = seconds &+ offset
    let (day, second) = local.quotientAndRemainder(dividingBy: 86_400)
    return LocalTime(day: day, hour: second / 3600, microseconds: second &* 1_000_000, offset: offset)
  }

  /// The local time of microseconds since 1970, UTC.
  @inline(__always)
  private mutating func local(ofUTC microseconds: Int) -> LocalTime {
    guard zone != nil else { return LocalTime(ordinal: microseconds) }
    let seconds = LocalTime(ordinal: microseconds)
    let moment = seconds.day * 86_400 + seconds.microseconds / 1_000_000
    let offset = zone!.offset(at: moment)
    return LocalTime(ordinal: microseconds + offset * 1_000_000, offset: offset)
  }
}
