/// Size and SHA-256 of a sequence of bytes.
package struct ContentDigest: Codable, Equatable, Sendable {
  /// Bytes of the contents.
  package let byteCount: Int
  /// 64 hexadecimal digits in lower case, as `sha256sum` prints them.
  package let sha256: String

  /// A digest that was computed elsewhere, or read from a file.
  package init(byteCount: Int, sha256: String) {
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}

extension ContentDigest {
  /// Bytes read at a time: with what the system copies them from, they stay in the second-level cache.
  private static let bufferSize = 256 << 10

  /// Of contents that can be read at any place, their first `limit` bytes or as many as there are.
  ///
  /// `read` reads some bytes at an offset, as `pread` does: 0 is the end. Throws what `read` throws.
  package init<Failure: Error>(
    upTo limit: Int,
    reading read: (_ buffer: UnsafeMutableRawBufferPointer, _ offset: Int) throws(Failure) -> Int
  ) throws(Failure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 64)
    defer { unsafe buffer.deallocate() }
    let sha256 = SHA256()
    var offset = 0
    while offset < limit {
      let room = min(buffer.count, limit - offset)
      let count = try unsafe read(UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]), offset)
      if count == 0 { break }
      unsafe sha256.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += count
    }
    self = sha256.digest
  }
}
