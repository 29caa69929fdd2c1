import Availability
import Synchronization

/// Records that come but once, from the first to the last: of a pipe, a compressed file, an archive, JSON.
package final class LogStream: @unchecked Sendable {
  /// The file, pipe or folder that the records come from, packed or not.
  package let file: InputFile
  /// The columns of the first log in it.
  package let layout: RecordLayout
  /// How the rows of the first log in it are read.
  package let understanding: Understanding
  /// The member of an archive that is read first.
  package let member: String?
  /// Where more files may follow the one that `stream` is.
  let archive: Archive?
  /// The archive's JSON files, from the first on.
  let feeds: ArchiveFeeds?
  let explorer: Explorer
  /// The bytes of the first log, used up by reading.
  let stream: PeekableStream
  let source: StreamSource
  /// Offset of the first row after the header.
  let firstRow: Int
  /// The gzip stream that the log or its archive is in.
  private let wrapping: PeekableStream?
  /// Files of its archive before the first log, that are no logs.
  let asideBefore: [String]
  private let found: Mutex<StreamFindings>

  init(
    _ file: InputFile, _ source: StreamSource, _ found: Exploration, _ layout: RecordLayout,
    _ explorer: Explorer
  ) {
    self.file = file
    self.source = source
    self.layout = layout
    self.explorer = explorer
    understanding = found.header.understanding
    firstRow = found.header.end
    (member, archive, feeds) = (found.member, found.archive, found.feeds)
    (stream, wrapping, asideBefore) = (found.stream, found.wrapping, found.leftAside)
    self.found = Mutex(StreamFindings(stations: found.stations))
  }

  /// Found beside the rows: before reading, stations of the lists that come first; all of it when it is read.
  package var findings: StreamFindings { found.withLock { $0 } }

  /// Of JSON, what its reading has found so far; all of it once its rows are read.
  package var feed: FeedFindings? { stream.feed?.findings }

  /// Takes what an earlier run has found as if it had been read now.
  package func adopt(_ findings: StreamFindings) { found.withLock { $0 = findings } }

  /// Its first bytes, up to `count`, which stay to be read.
  func peek(_ count: Int) throws(IngestionError) -> [UInt8] {
    do throws(StreamError) { return try stream.peek(count) } catch { throw .stream(path: file.path, error) }
  }

  /// Reads all of it, or this rank's share.
  func read(_ reading: StreamReading, _ share: StreamShare) throws -> ProfileSums {
    guard let content = shared(share) else { return ProfileSums(bins: reading.rules.bins) }
    let (sums, found) = try reading.profiles(of: self, content)
    var findings = found
    (findings.counts, findings.span) = (sums.counts, sums.span)
    adopt(findings)
    // The checksums at the ends are to be seen, too.
    try wrapping?.skipToEnd()
    try source.readOn()
    return sums
  }
}

extension LogStream {
  /// This rank's share of it; nil for nothing. The JSON files of a folder are dealt to all ranks, as they stand.
  private func shared(_ share: StreamShare) -> PeekableStream? {
    guard share.parts > 1 else { return stream }
    guard let folder = source.folder, let feed = stream.feed, feed.findings.records > 0 else {
      return share.part == 0 ? stream : nil
    }
    return PeekableStream(FeedStream(folder.part(share.part, of: share.parts), as: feed))
  }
}

/// Who reads a stream.
package struct StreamShare: Sendable {
  /// That convert JSON.
  let threads: Int
  /// Of a folder of JSON, that several ranks read.
  let part: Int
  let parts: Int

  /// One rank's share, or one of so many parts.
  package init(threads: Int = 1, part: Int = 0, of parts: Int = 1) {
    (self.threads, self.part, self.parts) = (threads, part, parts)
  }
}

/// Found in a stream beside the rows.
package struct StreamFindings: Equatable, Sendable {
  /// Logs of an archive that were read after the first.
  package var laterMembers: [String] = []
  /// Files of an archive that are no logs.
  package var leftAside: [String] = []
  /// From lists of stations.
  package var stations: [StationID: StationDetails] = [:]
  /// The rows that were read; none before reading.
  package var counts = RowCounts()
  /// The times of their records.
  package var span = TimeSpan()
  /// Of JSON: cities of stations, and records without a time. An earlier run has kept none.
  package var told = FeedStations()

  /// Findings of an earlier run, or of lists of stations before the first log; by default none.
  package init(
    laterMembers: [String] = [], leftAside: [String] = [], stations: [StationID: StationDetails] = [:]
  ) {
    self.laterMembers = laterMembers
    self.leftAside = leftAside
    self.stations = stations
  }
}
