import Availability
import Ingestion

private let paris = TimeZoneRules(name: "Europe/Paris")

/// Time stamps, a line each, against a plain reader. The first byte is the style: order, AM and PM, what a date that is
/// cut looks like, zone.
func fuzzTimes(_ data: UnsafeBufferPointer<UInt8>) -> CInt {
  guard data.count > 1 else { return 0 }
  let choice = data[0]
  var style = TimestampStyle(order: DateOrder.allCases[Int(choice) % 3], hasMeridiem: choice & 4 == 0)
  style.longYearSeparator = choice & 8 == 0 ? nil : UInt8(ascii: "-")
  style.isPadded = choice & 16 != 0
  let zone = choice & 32 == 0 ? nil : paris
  // One reader for all: it remembers dates.
  var reader = TimestampReader(zone: zone, style: style)
  let plain = PlainTimes(style: style, zone: zone)
  for line in data[1...].split(separator: 10) {
    let text = String(decoding: line, as: UTF8.self)
    let found = reader.read(text)
    let bytes = Array(text.utf8)
    guard bytes.count <= PlainTimes.longest else { continue }
    let expected = plain.read(bytes)
    precondition(
      found == expected,
      "'\(text)' by \(style): \(String(describing: found)), not \(String(describing: expected))")
  }
  return 0
}

/// What a time stamp is, in the plainest way: a text is cut into date, separator, clock and offset in every way that
/// there is, and each part is held against what it may be.
struct PlainTimes {
  let style: TimestampStyle
  let zone: TimeZoneRules?
  /// Longer ones have too many cuts.
  static let longest = 40

  typealias Text = ArraySlice<UInt8>

  func read(_ text: [UInt8]) -> LocalTime? {
    if let moment = epoch(text[...]) { return local(moment) }
    for end in 6..<max(6, text.count) where isDigit(text[end - 1]) {
      let date = text[..<end]
      let split = date.count > 10 ? nil : splitDate(date)
      for (day, isCompact) in [(compactDate(date), true), (split ?? namedDate(date), false)] {
        guard let day else { continue }
        for start in end..<min(end + 4, text.count) where isSeparator(text[end..<start], isCompact) {
          for stop in start + 1...text.count {
            if isCompact && start == end, leadingDigits(text[start..<stop]) % 2 == 1 { continue }
            guard let time = clock(text[start..<stop], isCompact), let offset = offset(text[stop...]) else {
              continue
            }
            return moment(day * 86_400_000_000 + time, offset)
          }
        }
      }
    }
    return nil
  }

  private func moment(_ written: Int, _ offset: Int?) -> LocalTime {
    guard let offset else { return LocalTime(ordinal: written) }
    return zone == nil ? LocalTime(ordinal: written, offset: offset) : local(written - offset * 1_000_000)
  }

  private func local(_ utc: Int) -> LocalTime {
    let offset = zone?.offset(at: floor(utc, 1_000_000)) ?? 0
    return LocalTime(ordinal: utc + offset * 1_000_000, offset: offset)
  }

  private func floor(_ number: Int, _ unit: Int) -> Int { (number - ((number % unit) + unit) % unit) / unit }

  // MARK: - Numbers

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private func leadingDigits(_ text: Text) -> Int { text.prefix(while: isDigit).count }

  /// A number of so many digits; nil for anything else.
  private func number(_ text: Text, _ digits: ClosedRange<Int>) -> Int? {
    digits.contains(text.count) && text.allSatisfy(isDigit) ? Int(String(decoding: text, as: UTF8.self)) : nil
  }

  /// Millionths of digits, as many as there are; further ones are cut off.
  private func millionths(_ text: Text) -> Int? {
    guard !text.isEmpty, text.allSatisfy(isDigit) else { return nil }
    return Int(String(decoding: text.prefix(6), as: UTF8.self).padding(6))
  }

