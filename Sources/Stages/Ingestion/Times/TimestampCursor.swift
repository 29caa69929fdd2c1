import Availability

/// A cursor over the bytes of a time stamp; each call takes what it names, or says nil or false.
@safe struct TimestampCursor {
  private let field: Field
  let style: TimestampStyle
  private var position = 0

  init(field: Field, style: TimestampStyle = TimestampStyle()) {
    unsafe self.field = field
    self.style = style
  }

  var isAtEnd: Bool { unsafe position == field.count }
  var next: UInt8? { unsafe position < field.count ? field[position] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func number(_ width: ClosedRange<Int>) -> Int? {
    var value = 0
    var digits = 0
    while digits < width.upperBound, let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      value = value &* 10 &+ Int(byte - UInt8(ascii: "0"))
      digits += 1
      position += 1
    }
    return width.contains(digits) ? value : nil
  }

  /// How many digits stand here.
  private var digitCount: Int {
    var end = position
    while unsafe end < field.count, unsafe field[end] &- UInt8(ascii: "0") <= 9 { end += 1 }
    return end - position
  }

  // MARK: - Since 1970

  /// Microseconds since 1970 from 10 digits (seconds), 13 (milliseconds), 16 (microseconds) or 19 (nanoseconds),
  /// the first two with or without a fraction; nothing else may follow. Nil beyond the years of logs.
  mutating func epoch() -> Int? {
    let start = position
    if let unit = Self.unit(digitCount), let digits = number(10...19) {
      let end = position
      if let fraction = fraction(), isAtEnd, end == position || unit.scale > 1 {
        let found = digits / unit.divisor * unit.scale + fraction * unit.scale / 1_000_000
        let isDate = unit.scale == 1_000_000 && end == position && Self.isHour(digits, style)
        let isCut = unit.scale == 1000 && end == position && Self.isHour(digits / 1000, style)
        if isLogged(found) && !isDate && !isCut { return found }
      }
    }
    position = start
    return nil
  }

  private func isLogged(_ microseconds: Int) -> Bool {
    style.years.contains(CivilDate(day: LocalTime(ordinal: microseconds).day).components.year)
  }

  /// `YYYYMMDDhh`
  private static func isHour(_ digits: Int, _ style: TimestampStyle) -> Bool {
    digits % 100 < 24
      && style.day(digits / 1_000_000, digits / 10_000 % 100, digits / 100 % 100) != nil
  }

  /// By the number of digits: how many microseconds the unit has, or how many of it a microsecond.
  private static func unit(_ digits: Int) -> (scale: Int, divisor: Int)? {
    switch digits {
    case 10: (1_000_000, 1)
    case 13: (1000, 1)
    case 16: (1, 1)
    case 19: (1, 1000)
    default: nil
    }
  }

  // MARK: - Without separators

  /// Day and microseconds since midnight of `2013091011`, `201309101125` or `20130910112519`, or with a `T`, a
  /// blank or an underscore before the hour; a fraction may follow the seconds.
  mutating func compactStamp() -> (day: Int, time: Int)? {
    let start = position
    let digits = digitCount
    guard 8...14 ~= digits, digits & 1 == 0, let year = number(4...4), let month = number(2...2),
      let date = number(2...2), let day = style.day(year, month, date),
      digits > 8 || separator() || take(UInt8(ascii: "_")), let time = compactClock() ?? clock()
    else {
      position = start
      return nil
    }
    return (day, time)
  }

  /// Microseconds since midnight of `1125` or `112519`.
  private mutating func compactClock() -> Int? {
    let start = position
    let digits = digitCount
    guard digits == 4 || digits == 6, let hour = number(2...2), hour < 24, let minute = number(2...2),
      minute < 60, let second = digits > 4 ? number(2...2) : 0, second < 60,
      let fraction = digits == 6 ? fraction() : 0
    else {
      position = start
      return nil
    }
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
  }

  // MARK: - With separators

  /// Day and microseconds since midnight of a date and a clock.
  mutating func stamp() -> (day: Int, time: Int)? {
    guard let day = date(), separator() else { return nil }
    let blank = position
    while next == UInt8(ascii: " ") { position += 1 }
    guard position - blank < 2, let time = clock() else { return nil }
    return (day, time)
  }

