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
