import Foundation
import Ingestion
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite("Reading ahead on a thread", .timeLimit(.minutes(1)))
struct ReadAheadTests {
  static let bytes = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }

  @Test("any read sizes give the same bytes", arguments: 0..<20)
  func equalsDirect(_ trial: Int) throws {
    let stream = MemoryStream(Self.bytes, piece: .random(in: 1...100_000))
    let ahead = ReadAhead(stream, chunkSize: .random(in: 1000...300_000), chunks: .random(in: 1...5))
    #expect(try ahead.all { .random(in: 1...150_000) } == Self.bytes)
    #expect(try ahead.all() == [])
  }

  @Test(
    "chunks are full but for the last, in order, and have their margins", arguments: [1000, 999_999, 1 << 20])
  func chunks(_ chunkSize: Int) throws {
    let ahead = ReadAhead(MemoryStream(Self.bytes, piece: 777), chunkSize: chunkSize, chunks: 2, margin: 16)
    var all: [UInt8] = []
    var number = 0
    while let chunk = try ahead.nextChunk() {
      let (ordinal, bytes, front) = (chunk.number, chunk.bytes, chunk.front)
      #expect(ordinal == number)
      #expect(bytes.count == min(chunkSize, Self.bytes.count - all.count))
      #expect(front.count == 16 && UnsafeRawPointer(front.baseAddress!) + 16 == bytes.baseAddress!)
      front.copyBytes(from: [UInt8](repeating: 1, count: 16))
      all += bytes
      number += 1
    }
    #expect(all == Self.bytes)
  }

  @Test("an input without bytes ends at once")
  func empty() throws {
    let ahead = ReadAhead(MemoryStream([]))
    for _ in 0..<2 { #expect(try ahead.all() == []) }
  }

  @Test("several readers share the chunks out")
  func severalReaders() throws {
    let ahead = ReadAhead(MemoryStream(Self.bytes), chunkSize: 5000, chunks: 8)
    let chunks = Mutex([Int: [UInt8]]())
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      while let chunk = try? ahead.nextChunk() {
        let (number, bytes) = (chunk.number, Array(chunk.bytes))
        chunks.withLock { $0[number] = bytes }
      }
    }
    #expect(chunks.withLock { $0.sorted { $0.key < $1.key }.flatMap(\.value) } == Self.bytes)
  }

  @Test("an error comes behind the bytes before it, and stays")
  func errors() throws {
    let ahead = ReadAhead(MemoryStream(Self.bytes, end: .truncated), chunkSize: 30_000)
    var got: [UInt8] = []
    #expect(throws: StreamError.truncated) {
      while let chunk = try ahead.nextChunk() { got += chunk.bytes }
    }
    #expect(got == Self.bytes)
    #expect(throws: StreamError.truncated) { try ahead.all() }
  }

  @Test("dropped early, it ends", arguments: 0..<50)
  func earlyDrop(_ trial: Int) throws {
    weak var stream: EndlessStream?
    do {
      let endless = EndlessStream()
      stream = endless
      let ahead = ReadAhead(endless, chunkSize: 5000, chunks: 3)
      for _ in 0..<trial % 7 { _ = try ahead.nextChunk() }
    }
    // The thread is gone with all that it kept.
    #expect(stream == nil)
  }

  @Test("a chunk outlives its reader")
  func chunkOutlives() throws {
    var ahead: ReadAhead? = ReadAhead(EndlessStream(), chunkSize: 5000, chunks: 2)
    let chunk = try ahead!.nextChunk()!
    ahead = nil
    let bytes = Array(chunk.bytes)
    #expect(bytes == [UInt8](repeating: 1, count: 5000))
  }

  @Test("stopped before the end, it does not look like the end")
  func stopped() throws {
    let ahead = ReadAhead(EndlessStream(), chunkSize: 5000, chunks: 3)
    ahead.stop()
    ahead.stop()
    #expect(throws: StreamError.reading(.canceled)) { while try ahead.nextChunk() != nil {} }
  }

  @Test("a silent pipe does not hold it up")
  func silentPipe() throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    defer { try? readEnd.close() }
    try writeEnd.writeAll([1, 2, 3])
    do {
      let ahead = ReadAhead(try DescriptorStream(readEnd), chunkSize: 3)
      _ = try ahead.nextChunk()
      // Time for the thread to wait; were it too short, there would be nothing to free.
      usleep(20_000)
    }
    // Through an archive, too, that waits for more.
    let packed = try Packing.storedZip.pack([("log", ArchiveStreamTests.log)])
    try writeEnd.writeAll(packed.prefix(10_000))
    let member = try #require(try Archive(readEnd).nextFile())
    let ahead = ReadAhead(member.content, chunkSize: 1000)
    _ = try ahead.nextChunk()
    usleep(20_000)
    ahead.stop()
    #expect(throws: StreamError.reading(.canceled)) { try ahead.all() }
    try writeEnd.close()
  }

  @Test("a reader that waits is freed by interrupt")
  func interrupt() throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    let ahead = ReadAhead(try DescriptorStream(readEnd, closing: true))
    Thread.detachNewThread { ahead.interrupt() }
    #expect(throws: StreamError.reading(.canceled)) { try ahead.all() }
    try writeEnd.close()
  }

  @Test("a compressed log through a FIFO, decompressed ahead", arguments: Packing.all)
  func archive(_ packing: Packing) throws {
    let packed = try packing.pack([("log", ArchiveStreamTests.log)])
    try withFIFO(in: TemporaryFolder(), writing: packed) { pipe in
      let archive = try Archive(pipe)
      let member = try #require(try archive.nextFile())
      #expect(try ReadAhead(member.content, chunkSize: 9999).all() == ArchiveStreamTests.log)
    }
  }

  @Test("one member read to its end, the next can be read", arguments: Packing.archives)
  func members(_ packing: Packing) throws {
    let packed = try packing.pack([("log", ArchiveStreamTests.log), ("stations", ArchiveStreamTests.log)])
    try withFIFO(in: TemporaryFolder(), writing: packed) { pipe in
      let archive = try Archive(pipe)
      for _ in 0..<2 {
        let ahead = ReadAhead(try #require(try archive.nextFile()).content)
        #expect(try ahead.all() == ArchiveStreamTests.log)
        ahead.stop()
      }
    }
  }
}

