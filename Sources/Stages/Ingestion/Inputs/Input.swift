import Availability
import Glibc
import SystemPackage
import Workers

/// Where an input is, and how far it goes.
package struct InputPlace: Sendable {
  /// Standard input is `-`.
  package let path: String
  /// Bytes to which a regular file is taken to end: one that grows while ranks open it one after the other is the same
  /// log for all of them. Nil: where it ends now.
  package let size: Int?
  /// Of a folder, the JSON files that are read; none for those that are there.
  package let feeds: [InputFolder.Feed]
  /// As messages name it, where that is not its path.
  package let name: String?

  /// The name of `-`.
  package static let standardInput = "standard input"

  /// All of what is at `path`, unless a size, or files of a folder, are given.
  package init(_ path: String, size: Int? = nil, feeds: [InputFolder.Feed] = [], name: String? = nil) {
    (self.path, self.size, self.feeds, self.name) = (path, size, feeds, name)
  }
}

/// An input of a run, open, its header understood.
package enum Input: Sendable {
  /// Records as plain text in a regular file: any part of it can be read at any time, by any rank.
  case log(LogFile)
  /// Records that come but once, from the first to the last: of a pipe, a compressed file, an archive, JSON.
  case stream(LogStream)
  /// Sums of an earlier run.
  case profiles(ProfileInput)

  /// Opens what is at `place` and finds the columns in its header.
  ///
  /// - Parameters:
  ///   - columns: what the user says of the columns.
  ///   - needsTime: a column of hours is not enough.
  ///   - blockSize: bytes of the blocks in which a log is dealt to threads and ranks.
  ///   - keepsDigest: `digest` will be asked for.
  /// - Throws: `IngestionError`: it cannot be opened or read, it is no log, or columns are missing.
  package init(
    at place: InputPlace, columns: ColumnChoice = ColumnChoice(), needsTime: Bool = false,
    blockSize: Int = LogFile.defaultBlockSize, keepsDigest: Bool = false
  ) throws(IngestionError) {
    let file = try InputFile(place.path, size: place.size, named: place.name)
    // Another rank may have seen more of it.
    try file.requireUnchanged()
    let reader = HeaderReader(path: file.path, columns: columns, needsTime: needsTime)
    var explorer = Explorer(path: file.path, reader: reader)
    if file.isRegular { explorer.file = file }
    let (source, found) = try IngestionError.of(file.path) { [explorer] in
      try StreamSource.explored(file, by: explorer, keepsDigest: keepsDigest, feeds: place.feeds)
    }
    switch found.header.content {
    case .records(let layout) where file.isRegular && !found.isPacked:
      self = .log(
        LogFile(
          file: file, form: LogForm(layout, found.header.understanding), firstRow: found.header.end,
          blockSize: blockSize))
    case .records(let layout):
      self = .stream(LogStream(file, source, found, layout, explorer))
    case .profiles(let header):
      self = .profiles(
        ProfileInput(
          file: file, header: header, source: source, stream: found.stream, firstRow: found.header.end))
    }
  }

  /// Reads a list of stations: delimited text or JSON, which may be compressed or in an archive.
  ///
  /// - Throws: `IngestionError`: it cannot be read, or holds no station with a name or a place.
  package static func readStations(path: String) throws(IngestionError) -> [StationID: StationDetails] {
    let file = try InputFile(path)
    let explorer = Explorer(
      path: path, reader: HeaderReader(path: path, columns: ColumnChoice(), needsTime: false))
    return try IngestionError.of(path) {
      let found = try explorer.readStations(PeekableStream(try DescriptorStream(file.descriptor)))
      guard !found.isEmpty else { throw IngestionError.noStations(path: path) }
      return found
    }
  }
}

// MARK: - Properties of all kinds, and of some

extension Input {
  /// The file, pipe or folder behind it.
  package var file: InputFile {
    switch self {
    case .log(let log): log.file
    case .stream(let stream): stream.file
    case .profiles(let profiles): profiles.file
    }
  }

  /// As messages name it.
  package var path: String { file.path }

  /// Bytes as they are on the disk, packed or not: of a folder, those of its JSON files.
  package var byteCount: Int { stream?.source.folder?.byteCount ?? file.byteCount }

  /// Nil for what comes but once.
  package var log: LogFile? {
    guard case .log(let log) = self else { return nil }
    return log
  }

  /// Nil for what can be read anywhere, and for profiles.
  package var stream: LogStream? {
    guard case .stream(let stream) = self else { return nil }
    return stream
  }

  /// Nil for records.
  package var profiles: ProfileInput? {
    guard case .profiles(let profiles) = self else { return nil }
    return profiles
  }

  /// Names and places from lists of stations in it, or from profiles: all of them when it is read.
  package var listedStations: [StationID: StationDetails] {
    stream?.findings.stations ?? profiles?.findings?.stations ?? [:]
  }

  /// The columns of its records; nil for profiles.
  package var layout: RecordLayout? { log?.layout ?? stream?.layout }

  /// How its records are read, as its header and some of its rows have decided; nil for profiles.
  package var understanding: Understanding? { log?.understanding ?? stream?.understanding }

  /// Names and coordinates of stations that the first rows tell, where there are columns for them. To be called
  /// before a stream is read.
  ///
  /// - Throws: `IngestionError` where they cannot be read.
  package func stationsInFirstRows() throws(IngestionError) -> [StationID: StationDetails] {
    // The rows of JSON have no names: its stations are listed when it is read.
    guard let layout, stream?.feed == nil else { return [:] }
    let head: [UInt8] =
      switch self {
      case .log(let log): try log.firstBytes(Self.headSize)
      case .stream(let stream): try stream.peek(Self.headSize)
      case .profiles: []
      }
    // A row that is cut is left out.
    guard let end = head.lastIndex(of: UInt8(ascii: "\n")) else { return [:] }
    return StationList.read(Array(head[...end]), of: layout)
  }

  /// Every station's records are in the first hours of a log.
  private static let headSize = 8 << 20

  /// Reads all rows of an input that comes but once, or this rank's share of them, in order, in bounded memory.
  ///
  /// - Parameters:
  ///   - piece: its place among the pieces of all inputs: of equal records the first counts.
  ///   - onReject: called for each faulty row as it comes.
  /// - Throws: `IngestionError`, before all `.changed`.
  package func readStream(
    rules: RowRules, piece: Int = 0, share: StreamShare = StreamShare(), progress: Progress? = nil,
    onReject: ((Reject) -> Void)? = nil
  ) throws -> ProfileSums {
    do {
      switch self {
      case .log(let log): preconditionFailure("\(log.file.path) is read by segments")
      case .stream(let stream):
        let reading = StreamReading(
          rules: rules, piece: piece + share.part, threads: share.threads, progress: progress,
          onReject: onReject)
        return try stream.read(reading, share)
      case .profiles(let profiles): return try profiles.read(rules: rules, progress: progress)
      }
    } catch {
      // What a change has spoilt looks like a damaged file.
      try file.requireUnchanged()
      switch error {
      case let error as StreamError: throw IngestionError.stream(path: path, error)
      case let error as ProfileFileError: throw IngestionError.profiles(path: path, error)
      default: throw error
      }
    }
  }
}
