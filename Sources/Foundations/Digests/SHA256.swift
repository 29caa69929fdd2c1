import CNettle

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece, by nettle, which uses the CPU's SHA instructions.
/// To be used by one thread at a time.
package final class SHA256 {
  private var state = sha256_ctx()
  private var byteCount = 0

  /// `nettle_sha256_init`.
  package init() { unsafe nettle_sha256_init(&state) }

  /// Appends bytes (`nettle_sha256_update`).
  package func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress else { return }
    unsafe nettle_sha256_update(&state, bytes.count, start)
    byteCount += bytes.count
  }

  /// Of all bytes so far; more may follow.
  package var digest: ContentDigest { ContentDigest(byteCount: byteCount, sha256: bytes.hexadecimal) }

  /// The same as 32 bytes (`nettle_sha256_digest`).
  package var bytes: [UInt8] {
    // It pads the text, and starts anew.
    var state = state
    var bytes = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    unsafe nettle_sha256_digest(&state, bytes.count, &bytes)
    return bytes
  }
}

extension [UInt8] {
  fileprivate var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
