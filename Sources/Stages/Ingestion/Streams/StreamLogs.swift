import Workers

/// The logs of a stream, one after the other -> sums.
struct StreamLogs: ~Copyable {
  private let reading: StreamReading
  private var parser: BlockParser
  private var window = Window(capacity: 2 << 20)
  private let found = Found()

  init(_ reading: StreamReading, _ layout: RecordLayout) {
    self.reading = reading
    parser = BlockParser(layout: layout, rules: reading.rules)
    parser.rows.records?.piece = reading.piece
    if reading.onReject != nil {
      parser.onReject = { [found] offset, row, reason in found.rows.append((offset, row, reason)) }
    }
  }

  consuming func finish() -> ProfileSums { parser.finish() }

  /// Reads a log to its end.
  mutating func read(
    _ source: PeekableStream, named path: String, layout: RecordLayout, firstRow: Int
  ) throws {
    let feed = source.feed
    try feed?.start(threads: reading.threads)
    // A thread is not worth it where all is read already.
    let ahead = source.holdsRest ? nil : ReadAhead(source)
    defer { ahead?.stop() }
    let stream: any ByteStream = ahead ?? source
    parser.turn(to: layout)
    window.count = 0
    var lines = RunningLine()
    // The offset of the window's first byte in the stream, and where in the window the next row starts.
    var (offset, position) = (0, firstRow)
    while true {
      if unsafe window.free.isEmpty {
        guard window.capacity < LogFile.longestRow else {
          throw IngestionError.fault(
            path: path, line: lines.line,
            RowFault(kind: .tooLong(limit: LogFile.longestRow), offset: offset + position), layout: layout)
        }
        window.grow(limit: LogFile.longestRow)
      }
      // It is to be read again as a whole.
      if StopRequest.isMade { throw StreamError.reading(.interrupted) }
      let count = try unsafe stream.read(into: window.free)
      window.count += count
      reading.progress?.add(count)
      // The header may not be whole yet.
      guard window.count > position || count == 0 else { continue }
      let end = unsafe parser.parse(window.text, from: position, until: window.count, final: count == 0)
      tellRejects(path, feed, &lines)
      if let fault = parser.fault { throw error(fault, path, feed, offset, layout, &lines) }
      unsafe lines.advance(to: end, in: window.text)
      if count == 0 { return }
      window.drop(end)
      lines.restart()
      offset += end
      position = 0
    }
  }

  /// The faulty rows of the window.
  private func tellRejects(_ path: String, _ feed: FeedStream?, _ lines: inout RunningLine) {
    for (place, row, reason) in found.rows {
      unsafe lines.advance(to: place, in: window.text)
      let (origin, line) = Self.origin(path, lines.line, feed)
      reading.onReject?(Reject(path: origin, line: line, reason: reason, row: row.withoutLineEnd))
    }
    found.rows.removeAll()
  }

  /// A row of the window that ends the run.
  private func error(
    _ fault: RowFault, _ path: String, _ feed: FeedStream?, _ offset: Int, _ layout: RecordLayout,
    _ lines: inout RunningLine
  ) -> IngestionError {
    var fault = fault
    unsafe lines.advance(to: fault.offset, in: window.text)
    fault.offset += offset
    guard feed != nil else { return .fault(path: path, line: lines.line, fault, layout: layout) }
    let (origin, record) = Self.origin(path, lines.line, feed)
    return .record(path: origin, number: record, fault, layout: layout)
  }

  /// The file and line of a row; of JSON, the number of the record in it.
  private static func origin(_ path: String, _ line: Int, _ feed: FeedStream?) -> (path: String, line: Int) {
    guard let (source, record) = feed?.origin(ofLine: line) else { return (path, line) }
    // A file of a folder has a path of its own.
    return (source.map { $0.hasPrefix(path) ? $0 : "\(path): \($0)" } ?? path, record)
  }

  private final class Found {
    var rows: [(Int, [UInt8], LeftOut)] = []
  }
}

/// The line at a place of a text that comes in pieces.
private struct RunningLine {
  private(set) var line = 1
  private var counted = 0
  private var lastByte: UInt8 = 0

  mutating func advance(to place: Int, in text: UnsafeRawBufferPointer) {
    guard place > counted else { return }
    line += unsafe LineEnds.count(UnsafeRawBufferPointer(rebasing: text[counted..<place]), after: &lastByte)
    counted = place
  }

  /// The text so far is dropped.
  mutating func restart() { counted = 0 }
}
