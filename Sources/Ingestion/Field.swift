/// The bytes of one field; they belong to the buffer being parsed.
@unsafe struct Field {
  let start: UnsafePointer<UInt8>
  let count: Int

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = unsafe start
    unsafe self.count = count
  }

  @inline(__always)
  subscript(_ i: Int) -> UInt8 { unsafe start[i] }

  var buffer: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(start: start, count: count) }

  /// An unsigned decimal integer of up to six digits; nil for anything else.
  ///
  /// A million docks at one station is not a count but a fault of the collector.
  var count6: UInt32? {
    guard unsafe count >= 1, unsafe count <= 6 else { return nil }
    var value: UInt32 = 0
    for i in unsafe 0..<count {
      let digit = unsafe self[i] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + UInt32(digit)
    }
    return value
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
