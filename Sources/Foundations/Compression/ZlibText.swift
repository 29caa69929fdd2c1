import CZlib

/// Bytes in the format of zlib (RFC 1950), which a browser's `DecompressionStream("deflate")` reads.
package enum ZlibText {
  /// As short as zlib makes them: by matches, or by how often each byte comes, which suits noise. The same bytes for the same
  /// input and version of zlib.
  package static func pack(_ bytes: [UInt8]) -> [UInt8] {
    let matched = pack(bytes, strategy: Z_DEFAULT_STRATEGY)
    let filtered = pack(bytes, strategy: Z_FILTERED)
    return filtered.count < matched.count ? filtered : matched
  }

  private static func pack(_ bytes: [UInt8], strategy: Int32) -> [UInt8] {
    var stream = unsafe z_stream()
    let (windowBits, memoryLevel): (Int32, Int32) = (15, 8)
    var status = unsafe deflateInit2_(
      &stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, memoryLevel, strategy, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    // With valid parameters and room for whatever comes, only memory can be lacking.
    precondition(status == Z_OK, "zlib: error \(status)")
    defer { unsafe deflateEnd(&stream) }
    let bound = unsafe Int(deflateBound(&stream, uLong(bytes.count)))
    return unsafe bytes.withUnsafeBufferPointer { input in
      unsafe [UInt8](unsafeUninitializedCapacity: bound) { packed, count in
        unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.avail_in = UInt32(input.count)
        unsafe stream.next_out = packed.baseAddress
        unsafe stream.avail_out = UInt32(packed.count)
        status = unsafe deflate(&stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "zlib: error \(status)")
        count = unsafe packed.count - Int(stream.avail_out)
      }
    }
  }
}