  /// Text before a point or comma, and the millionths after it.
  private func split(_ text: Text) -> (Text, Int)? {
    guard let point = text.firstIndex(where: { $0 == 0x2E || $0 == 0x2C }) else { return (text, 0) }
    return millionths(text[(point + 1)...]).map { (text[..<point], $0) }
  }

  // MARK: - Parts

  private func epoch(_ text: Text) -> Int? {
    guard let (whole, fraction) = split(text), let number = number(whole, 10...19) else { return nil }
    let hasFraction = whole.count < text.count
    let found: Int
    switch whole.count {
    case 10: found = number * 1_000_000 + fraction
    case 13: found = number * 1000 + fraction / 1000
    case 16 where !hasFraction: found = number
    case 19 where !hasFraction: found = number / 1000
    default: return nil
    }
    guard style.years.contains(CivilDate(day: floor(found, 86_400_000_000)).components.year) else {
      return nil
    }
    // YYYYMMDDhh, whole or as what is left of more digits.
    if !hasFraction && whole.count <= 13, compactDate(whole.prefix(8)) != nil,
      self.number(whole.dropFirst(8).prefix(2), 2...2)! < 24
    {
      return nil
    }
    return found
  }

  private func day(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard style.years.contains(year), 1...12 ~= month, day > 0 else { return nil }
    func isLeap(_ year: Int) -> Bool { year % 400 == 0 || year % 4 == 0 && year % 100 != 0 }
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    return (1970..<year).reduce(0) { $0 + (isLeap($1) ? 366 : 365) } + lengths[..<(month - 1)].reduce(0, +)
      + day - 1
  }

  private func compactDate(_ text: Text) -> Int? {
    guard let number = number(text, 8...8) else { return nil }
    return day(number / 10_000, number / 100 % 100, number % 100)
  }

  private func splitDate(_ text: Text) -> Int? {
    guard let separator = text.first(where: { !isDigit($0) }), "-/.".utf8.contains(separator) else {
      return nil
    }
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3, let a = number(parts[0], 1...4), let b = number(parts[1], 1...2),
      let c = number(parts[2], 1...4)
    else { return nil }
    switch (parts[0].count, parts[2].count) {
    case (4, 1...2): return day(a, b, c)
    case (1...2, 4):
      if style.isPadded && parts[0].count == 1 { return nil }
      return style.order == .monthFirst ? day(c, a, b) : day(c, b, a)
    case (1...2, 2):
      if style.isPadded && parts[0].count == 1 || style.longYearSeparator == separator { return nil }
      switch style.order {
      case .dayFirst: return day(2000 + c, b, a)
      case .monthFirst: return day(2000 + c, a, b)
      case .yearFirst: return day(2000 + a, b, c)
      }
    default: return nil
    }
  }

  /// A date with the month's name, a day of the week before it or not.
  private func namedDate(_ text: Text) -> Int? {
    // A year ends it. Matching is slow.
    guard text.count > 8, number(text.suffix(4), 4...4) != nil, "-/ ".utf8.contains(text[text.endIndex - 5])
    else { return nil }
    let whole = String(decoding: text, as: UTF8.self)
    if let week = whole.wholeMatch(of: /([A-Za-z]+)\.?,? (.*)/), MonthNames.isWeekday(String(week.1)) {
      return plainNamedDate(String(week.2))
    }
    return plainNamedDate(whole)
  }

  private func plainNamedDate(_ text: String) -> Int? {
    if let found = text.wholeMatch(of: /([0-9]{1,2})([-\/ ])([^-\/ .0-9]+)\.?([-\/ ])([0-9]{4})/),
      found.2 == found.4
    {
      return month(found.3).flatMap { day(Int(found.5)!, $0, Int(found.1)!) }
    }
    guard let found = text.wholeMatch(of: /([^-\/ .0-9]+)\.? ([0-9]{1,2}),? ([0-9]{4})/) else { return nil }
    return month(found.1).flatMap { day(Int(found.3)!, $0, Int(found.2)!) }
  }

