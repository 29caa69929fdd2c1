import Availability

/// Where the documents of a feed come from: one stream or several, one after the other.
protocol FeedSources: AnyObject {
  /// The next stream and its name where there are several; nil after the last.
  func next() throws(StreamError) -> FeedSource?
  func interrupt()
  /// Of files between them that are no JSON: lists of stations, and the names of those that are of no use.
  var stations: [StationID: StationDetails] { get }
  var leftAside: [String] { get }
}

extension FeedSources {
  var stations: [StationID: StationDetails] { [:] }
  var leftAside: [String] { [] }
}

struct FeedSource {
  let name: String?
  /// Of a file by itself, that anybody can read at any time; it may have changed.
  let byteCount: Int?
  let open: () throws(StreamError) -> any ByteStream

  /// A stream that comes in turn.
  init(name: String?, stream: any ByteStream) {
    self.name = name
    byteCount = nil
    open = { stream }
  }

  init(name: String, byteCount: Int, open: @escaping () throws(StreamError) -> any ByteStream) {
    (self.name, self.byteCount, self.open) = (name, byteCount, open)
  }
}

/// A single stream.
final class OneFeed: FeedSources {
  private let stream: any ByteStream
  private var isTaken = false

  init(_ stream: any ByteStream) { self.stream = stream }

  func next() -> FeedSource? {
    if isTaken { return nil }
    isTaken = true
    return FeedSource(name: nil, stream: stream)
  }

  func interrupt() { stream.interrupt() }
}

/// The JSON files of an archive, from one on: they are read as one feed, as an archive of polls has thousands. Lists of
/// stations among them are read too; the first log in delimited text ends the feed, and is there to be taken.
final class ArchiveFeeds: FeedSources {
  struct Log {
    let header: HeaderReader.Header
    let stream: PeekableStream
    let name: String
  }

  private let archive: Archive
  private let explorer: Explorer
  private var first: FeedSource?
  private var log: Log?
  private(set) var stations: [StationID: StationDetails] = [:]
  private(set) var leftAside: [String] = []

  init(_ archive: Archive, explorer: Explorer, first: FeedSource) {
    self.archive = archive
    self.explorer = explorer
    self.first = first
  }

  func next() throws(StreamError) -> FeedSource? {
    if let first {
      self.first = nil
      return first
    }
    while log == nil, let member = try archive.nextFile() {
      let (content, kind) = try Self.unpacked(member.content)
      if kind == .json { return FeedSource(name: member.path, stream: content) }
      do {
        switch try explorer.look(at: content, in: archive, named: member.path) {
        case .log(let header, let stream): log = Log(header: header, stream: stream, name: member.path)
        case .stations(let list): stations.merge(list)
        case .empty: break
        case .feed, .other: leftAside.append(member.path)
        }
      } catch let error as StreamError {
        throw error
      } catch {
        leftAside.append(member.path)
      }
    }
    return nil
  }

  /// The log that ended the feed, once.
  func takeLog() -> Log? {
    defer { log = nil }
    return log
  }

  func interrupt() {}

  /// The content without what it is compressed by, and its kind. The bytes that are peeked at stay to be read.
  static func unpacked(_ content: PeekableStream) throws(StreamError) -> (PeekableStream, InputKind) {
    let kind = InputKind.sniff(try content.peek(InputKind.sniffedBytes))
    switch kind {
    case .compressed(.gzip): return try unpacked(PeekableStream(try GzipStream(content)))
    case .compressed:
      guard let only = try Archive(content).nextFile() else { return (content, .empty) }
      // The archive lives as long as its content.
      return (only.content, InputKind.sniff(try only.content.peek(InputKind.sniffedBytes)))
    default: return (content, kind)
    }
  }
}