/// Bytes in memory, given in pieces, and how they end.
final class MemoryStream: ByteStream {
  private var rest: ArraySlice<UInt8>
  private let piece: Int
  private let end: StreamError?

  init(_ bytes: [UInt8], piece: Int = 4096, end: StreamError? = nil) {
    rest = bytes[...]
    self.piece = piece
    self.end = end
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    if rest.isEmpty, let end { throw end }
    let count = min(piece, buffer.count, rest.count)
    buffer.copyBytes(from: rest.prefix(count))
    rest = rest.dropFirst(count)
    return count
  }
}

/// Ones without end.
private final class EndlessStream: ByteStream {
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    let count = min(buffer.count, 1234)
    UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).initializeMemory(as: UInt8.self, repeating: 1)
    return count
  }
}

extension ByteStream {
  /// All bytes to the end, read in pieces of these sizes.
  func all(pieces: () -> Int = { 65_536 }) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try [UInt8](unsafeUninitializedCapacity: pieces()) { $1 = try read(into: .init($0)) }
      if piece.isEmpty { return bytes }
      bytes += piece
    }
  }
}

/// Calls `body` with the reading end of a FIFO into which another thread writes `bytes`.
func withFIFO(
  in folder: TemporaryFolder, writing bytes: [UInt8], _ body: (FileDescriptor) throws -> Void
) throws {
  let path = "\(folder.path)/fifo.csv"
  try #require(mkfifo(path, 0o600) == 0)
  signal(SIGPIPE, SIG_IGN)
  Thread.detachNewThread {
    guard let end = try? FileDescriptor.open(path, .writeOnly) else { return }
    _ = try? end.writeAll(bytes)
    try? end.close()
  }
  let end = try FileDescriptor.open(path, .readOnly)
  defer { try? end.close() }
  try body(end)
}
