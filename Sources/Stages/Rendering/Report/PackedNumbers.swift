import Compression

/// 16-bit numbers as a report holds them: all upper bytes, then all lower bytes, in the format of zlib.
///
/// Like stations lie side by side, so their upper bytes hardly differ, and pack well when they are by themselves.
enum PackedNumbers {
  static func pack<Number: FixedWidthInteger>(_ numbers: UnsafeBufferPointer<Number>) -> [UInt8] {
    ZlibText.pack(unsafe bytes(of: numbers))
  }

  /// Not packed.
  static func bytes(of numbers: [UInt16]) -> [UInt8] {
    unsafe numbers.withUnsafeBufferPointer { unsafe bytes(of: $0) }
  }

  private static func bytes<Number: FixedWidthInteger>(of numbers: UnsafeBufferPointer<Number>) -> [UInt8] {
    let count = numbers.count
    return unsafe [UInt8](unsafeUninitializedCapacity: 2 * count) { bytes, size in
      for i in 0..<count {
        let number = unsafe UInt16(truncatingIfNeeded: numbers[i])
        unsafe bytes[i] = UInt8(number >> 8)
        unsafe bytes[count + i] = UInt8(number & 0xFF)
      }
      size = 2 * count
    }
  }

  static func pack(_ numbers: [UInt16]) -> [UInt8] {
    unsafe numbers.withUnsafeBufferPointer { unsafe pack($0) }
  }
}
