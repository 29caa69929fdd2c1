import Availability
import Workers

/// One reading of a stream of records, and of the logs that follow it in its archive.
struct StreamReading {
  let rules: RowRules
  /// Its place among the pieces of all inputs.
  let piece: Int
  /// That convert JSON.
  let threads: Int
  let progress: Progress?
  let onReject: ((Reject) -> Void)?

  /// Reads the log that `stream` begins with, and all that follow it in its archive.
  ///
  /// - Parameter first: its bytes, or the part of them that is to be read.
  func profiles(of stream: LogStream, _ first: PeekableStream) throws -> (ProfileSums, StreamFindings) {
    let (path, archive) = (stream.file.path, stream.archive)
    let name = stream.member == nil || archive == nil ? path : "\(path): \(stream.member!)"
    var findings = stream.findings
    findings.leftAside = stream.asideBefore
    var profiles = try read(first, named: name, layout: stream.layout, firstRow: stream.firstRow)
    /// Adds a log after the first.
    func add(_ header: HeaderReader.Header, _ content: PeekableStream, _ name: String) throws {
      guard case .records(let layout) = header.content else {
        findings.leftAside.append(name)
        return
      }
      let more = try read(content, named: "\(path): \(name)", layout: layout, firstRow: header.end)
      findings.laterMembers.append(name)
      profiles = ProfileSums(bins: rules.bins, adding: [profiles, more])
    }
    func finishFeed(_ content: PeekableStream, _ feeds: ArchiveFeeds?) throws {
      guard let found = content.feed?.findings else { return }
      findings.stations.merge(found.stations)
      findings.told.merge(found.told)
      if archive != nil { findings.laterMembers += found.sources.filter { $0 != stream.member } }
      findings.leftAside += found.namesLeftAside
      if let log = feeds?.takeLog() { try add(log.header, log.stream, log.name) }
    }
    try finishFeed(first, stream.feeds)
    while let archive, let member = try archive.nextFile() {
      switch try stream.explorer.look(at: member.content, in: archive, named: member.path) {
      case .log(let header, let content): try add(header, content, member.path)
      case .feed(let content, let feeds):
        try add(stream.explorer.feedHeader(content), content, member.path)
        try finishFeed(content, feeds)
      case .stations(let list): findings.stations.merge(list)
      case .empty: break
      case .other: findings.leftAside.append(member.path)
      }
    }
    return (profiles, findings)
  }

  private func read(
    _ source: PeekableStream, named path: String, layout: RecordLayout, firstRow: Int
  ) throws -> ProfileSums {
    let feed = source.feed
    try feed?.start(threads: threads)
    let stream = ReadAhead(source)
    defer { stream.stop() }
    var parser = BlockParser(layout: layout, rules: rules)
    parser.rows.records?.piece = piece
    let found = Found()
    if onReject != nil {
      parser.onReject = { offset, row, reason in found.rows.append((offset, row, reason)) }
    }
    var lines = RunningLine()
    var window = Window(capacity: 2 << 20)
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
      progress?.add(count)
      // The header may not be whole yet.
      guard window.count > position || count == 0 else { continue }
      let end = unsafe parser.parse(window.text, from: position, until: window.count, final: count == 0)
      for (place, row, reason) in found.rows {
        unsafe lines.advance(to: place, in: window.text)
        let (origin, line) = Self.origin(path, lines.line, feed)
        onReject?(Reject(path: origin, line: line, reason: reason, row: row.withoutLineEnd))
      }
      found.rows.removeAll()
      if var fault = parser.fault {
        unsafe lines.advance(to: fault.offset, in: window.text)
        fault.offset += offset
        if let feed {
          let (origin, record) = Self.origin(path, lines.line, feed)
          throw IngestionError.record(path: origin, number: record, fault, layout: layout)
        }
        throw IngestionError.fault(path: path, line: lines.line, fault, layout: layout)
      }
      unsafe lines.advance(to: end, in: window.text)
      if count == 0 { return parser.finish() }
      window.drop(end)
      lines.restart()
      offset += end
      position = 0
    }
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
