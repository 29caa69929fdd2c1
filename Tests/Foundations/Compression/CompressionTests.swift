import CZlib
import Compression
import TestSupport
import Testing

@Suite("Compression: zlib and ISA-L")
struct CompressionTests {
  /// By zlib's own reader (`uncompress`).
  private static func unpack(_ packed: [UInt8], size: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var length = uLong(bytes.count)
    try #require(uncompress(&bytes, &length, packed, uLong(packed.count)) == Z_OK)
    return Array(bytes.prefix(Int(length)))
  }

  @Test("what is packed is read back, whatever its size", arguments: [0, 1, 1_000, 300_000])
  func packing(size: Int) throws {
    var generator = SeededGenerator(seed: 5)
    let noise = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for bytes in [noise, [UInt8](repeating: 7, count: size)] {
      let packed = ZlibText.pack(bytes)
      #expect(try Self.unpack(packed, size: size) == bytes)
      #expect(ZlibText.pack(bytes) == packed)
    }
    #expect(ZlibText.pack([UInt8](repeating: 7, count: size)).count <= size / 100 + 20)
  }

  /// Sums of three dice: no matches to be found, but some bytes are frequent.
  @Test("noise is packed by how often each byte comes, matches by matches")
  func strategies() throws {
    var generator = SeededGenerator(seed: 6)
    let dice = (0..<50_000).map { _ in
      (0..<3).reduce(UInt8(0)) { sum, _ in sum + UInt8.random(in: 1...6, using: &generator) }
    }
    let packed = ZlibText.pack(dice)
    // 3.6 bits each by their entropy.
    #expect(packed.count < dice.count * 37 / 80)
    #expect(try Self.unpack(packed, size: dice.count) == dice)
    let words = Array(repeating: Array("who can help whom, and when? ".utf8), count: 1_000).flatMap(\.self)
    #expect(ZlibText.pack(words).count < words.count / 100)
  }

  /// "abc" by `gzip -n`.
  private static let member: [UInt8] = [
    0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C, 0x4A, 0x06, 0x00, 0xC2, 0x41, 0x24, 0x35, 3, 0, 0, 0,
  ]

  private static func unpackAll(
    _ unpacker: GzipUnpacker, _ packed: [UInt8], step: Int
  ) throws -> (text: [UInt8], isAtEnd: Bool) {
    var (text, place, isAtEnd) = ([UInt8](), 0, false)
    var room = [UInt8](repeating: 0, count: 2)
    var isFull = false
    while (place < packed.count || isFull) && !isAtEnd {
      let piece = Array(packed[place..<min(packed.count, place + step)])
      let result = try room.withUnsafeMutableBytes { room in
        try piece.withUnsafeBytes { try unpacker.unpack($0, into: room) }
      }
      place += result.taken
      text += room.prefix(result.made)
      isFull = result.made == room.count
      isAtEnd = result.isAtEnd
    }
    return (text, isAtEnd)
  }

  @Test("gzip members come out whole in pieces of any size, one after the other", arguments: [1, 2, 5, 100])
  func members(step: Int) throws {
    let unpacker = GzipUnpacker()
    for _ in 0..<2 {
      let (text, isAtEnd) = try Self.unpackAll(unpacker, Self.member, step: step)
      #expect(text == Array("abc".utf8))
      #expect(isAtEnd)
      unpacker.beginMember()
    }
  }

  @Test("damage is told: a wrong CRC-32, a wrong length, no gzip at all, no deflate")
  func damage() {
    for (byte, bits, words) in [
      (15, 1, "wrong CRC-32 or length"), (19, 1, "wrong CRC-32 or length"), (0, 1, "damaged header"),
      (2, 1, "not compressed by the method that gzip uses"),
      // A block of type 3.
      (10, 4, "damaged data"),
    ] {
      var damaged = Self.member
      damaged[byte] ^= UInt8(bits)
      let error = #expect(throws: UnpackError.self, "byte \(byte)") {
        try Self.unpackAll(GzipUnpacker(), damaged, step: 100)
      }
      #expect(error?.words == words, "byte \(byte)")
    }
  }
}
