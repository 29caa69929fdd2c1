import Ingestion
import TestSupport
import Testing

@Suite("GzipStream: members of gzip as one text")
struct GzipStreamTests {
  /// Text that packs well, and noise that does not.
  private static func makeContent(_ generator: inout SeededGenerator) -> [UInt8] {
    let rows = (0..<Int.random(in: 0...4000, using: &generator)).flatMap {
      Array("\($0 % 97),\(Int.random(in: 0...40, using: &generator)),2013-09-10 11:25:19\n".utf8)
    }
    let noise = (0..<Int.random(in: 0...70_000, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
    return rows + noise + rows
  }

  private static func readAll(_ stream: GzipStream, piece: Int) throws -> [UInt8] {
    var (text, buffer) = ([UInt8](), [UInt8](repeating: 0, count: piece))
    while true {
      let count = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
      if count == 0 { return text }
      text += buffer.prefix(count)
    }
  }

  @Test("whatever pieces come and are asked for, members and zeros behind them", arguments: 0..<24)
  func pieces(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let contents = (0..<Int.random(in: 1...3, using: &generator)).map { _ in Self.makeContent(&generator) }
    let packed =
      try contents.flatMap { try Packing.gzip.pack([("log", $0)]) }
      + [UInt8](repeating: 0, count: Int(seed % 3) * 700)
    let piece = [1, 7, 4096, 1 << 20].randomElement(using: &generator)!
    let room = [13, 512, 65_536, 1 << 20].randomElement(using: &generator)!
    let stream = try GzipStream(MemoryStream(packed, piece: piece))
    #expect(try Self.readAll(stream, piece: room) == contents.flatMap(\.self), "pieces of \(piece), \(room)")
  }

  @Test("a long repeat that no buffer has room for comes out whole", arguments: [1, 2, 7, 100, 257, 259])
  func small(room: Int) throws {
    for count in [258, 1_000, 50_001] {
      let content = [UInt8](repeating: 65, count: count)
      for piece in [1, 1 << 20] {
        let stream = try GzipStream(MemoryStream(try Packing.gzip.pack([("log", content)]), piece: piece))
        #expect(try Self.readAll(stream, piece: room) == content)
      }
    }
  }

  @Test("all that can be unpacked comes before more is asked for", arguments: [1, 13, 4096])
  func beforeMore(room: Int) throws {
    let content = [UInt8](repeating: 65, count: 300_000)
    let packed = try Packing.gzip.pack([("log", content)]).dropLast(40)
    func count(_ room: Int) throws -> Int {
      let stream = try GzipStream(MemoryStream(Array(packed), piece: 1 << 20, end: .truncated))
      var (count, buffer) = (0, [UInt8](repeating: 0, count: room))
      do {
        while true { count += try buffer.withUnsafeMutableBytes { try stream.read(into: $0) } }
      } catch StreamError.truncated { return count }
    }
    let all = try count(1 << 20)
    #expect(all > 200_000)
    #expect(try count(room) == all)
  }

  @Test("cut anywhere is told, however little is missing", arguments: [1, 13, 1 << 20])
  func cut(room: Int) throws {
    var generator = SeededGenerator(seed: 9)
    let packed = try Packing.gzip.pack([("log", Self.makeContent(&generator))])
    for missing in [1, 2, 7, 8, 9, 10, 20, packed.count - 1] {
      let stream = try GzipStream(MemoryStream(Array(packed.dropLast(missing))))
      #expect(throws: StreamError.truncated, "\(missing)") { try Self.readAll(stream, piece: room) }
    }
  }

  @Test("a bit turned over anywhere in the data is told", arguments: 0..<16)
  func damage(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var packed = try Packing.gzip.pack([("log", Self.makeContent(&generator))])
    // Behind the header, whose time and system mean nothing.
    packed[Int.random(in: 10..<packed.count, using: &generator)] ^=
      1 << UInt8.random(in: 0...7, using: &generator)
    let stream = try GzipStream(MemoryStream(packed))
    #expect(throws: StreamError.self) { try Self.readAll(stream, piece: 4096) }
  }
}
