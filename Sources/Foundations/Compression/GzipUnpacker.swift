import CZlib

/// Unpacks gzip members (RFC 1952), one after the other, by zlib, which checks each member's length and CRC-32.
@safe package final class GzipUnpacker {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  /// Makes room for unpacking (`inflateInit2`). Throws zlib's error when there is no memory for it.
  package init() throws(ZlibError) {
    unsafe stream.initialize(to: z_stream())
    let status = unsafe velibcorr_inflate_init_gzip(stream)
    guard status == Z_OK else { throw ZlibError(words: "error \(status)", code: status) }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Another member begins (`inflateReset`).
  package func beginMember() { unsafe inflateReset(stream) }

  /// Unpacks from the front of `packed` to the front of `output`, until one is used up or the member ends (`inflate`).
  /// Returns the bytes taken and made. Throws zlib's error for data that are damaged.
  package func unpack(
    _ packed: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(ZlibError) -> (taken: Int, made: Int, isAtEnd: Bool) {
    let (room, available) = (uInt(min(output.count, 1 << 30)), uInt(min(packed.count, 1 << 30)))
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: packed.baseAddress?.assumingMemoryBound(to: Bytef.self))
    unsafe stream.pointee.avail_in = available
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
    unsafe stream.pointee.avail_out = room
    let status = unsafe inflate(stream, Z_NO_FLUSH)
    guard [Z_OK, Z_BUF_ERROR, Z_STREAM_END].contains(status) else {
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "error \(status)"
      throw ZlibError(words: words, code: status)
    }
    return unsafe (
      Int(available - stream.pointee.avail_in), Int(room - stream.pointee.avail_out), status == Z_STREAM_END
    )
  }
}