  /// The day of `2013-09-10`, `2013/09/10` or `2013.09.10`, or in the style's order of `10/09/2013` or `10/09/13`,
  /// with any of these separators, or with the month's name.
  mutating func date() -> Int? {
    let start = position
    guard let (numbers, hasLongYear) = dateNumbers() else {
      position = start
      return namedDate()
    }
    guard !isCut(from: start, hasLongYear) else { return nil }
    if hasLongYear.first { return style.day(numbers.0, numbers.1, numbers.2) }
    // Year first is said of years of two digits; of four they come last then.
    let order = hasLongYear.last && style.order == .yearFirst ? .dayFirst : style.order
    let (year, month, day) =
      switch order {
      case .dayFirst: (numbers.2, numbers.1, numbers.0)
      case .monthFirst: (numbers.2, numbers.0, numbers.1)
      case .yearFirst: numbers
      }
    return style.day(hasLongYear.last ? year : 2000 + year, month, day)
  }

  /// Is the date that begins at `start` what is left of one of the log's?
  private func isCut(from start: Int, _ hasLongYear: (first: Bool, last: Bool)) -> Bool {
    guard !hasLongYear.first else { return false }
    let first = (start..<position).prefix { unsafe field[$0] &- UInt8(ascii: "0") <= 9 }.count
    if style.isPadded && first == 1 { return true }
    return unsafe !hasLongYear.last && style.longYearSeparator == field[start + first]
  }

  /// The byte after the first number of a date that begins here.
  var dateSeparator: UInt8? {
    let end = position + digitCount
    return unsafe end < field.count ? field[end] : nil
  }

  /// The three numbers of a date as they stand, and whether the first or the last is a year of four digits; other
  /// numbers have one or two digits, years two.
  mutating func dateNumbers() -> (numbers: (Int, Int, Int), hasLongYear: (first: Bool, last: Bool))? {
    let isFirst = digitCount == 4
    guard let first = isFirst ? number(4...4) : number(1...2), let separator = next,
      "-/.".utf8.contains(separator), take(separator), let second = number(1...2), take(separator)
    else { return nil }
    let isLast = digitCount == 4
    guard !(isFirst && isLast),
      let third = isLast ? number(4...4) : isFirst ? number(1...2) : number(2...2)
    else { return nil }
    return ((first, second, third), (isFirst, isLast))
  }

  /// A `T` or a blank between date and clock; a comma may stand before the blank, as JavaScript writes it.
  mutating func separator() -> Bool {
    let start = position
    if take(UInt8(ascii: ",")) {
      if take(UInt8(ascii: " ")) { return true }
      // Another separator may be looked for here.
      position = start
      return false
    }
    return take(UInt8(ascii: "T")) || take(UInt8(ascii: " "))
  }

  /// Does a date end here?
  var isAtSeparator: Bool { next.map { "T ,".utf8.contains($0) } ?? false }

  /// Microseconds since midnight of `11` (two digits: the rest of `2` may be cut off), `11:25`, `11:25:19` or
  /// `11:25:19.738913`, also with AM or PM.
  mutating func clock() -> Int? {
    let digits = digitCount
    guard let hour = number(1...2), hour < 24 else { return nil }
    var time = 0
    var isHourOnly = true
    if take(UInt8(ascii: ":")) {
      isHourOnly = false
      guard let minute = number(2...2), minute < 60 else { return nil }
      time = minute * 60_000_000
      if take(UInt8(ascii: ":")) {
        guard let second = number(2...2), second < 60, let fraction = fraction() else { return nil }
        time += second * 1_000_000 + fraction
      }
    }
    guard let half = meridiem() else {
      guard !isHourOnly || digits == 2 else { return nil }
      return hour * 3_600_000_000 + time
    }
    guard style.hasMeridiem, 1...12 ~= hour else { return nil }
    return (hour % 12 + half) * 3_600_000_000 + time
  }

  /// 0 for `AM`, 12 for `PM`, also in small letters, with points or after a blank; nil without one.
  private mutating func meridiem() -> Int? {
    let start = position
    takeBlank()
    let letter = next.map { $0 | 0x20 }
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else {
      position = start
      return nil
    }
    position += 1
    let hasPoints = take(UInt8(ascii: "."))
    // Spanish Windows writes `a. m.`
    if hasPoints { takeBlank() }
    guard next.map({ $0 | 0x20 }) == UInt8(ascii: "m") else {
      position = start
      return nil
    }
    position += 1
    if hasPoints { _ = take(UInt8(ascii: ".")) }
    return letter == UInt8(ascii: "p") ? 12 : 0
  }

  /// A blank, a no-break blank, or the narrow one that newer JavaScript puts before AM and PM.
  private mutating func takeBlank() {
    for blank in Self.blanks where unsafe position + blank.count <= field.count {
      guard blank.indices.allSatisfy({ unsafe field[position + $0] == blank[$0] }) else { continue }
      position += blank.count
      return
    }
  }

  private static let blanks = [" ", "\u{A0}", "\u{202F}"].map { Array($0.utf8) }

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
}
