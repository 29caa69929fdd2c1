import CZlib

/// Bytes in the format of zlib (RFC 1950), which a browser's `DecompressionStream("deflate")` reads.
package enum ZlibText {
  /// `compress2` at zlib's default level: the same bytes for the same input and version of zlib.
  package static func pack(_ bytes: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Int(compressBound(uLong(bytes.count)))) { packed, count in
      var length = uLong(packed.count)
      let status = unsafe compress2(
        packed.baseAddress!, &length, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
      // There is room for whatever comes, so only memory can be lacking.
      precondition(status == Z_OK, "zlib: error \(status)")
      count = Int(length)
    }
  }
}
