import Availability
import CIngestion

/// Answers of networks' APIs as delimited text: JSON documents go in, a header and rows come out, so that all that
/// reads logs reads feeds. Documents stand alone, in lines, or one behind the other; of each, objects with a station and
/// its counts are records, wherever they are. Memory is a small multiple of the longest document.
@safe package final class FeedStream: ByteStream {
  /// A document longer than this is not read.
  static let longestDocument = 512 << 20
  /// Documents of so many bytes without a record are no feed.
  private static let longestSearch = 64 << 20
  private static let firstCapacity = 1 << 20

  private let sources: any FeedSources
  private let reader: FeedReader
  package private(set) var findings = FeedFindings()

  private var input: UnsafeMutableRawBufferPointer
  private var capacity: Int
  /// Bytes in `input`, which begins at `offset` of its source.
  private var count = 0
  private var offset = 0
  private var source: FeedSource?
  private var isAtEnd = false
  /// Has the source had a record or a station?
  private var isKnown = false
  /// The keys of the first document without any.
  private var strangeKeys: [String]?
  private var searched = 0
  private var hasFinished = false
  /// Text to be given: the header, then the reader's rows.
  private var header = ArraySlice(Array(FeedReader.header.utf8))
  private var rows = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

  init(_ sources: any FeedSources, choice: ColumnChoice, capacity: Int = firstCapacity) {
    self.sources = sources
    reader = FeedReader(choice)
    self.capacity = capacity
    unsafe input = .allocate(byteCount: capacity + FeedReader.padding, alignment: 64)
    unsafe input.initializeMemory(as: UInt8.self, repeating: 0)
  }

  /// Documents of one stream. `choice` names keys; a document longer than `capacity` makes it grow.
  package convenience init(
    _ stream: any ByteStream, choice: ColumnChoice = ColumnChoice(), capacity: Int? = nil
  ) {
    self.init(OneFeed(stream), choice: choice, capacity: capacity ?? Self.firstCapacity)
  }

  deinit { unsafe input.deallocate() }

  package func interrupt() { sources.interrupt() }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    guard buffer.count > 0 else { return 0 }
    // Nobody is given a header before there is a row for it, or an end.
    while unsafe rows.isEmpty && !hasFinished { hasFinished = try !readOn() }
    if !header.isEmpty {
      let given = min(header.count, buffer.count)
      unsafe buffer.copyBytes(from: header.prefix(given))
      header = header.dropFirst(given)
      return given
    }
    let given = unsafe min(rows.count, buffer.count)
    if given > 0 {
      unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: rows[..<given]))
      unsafe rows = UnsafeRawBufferPointer(rebasing: rows[given...])
    }
    return given
  }

  /// Reads more documents; false when there are no more.
  private func readOn() throws(StreamError) -> Bool {
    guard let source = try currentSource() else {
      findings.stations.merge(sources.stations)
      findings.leftAside += sources.leftAside
      if isUnknown, let strangeKeys {
        throw .feed(FeedError(kind: .unknown(keys: strangeKeys), source: nil))
      }
      return false
    }
    if count == capacity { try grow(source) }
    try fill(from: source.stream)
    let reading = unsafe reader.read(text, capacity: capacity)
    if let (words, document) = reading.fault {
      throw .feed(FeedError(kind: .malformed(at: offset + document, words), source: source.name))
    }
    try take(reading, of: source)
    drop(reading.consumed)
    if isAtEnd { try finish(source) }
    return true
  }

  /// Is there nothing so far?
  private var isUnknown: Bool { findings.records == 0 && findings.stations.isEmpty }

  private var text: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: input[..<count]) }

  private func currentSource() throws(StreamError) -> FeedSource? {
    if let source { return source }
    source = try sources.next()
    (count, offset, isAtEnd, isKnown) = (0, 0, false, false)
    return source
  }

  private func fill(from stream: any ByteStream) throws(StreamError) {
    while count < capacity {
      let got = try unsafe stream.read(into: UnsafeMutableRawBufferPointer(rebasing: input[count..<capacity]))
      isAtEnd = got == 0
      if isAtEnd { break }
      count += got
    }
    // A byte-order mark is no part of the first document.
    if offset == 0 && count >= 3, unsafe text.starts(with: [0xEF, 0xBB, 0xBF]) {
      for i in 0..<3 { unsafe input[i] = UInt8(ascii: " ") }
    }
  }

  private func grow(_ source: FeedSource) throws(StreamError) {
    guard capacity < Self.longestDocument else {
      throw .feed(FeedError(kind: .tooLong(at: offset, limit: Self.longestDocument), source: source.name))
    }
    capacity *= 2
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: capacity + FeedReader.padding, alignment: 64)
    unsafe larger.copyMemory(from: text)
    unsafe UnsafeMutableRawBufferPointer(rebasing: larger[count...]).initializeMemory(
      as: UInt8.self, repeating: 0)
    unsafe input.deallocate()
    unsafe input = unsafe larger
  }

  private func drop(_ consumed: Int) {
    guard consumed > 0 else { return }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: input[consumed..<count])
    unsafe input.copyMemory(from: rest)
    count -= consumed
    offset += consumed
  }

  /// Keeps what a reading has made, and holds it against what a feed must have.
  private func take(_ reading: FeedReader.Reading, of source: FeedSource) throws(StreamError) {
    unsafe rows = reader.rows
    isKnown = isKnown || reading.strangers < reading.documents
    if reading.strangers > 0 && strangeKeys == nil {
      strangeKeys = unsafe reader.keys(text, capacity: capacity)
    }
    if findings.records == 0, let role = reading.missing {
      let keys = unsafe reader.keys(text, capacity: capacity)
      throw .feed(FeedError(kind: .missing(role, keys: keys), source: source.name))
    }
    findings.documents += reading.documents
    findings.records += reading.records
    findings.documentTimes += reading.documentTimes
    findings.strangers += reading.strangers
    findings.stations.merge(reading.stations)
    searched += reading.consumed
    if isUnknown && searched > Self.longestSearch, let strangeKeys {
      throw .feed(FeedError(kind: .unknown(keys: strangeKeys), source: source.name))
    }
  }

  /// A source has been read: is there a document that does not end?
  private func finish(_ source: FeedSource) throws(StreamError) {
    if let rest = unsafe text.firstIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
      throw .feed(FeedError(kind: .cut(at: offset + rest, end: offset + count), source: source.name))
    }
    if let name = source.name {
      if isKnown { findings.sources.append(name) } else { findings.leftAside.append(name) }
    }
    self.source = nil
  }
}
