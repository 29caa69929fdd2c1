/// Up to eight bytes of ASCII in a machine word.
struct ShortText: Sendable {
  /// The first byte is the lowest.
  private(set) var word: UInt64 = 0
  private(set) var count = 0

  init() {}

  /// The digits of a number and a byte after them; eight bytes in all at most.
  init(_ number: Int, then last: Unicode.Scalar) {
    var power = 1
    while number / power >= 10 { power *= 10 }
    while power > 0 {
      append(digit: number / power % 10)
      power /= 10
    }
    append(last)
  }

  mutating func append(_ scalar: Unicode.Scalar) {
    precondition(count < 8, "a short text has eight bytes at most")
    word |= UInt64(scalar.value) << UInt64(8 * count)
    count += 1
  }

  mutating func append(digit: Int) {
    append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit)))
  }

  /// Two digits, with leading zero.
  mutating func append(twoDigits number: Int) {
    append(digit: number / 10)
    append(digit: number % 10)
  }
}

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

/// The texts of small numbers, made once.
struct DigitTables: Sendable {
  /// 0...70, each with a TAB.
  let counts = (0...70).map { ShortText($0, then: "\t") }
  /// 000...999 and a TAB, to be written over where none is wanted; first byte lowest.
  let threeDigits = (0...999).map { number in
    var text = ShortText()
    text.append(digit: number / 100)
    text.append(twoDigits: number % 100)
    text.append("\t")
    return UInt32(truncatingIfNeeded: text.word)
  }
}

extension OutputRawSpan {
  /// The whole word is stored and the excess taken back: room for eight bytes is needed.
  @inline(__always)
  mutating func append(_ text: ShortText) {
    append(word: text.word)
    removeLast(8 - text.count)
  }

  @inline(__always)
  mutating func append(_ stamp: Stamp) {
    append(word: stamp.head)
    append(word: stamp.middle)
    append(word: stamp.tail)
  }

  /// All bytes of a word, the lowest first.
  @inline(__always)
  mutating func append<Word: FixedWidthInteger & BitwiseCopyable>(word: Word) {
    // Checked for room; it counts as unsafe because a type may have padding, an integer has none.
    unsafe append(word.littleEndian, as: Word.self)
  }
}
