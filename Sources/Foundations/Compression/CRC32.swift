import CZlib

/// The check of a PNG's chunks, as of gzip (ISO 3309).
package enum CRC32 {
  /// Of all bytes.
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: unsafe crc32(0, bytes, uInt(bytes.count)))
  }
}
