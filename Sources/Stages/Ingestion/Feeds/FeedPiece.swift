import Availability
import CIngestion

/// Some text of a feed, whole documents of one source or of several, and the rows that become of it. One thread at a
/// time has it.
@safe final class FeedPiece: @unchecked Sendable {
  /// Documents of one source.
  struct Stretch {
    let source: String?
    /// Of its first byte, in the source.
    let offset: Int
    /// Its bytes in the piece.
    let range: Range<Int>
    /// Does the source end with it?
    let isLast: Bool
  }

  private enum Content {
    case text(Stretch)
    /// A small file, to be read by who converts.
    case file(FeedSource)
  }

  let reader: FeedReader
  private var contents: [Content] = []
  private var input: UnsafeMutableRawBufferPointer
  private(set) var capacity: Int
  /// Bytes of text.
  private(set) var count = 0
  /// Why the feed ends with this piece.
  private(set) var failure: StreamError?
  /// The stretches that were converted, each with its counts.
  private(set) var readings: [(stretch: Stretch, reading: FeedReader.Reading)] = []
  /// Bytes of files that are still to be read.
  private var promised = 0

  init(_ choice: ColumnChoice, capacity: Int) {
    reader = FeedReader(choice)
    self.capacity = capacity
    unsafe input = .allocate(byteCount: capacity + FeedReader.padding, alignment: 64)
    unsafe input.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { unsafe input.deallocate() }

  // MARK: - Filling

  func begin() {
    contents = []
    readings = []
    (count, promised, failure) = (0, 0, nil)
  }

  var isEmpty: Bool { contents.isEmpty && failure == nil }
  /// Bytes that it has, or will have.
  var load: Int { count + promised }

  func add(_ file: FeedSource) {
    contents.append(.file(file))
    promised += file.byteCount ?? 0
  }

  func add(_ stretch: Stretch) { contents.append(.text(stretch)) }

  func fail(_ error: StreamError) { failure = error }

  func append(_ bytes: [UInt8]) {
    while capacity - count < bytes.count { grow() }
    unsafe UnsafeMutableRawBufferPointer(rebasing: input[count...]).copyBytes(from: bytes)
    count += bytes.count
  }

  /// Takes back what is after `end`.
  func cut(to end: Int) -> [UInt8] {
    defer { count = end }
    return unsafe Array(input[end..<count])
  }

  /// Reads up to `limit` bytes in all; false at the stream's end.
  func fill(from stream: any ByteStream, limit: Int) throws(StreamError) -> Bool {
    while count < limit {
      let got = try unsafe stream.read(into: UnsafeMutableRawBufferPointer(rebasing: input[count..<limit]))
      if got == 0 { return false }
      count += got
    }
    return true
  }

  func text(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: input[range])
  }

  /// A byte-order mark is no part of the first document, which begins at `start`.
  func blankMark(at start: Int) {
    guard count >= start + 3, unsafe text(start..<start + 3).elementsEqual([0xEF, 0xBB, 0xBF]) else { return }
    for i in start..<start + 3 { unsafe input[i] = UInt8(ascii: " ") }
  }

  func grow() {
    capacity *= 2
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: capacity + FeedReader.padding, alignment: 64)
    unsafe larger.copyMemory(from: text(0..<count))
    unsafe UnsafeMutableRawBufferPointer(rebasing: larger[count...]).initializeMemory(
      as: UInt8.self, repeating: 0)
    unsafe input.deallocate()
    unsafe input = unsafe larger
  }

  // MARK: - Converting

  /// Makes rows of it. What cannot be read ends the feed after the rows before.
  func convert() {
    reader.clear()
    readings = []
    do throws(StreamError) {
      for content in contents {
        switch content {
        case .text(let stretch): try read(stretch)
        case .file(let source):
          let start = count
          try readAll(source)
          try read(Stretch(source: source.name, offset: 0, range: start..<count, isLast: true))
        }
      }
    } catch {
      failure = error
    }
  }

  /// Makes the same again with the hours of the day.
  func convertWithHours() {
    reader.addHours()
    contents = readings.map { .text($0.stretch) }
    convert()
  }

  private func readAll(_ source: FeedSource) throws(StreamError) {
    let (start, stream) = (count, try source.open())
    while try fill(from: stream, limit: capacity) {
      guard capacity < FeedStream.longestDocument else {
        throw .feed(FeedError(kind: .tooLong(at: 0, limit: FeedStream.longestDocument), source: source.name))
      }
      grow()
    }
    blankMark(at: start)
  }

  private func read(_ stretch: Stretch) throws(StreamError) {
    let bytes = unsafe text(stretch.range)
    let reading = unsafe reader.read(bytes, capacity: capacity)
    if let (words, document) = reading.fault {
      throw .feed(FeedError(kind: .malformed(at: stretch.offset + document, words), source: stretch.source))
    }
    readings.append((stretch, reading))
    guard let rest = unsafe bytes[reading.consumed...].firstIndex(where: { !Self.blanks.contains($0) }) else {
      return
    }
    let place = stretch.offset + rest
    throw .feed(
      FeedError(
        kind: stretch.isLast
          ? .cut(at: place, end: stretch.offset + stretch.range.count)
          : .malformed(at: place, "it does not end before the next begins"),
        source: stretch.source))
  }

  private static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

  /// The keys of the first document of a stretch.
  func keys(_ stretch: Stretch) -> [String] {
    unsafe reader.keys(text(stretch.range), capacity: capacity)
  }
}
