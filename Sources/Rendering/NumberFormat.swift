import CDecimal

/// How a double becomes text.
package enum NumberFormat: Equatable, Sendable {
  /// The shortest decimal that reads back to the same double; `1.0`, never `1`, so that a reader that
  /// guesses types sees a float.
  case shortest
  /// So many digits behind the point, rounded to nearest.
  case decimals(Int)

  /// Room that one number needs.
  package static let maximumLength = 24
  /// What `decimals` may be: `-1.` and 17 digits fit the room.
  package static let decimalsRange = 1...17

  /// Writes `value`, nothing at all for NaN, and returns the length. `text` has room for
  /// `maximumLength` bytes; |value| < 1000.
  @inline(__always)
  func write(_ value: Double, to text: UnsafeMutablePointer<UInt8>) -> Int {
    if value.isNaN { return 0 }
    switch self {
    case .shortest:
      let value = value + 0.0
      let count = unsafe text.withMemoryRebound(to: CChar.self, capacity: Self.maximumLength) {
        unsafe velibcorr_shortest_decimal(value, $0)
      }
      guard value == value.rounded(.towardZero) else { return count }
      unsafe text[count] = UInt8(ascii: ".")
      unsafe text[count + 1] = UInt8(ascii: "0")
      return count + 2
    case .decimals(let digits):
      return unsafe writeDecimals(value, digits, to: text)
    }
  }

  private func writeDecimals(_ value: Double, _ digits: Int, to text: UnsafeMutablePointer<UInt8>) -> Int {
    let count = unsafe text.withMemoryRebound(to: CChar.self, capacity: Self.maximumLength) {
      unsafe velibcorr_fixed_decimal(value, Int32(digits), $0, Self.maximumLength)
    }
    precondition(count > 0, "a number too large for its field")
    // -0.000 says less than 0.000.
    let isNegativeZero =
      unsafe text[0] == UInt8(ascii: "-")
      && (1..<count).allSatisfy { unsafe text[$0] == UInt8(ascii: "0") || text[$0] == UInt8(ascii: ".") }
    guard isNegativeZero else { return count }
    for i in 1..<count { unsafe text[i - 1] = unsafe text[i] }
    return count - 1
  }
}
