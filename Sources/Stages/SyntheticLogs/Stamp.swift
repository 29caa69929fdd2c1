/// `2013-09-10 11:25:19` and a byte after it: 20 bytes.
struct Stamp: Sendable {
  let head: UInt64
  let middle: UInt64
  let tail: UInt32

  /// - Parameters:
  ///   - day: days since 1970-01-01.
  ///   - second: of the day.
  init(day: Int, second: Int, then last: Unicode.Scalar) {
    let date = CivilDay(daysSinceEpoch: day)
    var text = ShortText()
    text.append(twoDigits: date.year / 100)
    text.append(twoDigits: date.year % 100)
    text.append("-")
    text.append(twoDigits: date.month)
    text.append("-")
    head = text.word

    text = ShortText()
    text.append(twoDigits: date.day)
    text.append(" ")
    text.append(twoDigits: second / 3600)
    text.append(":")
    text.append(twoDigits: second / 60 % 60)
    middle = text.word

    text = ShortText()
    text.append(":")
    text.append(twoDigits: second % 60)
    text.append(last)
    tail = UInt32(truncatingIfNeeded: text.word)
  }
}
