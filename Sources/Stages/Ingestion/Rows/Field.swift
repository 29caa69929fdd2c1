/// The bytes of one field; they belong to the buffer being parsed.
@unsafe struct Field {
  let start: UnsafePointer<UInt8>
  let count: Int

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = start
    unsafe self.count = count
  }

  @inline(__always)
  subscript(_ i: Int) -> UInt8 { unsafe start[i] }

  var buffer: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(start: start, count: count) }
  var text: String { unsafe String(decoding: buffer, as: UTF8.self) }

  /// Without spaces and tabs around.
  var trimmed: Field {
    var (first, end) = unsafe (0, count)
    while unsafe first < end && Self.isBlank(start[first]) { first += 1 }
    while unsafe end > first && Self.isBlank(start[end - 1]) { end -= 1 }
    return unsafe Field(start + first, count: end - first)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// A count of docks or bikes: up to six digits, which a `.0` may follow (a column of counts that once
  /// had a gap is often written so). Nil for anything else: a million docks at one station is not a
  /// count but a fault of the collector.
  var docks: UInt32? {
    var value: UInt32 = 0
    var digits = 0
    while unsafe digits < count, let digit = unsafe Self.digit(start[digits]) {
      guard digits < 6 else { return nil }
      value = value * 10 + digit
      digits += 1
    }
    guard digits > 0 else { return nil }
    if unsafe digits == count { return value }
    guard unsafe start[digits] == UInt8(ascii: "."), unsafe count > digits + 1 else { return nil }
    for i in unsafe digits + 1..<count {
      guard unsafe start[i] == UInt8(ascii: "0") else { return nil }
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    let digit = byte &- UInt8(ascii: "0")
    return digit <= 9 ? UInt32(digit) : nil
  }
}

/// Up to four digits that end before `end`, without a branch on their number: lengths of counts are
/// random and a mispredicted branch costs as much as the rest of the row. `isValid` is false for
/// anything but 1 to 4 digits. Reads the four bytes before `end`.
@inline(__always)
func shortCount(endingAt end: UnsafePointer<UInt8>, count: Int) -> (value: UInt32, isValid: Bool) {
  let word = unsafe UnsafeRawPointer(end - 4).loadUnaligned(as: UInt32.self).littleEndian
  let unused = UInt32(truncatingIfNeeded: 32 &- 8 &* count)
  let digits = (word ^ 0x3030_3030) & (UInt32.max &<< (unused & 31))
  let isDecimal = (digits | (digits &+ 0x0606_0606)) & 0xF0F0_F0F0 == 0
  let pairs = (digits & 0x00FF_00FF) &* 10 &+ ((digits &>> 8) & 0x00FF_00FF)
  let value = (pairs & 0xFFFF) &* 100 &+ (pairs &>> 16)
  return (value, isDecimal && UInt(bitPattern: count &- 1) < 4)
}
