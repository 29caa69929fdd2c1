import CISAL

/// Unpacks gzip members (RFC 1952), one after the other, by ISA-L (igzip), which checks each member's length and CRC-32, at
/// twice the rate of zlib.
@safe package final class GzipUnpacker {
  private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)

  /// Ready for a member (`isal_inflate_init`).
  package init() {
    unsafe isal_inflate_init(state)
    unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
  }

  deinit { unsafe state.deallocate() }

  /// Another member begins (`isal_inflate_reset`).
  package func beginMember() { unsafe isal_inflate_reset(state) }

  /// Unpacks from the front of `packed` to the front of `output`, until one is used up or the member ends
  /// (`isal_inflate`). Returns the bytes taken and made. What fills `output` may leave more to be made of nothing: some
  /// bytes are taken in advance. Throws `UnpackError` for data that are damaged.
  package func unpack(
    _ packed: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(UnpackError) -> (taken: Int, made: Int, isAtEnd: Bool) {
    let (room, available) = (UInt32(min(output.count, 1 << 30)), UInt32(min(packed.count, 1 << 30)))
    unsafe state.pointee.next_in = UnsafeMutablePointer(
      mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe state.pointee.avail_in = available
    unsafe state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe state.pointee.avail_out = room
    let status = unsafe isal_inflate(state)
    guard status >= 0 else { throw UnpackError(code: status) }
    return unsafe (
      Int(available - state.pointee.avail_in), Int(room - state.pointee.avail_out),
      state.pointee.block_state == ISAL_BLOCK_FINISH
    )
  }
}

/// Why data cannot be unpacked.
package struct UnpackError: Error, Equatable {
  /// `ISAL_INVALID_BLOCK` and the like.
  package let code: Int32

  /// The same in words.
  package var words: String {
    switch code {
    case ISAL_INVALID_BLOCK, ISAL_INVALID_SYMBOL, ISAL_INVALID_LOOKBACK: "damaged data"
    case ISAL_INVALID_WRAPPER: "damaged header"
    case ISAL_UNSUPPORTED_METHOD: "not compressed by the method that gzip uses"
    case ISAL_INCORRECT_CHECKSUM: "wrong CRC-32 or length"
    default: "error \(code)"
    }
  }
}
