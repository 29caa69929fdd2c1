import Digests
import Testing

/// Digests of contents that are read at any place, as files are.
@Suite struct ContentDigestTests {
  private static let millionLetters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)

  /// Reads `bytes` as `pread` does, at most `most` at a time.
  private static func reader(
    of bytes: [UInt8], atMost most: Int = .max
  ) -> (UnsafeMutableRawBufferPointer, Int) -> Int {
    { buffer, offset in
      let rest = bytes[min(offset, bytes.count)...].prefix(min(most, buffer.count))
      unsafe buffer.copyBytes(from: rest)
      return rest.count
    }
  }

  @Test("However much a read gives", arguments: [1000, 65_536, 99_999, .max])
  func shortReads(most: Int) {
    let digest = ContentDigest(upTo: .max, reading: Self.reader(of: Self.millionLetters, atMost: most))
    #expect(digest == ContentDigest(byteCount: 1_000_000, sha256: SHA256Tests.millionLetters))
  }

  @Test("Not beyond the limit: a file may grow while it is read")
  func limit() {
    let read = Self.reader(of: Array("abc and what came later".utf8))
    #expect(
      ContentDigest(upTo: 3, reading: read)
        == ContentDigest(byteCount: 3, sha256: SHA256Tests.examples[1].sha256))
    #expect(ContentDigest(upTo: 0, reading: read).sha256 == SHA256Tests.examples[0].sha256)
    let grown = Self.reader(of: Self.millionLetters + Self.millionLetters)
    #expect(
      ContentDigest(upTo: 1_000_000, reading: grown)
        == ContentDigest(byteCount: 1_000_000, sha256: SHA256Tests.millionLetters))
  }

  @Test("Contents that have become shorter than the limit count as they are")
  func shorter() {
    let read = Self.reader(of: Array("abc".utf8))
    #expect(
      ContentDigest(upTo: 5000, reading: read)
        == ContentDigest(byteCount: 3, sha256: SHA256Tests.examples[1].sha256))
  }

  @Test("An error of reading is passed on")
  func failure() {
    struct Unreadable: Error, Equatable { let offset: Int }
    let read = Self.reader(of: Self.millionLetters, atMost: 1000)
    #expect(throws: Unreadable(offset: 5000)) {
      _ = try ContentDigest(upTo: .max) { buffer, offset throws(Unreadable) in
        guard offset < 5000 else { throw Unreadable(offset: offset) }
        return unsafe read(buffer, offset)
      }
    }
  }
}
