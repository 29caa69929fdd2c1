import Compression

/// The pixels of a PNG in an inch, which printers and word processors go by; cairo does not write them.
enum PNGResolution {
  /// The file with a chunk `pHYs` after its head (PNG, third edition, 11.3.4.3): pixels a metre.
  static func added(_ perInch: Int, to file: [UInt8]) -> [UInt8] {
    let perMetre = UInt32((Double(perInch) / 0.0254).rounded())
    let name = Array("pHYs".utf8)
    let data = bytes(perMetre) + bytes(perMetre) + [1]
    let chunk = bytes(UInt32(data.count)) + name + data + bytes(CRC32.of(name + data))
    // Its signature and the chunk IHDR are always as long.
    let head = 8 + 4 + 4 + 13 + 4
    return file[..<head] + chunk + file[head...]
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
