import Availability

/// The log that was found in an input, and all that was found on the way to it.
struct Exploration {
  var header: HeaderReader.Header
  var stream: PeekableStream
  /// Was it compressed or in an archive?
  var isPacked = false
  var archive: Archive?
  var member: String?
  /// From lists of stations before the log.
  var stations: [StationID: StationDetails] = [:]
  /// Files before the log that are neither.
  var leftAside: [String] = []
  /// The gzip stream that the log or its archive is in: its end has to be read, too, for its checksum to be checked.
  var wrapping: PeekableStream?
  /// The archive's JSON files, from the first on.
  var feeds: ArchiveFeeds?
}

/// Finds the log in an input by what is in it.
struct Explorer {
  let path: String
  let reader: HeaderReader
  /// A file that can be read anywhere, if it is not compressed.
  var file: InputFile?

  /// A member of an archive.
  enum Found {
    case log(HeaderReader.Header, PeekableStream)
    /// JSON, with all other JSON after it in the archive.
    case feed(PeekableStream, ArchiveFeeds)
    case stations([StationID: StationDetails])
    case empty
    case other(LayoutError?)
  }

  func explore(_ stream: PeekableStream, isPacked: Bool = false) throws -> Exploration {
    let firstBytes = try stream.peek(InputKind.sniffedBytes)
    if let refusal = ForeignKind.refusal(firstBytes, path: path) { throw refusal }
    let kind = InputKind.sniff(firstBytes)
    switch kind {
    case .empty: throw IngestionError.empty(path: path)
    case .text, .utf8WithMark:
      var reader = reader
      if !isPacked { reader.file = file }
      return Exploration(header: try reader.read(stream), stream: stream, isPacked: isPacked)
    case .compressed(.gzip):
      let content = PeekableStream(try GzipStream(stream))
      var exploration = try explore(content, isPacked: true)
      exploration.wrapping = content
      return exploration
    case .compressed, .zip, .tar:
      return try explore(Archive(stream))
    case .json:
      return try explore(feed: OneFeed(stream))
    case .wideText, .parquet, .binary:
      throw IngestionError.refused(
        path: path, what: "this is \(kind.title), not delimited text", advice: kind.advice(Cure(path)) ?? "")
    }
  }

  /// The first log of an archive.
  private func explore(_ archive: Archive) throws -> Exploration {
    var stations: [StationID: StationDetails] = [:]
    var members: [String] = []
    var aside: [String] = []
    var complaint: LayoutError?
    while let member = try archive.nextFile() {
      members.append(member.path)
      // libarchive calls data so that are only compressed, and have no name.
      let name = member.path == "data" ? nil : member.path
      switch try look(at: member.content, in: archive, named: name) {
      case .log(let header, let stream):
        return Exploration(
          header: header, stream: stream, isPacked: true, archive: archive, member: name,
          stations: stations, leftAside: aside)
      case .feed(let stream, let feeds):
        let header = try feedHeader(stream)
        var found = Exploration(
          header: header, stream: stream, isPacked: true, archive: archive, member: name,
          stations: stations, leftAside: aside)
        found.feeds = feeds
        // Lists of stations alone: the log is after them.
        guard let findings = stream.feed?.findings, findings.records == 0, let log = feeds.takeLog() else {
          return found
        }
        found.stations.merge(findings.stations)
        found.leftAside += findings.leftAside
        (found.header, found.stream, found.member) = (log.header, log.stream, log.name)
        return found
      case .stations(let list): stations.merge(list)
      case .empty: break
      case .other(let error):
        complaint = complaint ?? error
        aside.append(member.path)
      }
    }
    if members.isEmpty { throw IngestionError.empty(path: path) }
    if members.count == 1, let complaint { throw IngestionError.layout(path: path, complaint) }
    throw IngestionError.noLog(path: path, members: members)
  }

  /// All stations of a list, or of the lists in an archive.
  func readStations(_ stream: PeekableStream) throws -> [StationID: StationDetails] {
    switch InputKind.sniff(try stream.peek(InputKind.sniffedBytes)) {
    case .text, .utf8WithMark: return try StationList.read(stream)
    case .compressed(.gzip): return try readStations(PeekableStream(try GzipStream(stream)))
    case .compressed, .zip, .tar:
      let archive = try Archive(stream)
      var stations: [StationID: StationDetails] = [:]
      while let member = try archive.nextFile() {
        if case .json = InputKind.sniff(try member.content.peek(InputKind.sniffedBytes)) {
          stations.merge(try readStations(member.content))
        } else {
          stations.merge(try StationList.read(member.content))
        }
      }
      return stations
    case .json:
      let feed = FeedStream(OneFeed(stream), choice: reader.columns)
      try feed.skipToEnd()
      return feed.findings.stations
    case .empty, .wideText, .parquet, .binary: return [:]
    }
  }

  /// JSON is read as the log that it becomes.
  func explore(feed sources: any FeedSources) throws -> Exploration {
    let stream = PeekableStream(FeedStream(sources, choice: reader.columns))
    return Exploration(header: try feedHeader(stream), stream: stream, isPacked: true)
  }

  /// The header of a feed's rows is made of its keys, which are known when it is there.
  func feedHeader(_ stream: PeekableStream) throws -> HeaderReader.Header {
    _ = try stream.peek(1)
    let needsTime = reader.needsTime
    let columns = stream.feed?.columns(needsTime: needsTime) ?? ColumnChoice()
    return try HeaderReader(path: path, columns: columns, needsTime: needsTime).read(stream)
  }

  /// Looks at a member's first bytes; one that is itself compressed is unpacked.
  func look(at content: PeekableStream, in archive: Archive, named name: String?) throws -> Found {
    switch InputKind.sniff(try content.peek(InputKind.sniffedBytes)) {
    case .text, .utf8WithMark:
      do {
        return .log(try reader.read(content), content)
      } catch IngestionError.layout(_, let error) {
        let stations = try StationList.read(content)
        return stations.isEmpty ? .other(error) : .stations(stations)
      } catch IngestionError.empty {
        return .empty
      }
    case .compressed(.gzip):
      return try look(at: PeekableStream(try GzipStream(content)), in: archive, named: name)
    case .compressed:
      guard let only = try Archive(content).nextFile() else { return .empty }
      return try look(at: only.content, in: archive, named: name)
    case .empty: return .empty
    case .json:
      let feeds = ArchiveFeeds(archive, explorer: self, first: FeedSource(name: name, stream: content))
      return .feed(PeekableStream(FeedStream(feeds, choice: reader.columns)), feeds)
    case .zip, .tar, .wideText, .parquet, .binary: return .other(nil)
    }
  }
}

extension InputKind {
  /// The kind in a message.
  fileprivate var title: String {
    switch self {
    case .empty: "an empty file"
    case .text, .utf8WithMark: "text"
    case .compressed, .zip, .tar: "an archive"
    case .wideText(let encoding): encoding.title
    case .json: "JSON"
    case .parquet: "Parquet"
    case .binary: "binary data"
    }
  }
}
