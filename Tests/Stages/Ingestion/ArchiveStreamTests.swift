import Glibc
import Ingestion
import SystemPackage
import TestSupport
import Testing

@Suite("Compressed and archived inputs")
struct ArchiveStreamTests {
  /// Rows that compress as a log does, some of them with line ends at odd places.
  static let log: [UInt8] = {
    var text = "number\tavailable_bike_stands\tavailable_bikes\tlast_update\r\n"
    var seed: UInt64 = 42
    for row in 0..<6_000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += "\(row % 1230)\t\(seed >> 60)\t\((seed >> 40) % 40)\t2013-09-10 11:\(10 + row % 50):19\r\n"
    }
    return Array(text.utf8)
  }()

  @Test("what is compressed is read back", arguments: Packing.compressions)
  func roundTrip(_ packing: Packing) throws {
    let packed = try packing.pack([("log", Self.log)])
    #expect(InputKind.sniff(packed) == packing.kind)
    let archive = try Archive(MemoryStream(packed))
    let member = try #require(try archive.nextFile())
    #expect(try member.content.all() == Self.log)
    #expect(try archive.nextFile()?.path == nil)
  }

  @Test("concatenated members are read whole", arguments: Packing.compressions)
  func concatenated(_ packing: Packing) throws {
    let half = Self.log.count / 2
    let parts = [Self.log.prefix(half), Self.log.dropFirst(half)]
    let packed = try parts.flatMap { try packing.pack([("log", Array($0))]) }
    #expect(try onlyFile(MemoryStream(packed)) == Self.log)
  }

  @Test("all members come in order", arguments: Packing.archives)
  func members(_ packing: Packing) throws {
    let stations = Array("number,lat,lng\n1,48.8,2.3\n".utf8)
    let packed = try packing.pack([("stations.txt", stations), ("données.txt", Self.log), ("empty.txt", [])])
    #expect(InputKind.sniff(packed) == packing.kind)
    let archive = try Archive(MemoryStream(packed, piece: 1000))
    let first = try #require(try archive.nextFile())
    #expect(first.path == "stations.txt")
    #expect(try first.content.peek(6) == Array("number".utf8))
    #expect(try first.content.peek(3) == Array("num".utf8))
    #expect(try first.content.all() == stations)
    let second = try #require(try archive.nextFile())
    #expect(second.path == "données.txt")
    #expect(try second.content.peek(1 << 20).count == Self.log.count)
    #expect(try second.content.all() == Self.log)
    #expect(try archive.nextFile()?.content.all() == [])
    for _ in 0..<2 { #expect(try archive.nextFile()?.path == nil) }
  }

  @Test("members not read are passed over", arguments: Packing.archives)
  func skipping(_ packing: Packing) throws {
    let packed = try packing.pack([
      ("folder/", []), ("__MACOSX/._log", [0]), ("big", Self.log), ("small", [1]),
    ])
    let archive = try Archive(MemoryStream(packed))
    #expect(try archive.nextFile()?.path == "big")
    #expect(try archive.nextFile()?.content.all() == [1])
  }

  @Test("names in UTF-8 are kept in any locale, others repaired", arguments: [true, false])
  func names(_ isMarked: Bool) throws {
    var packed = try Packing.zip.pack([("données.csv", Self.log)])
    if isMarked {
      // Bit 11 of the general purpose flags: the name is UTF-8.
      packed[7] |= 8
    } else {
      // The last byte of the second letter that has two.
      packed[packed.firstIndex(of: 0xC3)! + 1] = 0x20
    }
    let path = try Archive(MemoryStream(packed)).nextFile()?.path
    #expect(path == (isMarked ? "données.csv" : "donn\u{FFFD} es.csv"))
  }

  @Test("compressed data inside an archive is a stream like any other")
  func nested() throws {
    let gzip = try Packing.gzip.pack([("log", Self.log)])
    let archive = try Archive(MemoryStream(try Packing.zip.pack([("log.gz", gzip)])))
    let member = try #require(try archive.nextFile())
    #expect(InputKind.sniff(try member.content.peek(InputKind.sniffedBytes)) == .compressed(.gzip))
    #expect(try onlyFile(member.content) == Self.log)
  }

  @Test("an input without content has no member", arguments: Packing.compressions)
  func empty(_ packing: Packing) throws {
    #expect(try Archive(MemoryStream(try packing.pack([("log", [])]))).nextFile()?.path == nil)
  }

  @Test("a file is read by its content, whatever its name and where it stands", arguments: Packing.all)
  func file(_ packing: Packing) throws {
    let packed = try packing.pack([("log", Self.log)])
    let folder = try TemporaryFolder()
    let file = try FileDescriptor.open(folder.write("log.csv", packed), .readOnly)
    defer { try? file.close() }
    #expect(try onlyFile(DescriptorStream(file)) == Self.log)
    let peeked = PeekableStream(try DescriptorStream(file))
    _ = try peeked.peek(100)
    #expect(try onlyFile(peeked) == Self.log)
    // Others who share the descriptor find it where it was.
    var prefix = [UInt8](repeating: 0, count: 300)
    prefix.removeLast(300 - (try prefix.withUnsafeMutableBytes { try file.read(into: $0) }))
    #expect(prefix == Array(packed.prefix(300)))
    #expect(try onlyFile(DescriptorStream(file, prefix: prefix)) == Self.log)
  }

  @Test("a FIFO is read behind what was sniffed of it", arguments: Packing.all, [0, 1, 4096])
  func fifo(_ packing: Packing, _ sniffed: Int) throws {
    let packed = try packing.pack([("log", Self.log)])
    let folder = try TemporaryFolder()
    try withFIFO(in: folder, writing: packed) { pipe in
      let stream = PeekableStream(try DescriptorStream(pipe))
      let prefix = try stream.peek(sniffed)
      let archive = try Archive(pipe, prefix: prefix)
      #expect(try archive.nextFile()?.content.all() == Self.log)
    }
  }

  @Test("an input that was cut is an error, wherever it was", arguments: Packing.all)
  func cut(_ packing: Packing) throws {
    let packed = try packing.pack([("log", Self.log)])
    let folder = try TemporaryFolder()
    // A zip's directory and a tar's padding are behind the data.
    let end = packing.dataEnd(packed)
    let cuts = Set((1..<20).map { end * $0 / 20 }).union(end - 20..<end).union(8..<40)
    for cut in cuts.sorted() {
      let start = Array(packed.prefix(cut))
      #expect(throws: StreamError.self, "\(packing) cut at \(cut)") {
        _ = try onlyFile(MemoryStream(start, piece: 1 << 16))
      }
      let file = try FileDescriptor.open(folder.write("cut", start), .readOnly)
      defer { try? file.close() }
      #expect(throws: StreamError.self, "\(packing) file cut at \(cut)") {
        _ = try onlyFile(DescriptorStream(file))
      }
    }
    #expect(throws: StreamError.truncated) {
      _ = try onlyFile(MemoryStream(Array(packed.prefix(end * 2 / 3))))
    }
  }

  @Test("a second compressed member that was cut is an error", arguments: Packing.compressions)
  func secondMemberCut(_ packing: Packing) throws {
    let whole = try packing.pack([("log", Self.log)])
    for count in [1, 2, 3, 5, 9, 10, 15, 100, whole.count - 1] {
      #expect(throws: StreamError.self, "\(packing) cut at \(count)") {
        _ = try onlyFile(MemoryStream(whole + whole.prefix(count)))
      }
    }
  }

  @Test("zstd data may begin with a frame to be skipped")
  func skippableFrame() throws {
    let packed = try [0x5E, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7] + Packing.zstd.pack([("log", Self.log)])
    #expect(InputKind.sniff(packed) == .compressed(.zstd))
    #expect(try onlyFile(MemoryStream(packed)) == Self.log)
  }

  @Test("zeros behind compressed data are padding", arguments: [Packing.gzip, .bzip2])
  func padding(_ packing: Packing) throws {
    let packed = try packing.pack([("log", Self.log)]) + [UInt8](repeating: 0, count: 300_000)
    #expect(try onlyFile(MemoryStream(packed)) == Self.log)
    #expect(throws: StreamError.trailingBytes) { _ = try onlyFile(MemoryStream(packed + [1])) }
  }

  @Test("a zip in a file is read by its directory, also behind a peek")
  func directory() throws {
    // A file that was deleted from a zip leaves its local header; streaming would read it.
    let deleted = try Packing.zip.pack([("deleted", [9, 9, 9])])
    let kept = try Packing.zip.pack([("log", Self.log)])
    let folder = try TemporaryFolder()
    let path = try folder.write("log.zip", deleted.prefix(Packing.zip.dataEnd(deleted)) + kept)
    let file = try FileDescriptor.open(path, .readOnly)
    defer { try? file.close() }
    let stream = PeekableStream(try DescriptorStream(file))
    _ = try stream.peek(InputKind.sniffedBytes)
    let archive = try Archive(stream)
    #expect(try archive.nextFile()?.path == "log")
  }

  @Test("a byte of a zip that has changed is found out")
  func checksum() throws {
    var packed = try Packing.zip.pack([("log", Self.log)])
    packed[packed.count / 2] ^= 0x10
    #expect(throws: StreamError.self) { _ = try onlyFile(MemoryStream(packed)) }
  }

  @Test(
    "garbage is an error", arguments: [[UInt8](repeating: 7, count: 5000), Array("number,free\n1,2\n".utf8)])
  func garbage(_ bytes: [UInt8]) throws {
    #expect(throws: StreamError.self) { _ = try onlyFile(MemoryStream(bytes)) }
  }

  // Plain tar has no checksum of its data.
  @Test("garbage behind the right first bytes is an error", arguments: Packing.all.filter { $0 != .tar })
  func damaged(_ packing: Packing) throws {
    let packed = try packing.pack([("log", Self.log)])
    let middle = packed.count / 2
    let damaged = packed.prefix(middle) + (0..<packed.count - middle).map { UInt8(truncatingIfNeeded: $0) }
    #expect(throws: StreamError.self) { _ = try onlyFile(MemoryStream(Array(damaged))) }
  }

  @Test("an error of the stream below is told as it is, again and again")
  func readingError() throws {
    let packed = try Packing.gzip.pack([("log", Self.log)])
    let archive = try Archive(MemoryStream(Array(packed.prefix(packed.count / 2)), end: .reading(.ioError)))
    let member = try #require(try archive.nextFile())
    for _ in 0..<2 { #expect(throws: StreamError.reading(.ioError)) { _ = try member.content.all() } }
  }

  @Test("an encrypted member is named")
  func encrypted() throws {
    var packed = try Packing.zip.pack([("secret.csv", Self.log)])
    // Bit 0 of the general purpose flags, which follow signature and version.
    packed[6] |= 1
    let archive = try Archive(MemoryStream(packed))
    let member = try #require(try archive.nextFile())
    #expect(throws: StreamError.encrypted(member: "secret.csv")) { _ = try member.content.peek(1) }
  }
}

/// The content of the first file; others must follow without an error.
private func onlyFile(_ stream: any ByteStream) throws -> [UInt8] {
  let archive = try Archive(stream)
  let bytes = try archive.nextFile()?.content.all() ?? []
  while try archive.nextMember() != nil {}
  return bytes
}
