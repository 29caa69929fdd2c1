import Digests
import Testing

@Suite struct SHA256Tests {
  /// The examples of NIST for FIPS 180-4 (one block, two blocks) and the empty text.
  static let examples: [(text: String, sha256: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ]

  /// Of a million letters a, the long example.
  static let millionLetters = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

  @Test("The examples of FIPS 180-4", arguments: examples)
  func standard(text: String, sha256: String) {
    let expected = ContentDigest(byteCount: text.utf8.count, sha256: sha256)
    #expect(digest(of: [Array(text.utf8)]) == expected)
  }

  @Test("The long example, a thousand letters at a time")
  func long() {
    let pieces = [[UInt8]](repeating: Array(repeating: UInt8(ascii: "a"), count: 1000), count: 1000)
    #expect(digest(of: pieces) == ContentDigest(byteCount: 1_000_000, sha256: Self.millionLetters))
  }

  @Test("Pieces of any length give the digest of the whole")
  func pieces() {
    for (text, sha256) in Self.examples {
      let bytes = Array(text.utf8)
      for cut in 0...bytes.count {
        #expect(digest(of: [Array(bytes[..<cut]), [], Array(bytes[cut...])]).sha256 == sha256)
      }
      #expect(digest(of: bytes.map { [$0] }).sha256 == sha256)
    }
  }

  @Test("A digest may be asked for before the end")
  func soFar() {
    let sha256 = SHA256()
    for (piece, count, expected) in [("", 0, Self.examples[0]), ("ab", 2, nil), ("c", 3, Self.examples[1])] {
      unsafe Array(piece.utf8).withUnsafeBytes { unsafe sha256.update($0) }
      #expect(sha256.digest == sha256.digest)
      #expect(sha256.digest.byteCount == count)
      if let expected { #expect(sha256.digest.sha256 == expected.sha256) }
    }
  }

  private func digest(of pieces: [[UInt8]]) -> ContentDigest {
    let sha256 = SHA256()
    for piece in pieces { unsafe piece.withUnsafeBytes { unsafe sha256.update($0) } }
    return sha256.digest
  }
}