  /// Of letters only.
  private func month(_ name: Substring) -> Int? {
    let isLetters = name.utf8.allSatisfy { $0 >= 0x80 || (0x61...0x7A).contains($0 | 0x20) }
    return isLetters && name.utf8.count <= 16 ? MonthNames.number(String(name)) : nil
  }

  private func isSeparator(_ text: Text, _ isCompact: Bool) -> Bool {
    let some = ["T", " ", ", "]
    let all = isCompact ? some + ["", "_"] : some + some.map { $0 + " " }
    return all.contains { text.elementsEqual($0.utf8) }
  }

  private func clock(_ text: Text, _ isCompact: Bool) -> Int? {
    if isCompact, let time = compactClock(text) { return time }
    let (digits, half) = meridiem(text)
    let parts = digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard let hour = number(parts[0], half == nil && parts.count == 1 ? 2...2 : 1...2), hour < 24 else {
      return nil
    }
    var time = 0
    if parts.count > 1 {
      guard let minute = number(parts[1], 2...2), minute < 60 else { return nil }
      time = minute * 60_000_000
    }
    if parts.count > 2 {
      guard let (whole, fraction) = split(parts[2]), let second = number(whole, 2...2), second < 60 else {
        return nil
      }
      time += second * 1_000_000 + fraction
    }
    guard parts.count <= 3 else { return nil }
    guard let half else { return hour * 3_600_000_000 + time }
    guard style.hasMeridiem, 1...12 ~= hour else { return nil }
    return (hour % 12 + half) * 3_600_000_000 + time
  }

  private func compactClock(_ text: Text) -> Int? {
    guard let (whole, fraction) = split(text), whole.count == text.count || whole.count == 6,
      number(whole, 4...6) != nil, whole.count != 5
    else { return nil }
    let parts = (0..<whole.count / 2).map { number(whole.dropFirst(2 * $0).prefix(2), 2...2)! }
    let second = parts.count > 2 ? parts[2] : 0
    guard parts[0] < 24, parts[1] < 60, second < 60 else { return nil }
    return ((parts[0] * 60 + parts[1]) * 60 + second) * 1_000_000 + fraction
  }

  /// A clock without AM or PM, and the hours that these add.
  private func meridiem(_ text: Text) -> (Text, Int?) {
    for (letters, half) in [("a", 0), ("p", 12)] {
      let blanks = ["", " ", "\u{A0}", "\u{202F}"]
      let pointed = blanks.flatMap { ["\(letters).\($0)m", "\(letters).\($0)m."] }
      for end in ["\(letters)m"] + pointed {
        guard text.count >= end.utf8.count,
          String(decoding: text.suffix(end.utf8.count), as: UTF8.self).lowercased() == end
        else { continue }
        let rest = text.dropLast(end.utf8.count)
        let blank = [" ", "\u{A0}", "\u{202F}"].first { rest.reversed().starts(with: $0.utf8.reversed()) }
        return (rest.dropLast(blank?.utf8.count ?? 0), half)
      }
    }
    return (text, nil)
  }

  /// Seconds east of UTC, inner nil for none; outer nil where something else stands there.
  private func offset(_ text: Text) -> Int?? {
    if text.isEmpty { return .some(nil) }
    let text = text.first == UInt8(ascii: " ") ? text.dropFirst() : text
    let word = String(decoding: text, as: UTF8.self)
    if ["Z", "UTC", "GMT"].contains(word) { return 0 }
    guard let sign = word.first, sign == "+" || sign == "-",
      let hours = number(text.dropFirst().prefix(2), 2...2),
      hours < 24
    else { return nil }
    var rest = text.dropFirst(3)
    if rest.isEmpty { return (sign == "-" ? -1 : 1) * hours * 3600 }
    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
    if hours == 0, rest.elementsEqual("00Z".utf8) { return 0 }
    guard let minutes = number(rest, 2...2), minutes < 60 else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 60 + minutes) * 60
  }
}

extension String {
  /// With zeros behind it, so many digits.
  fileprivate func padding(_ digits: Int) -> String {
    self + String(repeating: "0", count: max(0, digits - utf8.count))
  }
}
