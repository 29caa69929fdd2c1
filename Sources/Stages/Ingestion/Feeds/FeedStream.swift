import Availability
import Synchronization

/// Answers of networks' APIs as delimited text: JSON documents go in, a header and rows come out, so that all that
/// reads logs reads feeds. Documents stand alone, in lines, or one after the other; of each, objects with a station and
/// its counts are records, wherever they are. Memory is a small multiple of the longest document, for each thread.
@safe package final class FeedStream: ByteStream {
  /// A document longer than this is not read.
  static let longestDocument = 512 << 20
  /// Documents of so many bytes without a record are no feed.
  private static let longestSearch = 64 << 20
  /// Bytes that are enough to be looked at.
  private static let firstPiece = 64 << 10

  private let sources: any FeedSources
  private let choice: ColumnChoice
  private let line: FeedLine
  /// Is it known what rows have?
  private var isDecided = false
  /// Grow as rows are read; they are complete when `read` has returned 0.
  package private(set) var findings = FeedFindings()
  /// Where rows come from.
  private let origins = Mutex(FeedOrigins())

  /// Has the source had a record or a station?
  private var isKnown = false
  /// The keys of the first document without any.
  private var strangeKeys: [String]?
  private var searched = 0
  private var hasFinished = false
  /// Of the fields of a row, the keys of the JSON.
  private(set) var keys: [ColumnRole: String] = [:]
  /// Text to be given: the header, then the rows of a piece.
  private var header: ArraySlice<UInt8>?
  private var piece: FeedPiece?
  /// Pieces after it that were looked at.
  private var ahead: ArraySlice<FeedPiece> = []
  private static let (mostAhead, longestAhead) = (8, 8 << 20)
  private var rows = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

  init(_ sources: any FeedSources, choice: ColumnChoice, capacity: Int = firstPiece) {
    self.sources = sources
    self.choice = choice
    line = FeedLine(sources, choice: choice, firstPiece: capacity)
  }

  /// Documents of one stream. `choice` names keys; pieces have `capacity` bytes, or one document.
  package convenience init(
    _ stream: any ByteStream, choice: ColumnChoice = ColumnChoice(), capacity: Int? = nil
  ) {
    self.init(OneFeed(stream), choice: choice, capacity: capacity ?? Self.firstPiece)
  }

  /// Documents of other sources, read as those of `first` are: of some of its files, by whichever rank.
  init(_ sources: any FeedSources, as first: FeedStream) {
    self.sources = sources
    choice = first.choice
    keys = first.keys
    isDecided = true
    line = FeedLine(sources, choice: choice, firstPiece: Self.firstPiece)
    if keys[.hour] != nil { line.addHours() }
  }

  /// Lets so many threads convert what is not converted yet, in pieces of so many bytes. Throws `StreamError` where the
  /// system has no more threads.
  package func start(threads: Int, pieceSize: Int = 1 << 20) throws(StreamError) {
    try line.start(threads: threads, pieceSize: pieceSize)
  }

  package func interrupt() { line.interrupt() }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    guard buffer.count > 0 else { return 0 }
    // Nobody is given a header before there is a row for it, or an end.
    while unsafe rows.isEmpty && !hasFinished { hasFinished = try !readOn() }
    if header == nil { header = ArraySlice(Array(headerText.utf8)) }
    if let header, !header.isEmpty {
      let given = min(header.count, buffer.count)
      unsafe buffer.copyBytes(from: header.prefix(given))
      self.header = header.dropFirst(given)
      return given
    }
    let given = unsafe min(rows.count, buffer.count)
    if given > 0 {
      unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: rows[..<given]))
      unsafe rows = UnsafeRawBufferPointer(rebasing: rows[given...])
    }
    return given
  }

  /// The file that a line of the rows' text comes from, where there are several, and the number of the record in it.
  package func origin(ofLine line: Int) -> (source: String?, record: Int) {
    origins.withLock { $0.origin(ofLine: line) }
  }

  // MARK: - The header

  private var roles: [ColumnRole] {
    [.station, .freeDocks, .bikes, .time] + (keys[.hour] == nil ? [] : [.hour])
  }

  /// The keys of the JSON, so that all messages name them.
  private var headerText: String {
    roles.map { role in
      // Where there are hours alone, there is no time to be found.
      let isAbsent = role == .time && keys[.hour] != nil
      let name = keys[role] ?? (isAbsent ? "" : Self.usualNames[role] ?? "")
      let isPlain = !name.contains { ",\"\r\n".contains($0) }
      return isPlain ? name : "\"" + name.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",") + "\n"
  }

  /// Of what no record has.
  private static let usualNames: [ColumnRole: String] = [
    .station: "number", .freeDocks: "available_bike_stands", .bikes: "available_bikes", .time: "last_update",
  ]

  /// How the columns of the header are to be read.
  func columns(needsTime: Bool) -> ColumnChoice {
    var columns = ColumnChoice(dateOrder: choice.dateOrder)
    for role in roles { columns.names[role] = keys[role] ?? Self.usualNames[role] }
    if keys[.hour] != nil {
      // Which of the two counts, and whether they belong together, is found as in other logs.
      for role in [ColumnRole.time, .hour] where choice.names[role] == nil { columns.names[role] = nil }
    }
    if choice.countsAllDocks { columns.capacity = columns.names.removeValue(forKey: .freeDocks) }
    return columns
  }

  // MARK: - Pieces

  /// Takes the next piece; false when there is none.
  private func readOn() throws(StreamError) -> Bool {
    if let piece {
      if let failure = piece.failure { throw failure }
      self.piece = nil
      line.giveBack(piece)
    }
    guard let piece = ahead.popFirst() ?? line.next() else {
      findings.stations.merge(sources.stations)
      findings.leftAside += sources.leftAside
      if isUnknown, let strangeKeys {
        throw .feed(FeedError(kind: .unknown(keys: strangeKeys), source: nil))
      }
      return false
    }
    self.piece = piece
    if !isDecided { try decide(piece) }
    for (stretch, reading) in piece.readings { try take(reading, of: stretch, in: piece) }
    piece.reader.tell(&findings)
    unsafe rows = piece.reader.rows
    return true
  }

  /// The first records decide which keys rows are made of, and whether they have hours.
  private func decide(_ piece: FeedPiece) throws(StreamError) {
    guard let first = piece.readings.first(where: { $0.reading.records > 0 }) else { return }
    if first.reading.hours > 0 {
      line.addHours()
      piece.convertWithHours()
    }
    keys = piece.reader.rowKeys
    // `take` refuses a feed whose records lack a role.
    isDecided = first.reading.missing == nil
    guard isDecided, var kinds = FeedBikes(piece, choice) else { return }
    while kinds.isOpen, ahead.count < Self.mostAhead, piece.count < Self.longestAhead, let next = line.next()
    {
      ahead.append(next)
      kinds.add(next)
    }
    if let (bikes, more) = kinds.leftOut {
      throw .feed(FeedError(kind: .leftOut(bikes: bikes, more: more), source: first.stretch.source))
    }
  }

  /// Is there nothing so far?
  private var isUnknown: Bool { !isDecided && findings.records == 0 && findings.stations.isEmpty }

  /// Keeps what a reading has made, and holds it against what a feed must have.
  private func take(
    _ reading: FeedReader.Reading, of stretch: FeedPiece.Stretch, in piece: FeedPiece
  ) throws(StreamError) {
    if stretch.offset == 0 { isKnown = false }
    isKnown = isKnown || reading.strangers < reading.documents
    if reading.strangers > 0 && strangeKeys == nil { strangeKeys = piece.keys(stretch) }
    if !isDecided, let role = reading.missing {
      throw .feed(FeedError(kind: .missing(role, keys: piece.keys(stretch)), source: stretch.source))
    }
    if reading.records > 0 {
      origins.withLock { $0.add(stretch.source, records: reading.records, isNew: stretch.offset == 0) }
    }
    findings.documents += reading.documents
    findings.records += reading.records
    findings.documentTimes += reading.documentTimes
    findings.strangers += reading.strangers
    searched += reading.consumed
    if isUnknown && searched > Self.longestSearch, let strangeKeys {
      throw .feed(FeedError(kind: .unknown(keys: strangeKeys), source: stretch.source))
    }
    if stretch.isLast, let name = stretch.source {
      if isKnown { findings.sources.append(name) } else { findings.leftAside.append(name) }
    }
  }
}

/// Which rows come from which file.
struct FeedOrigins {
  /// The line of the text that a stretch begins at, after the header's, and how many records of its file are before.
  private var stretches: [(line: Int, source: String?, before: Int)] = []
  private var nextLine = 2
  /// Of the last file.
  private var records = 0

  mutating func add(_ source: String?, records count: Int, isNew: Bool) {
    if isNew { records = 0 }
    if isNew || stretches.isEmpty { stretches.append((nextLine, source, records)) }
    nextLine += count
    records += count
  }

  func origin(ofLine line: Int) -> (source: String?, record: Int) {
    // The last that begins at or before it.
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].line <= line { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return (nil, line - 1) }
    let stretch = stretches[low - 1]
    return (stretch.source, stretch.before + line - stretch.line + 1)
  }
}
