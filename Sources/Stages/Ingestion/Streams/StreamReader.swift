import Availability
import Workers

/// Who reads a stream.
package struct StreamShare: Sendable {
  /// That convert JSON.
  let threads: Int
  /// Of a folder of JSON, that several ranks read.
  let part: Int
  let parts: Int

  package init(threads: Int = 1, part: Int = 0, of parts: Int = 1) {
    (self.threads, self.part, self.parts) = (threads, part, parts)
  }
}

/// Reads an input that comes but once: a pipe, a compressed file, a profile file.
extension LogFile {
  /// Reads all rows, or this rank's share of them, in order, in bounded memory. Faulty rows are told as they come.
  /// Throws `IngestionError` where the stream cannot be read, or a row ends the run.
  package func readStream(
    rules: RowRules, deduplicator: Deduplicator? = nil, number: Int = 0, share: StreamShare = StreamShare(),
    progress: Progress? = nil, onReject: ((Reject) -> Void)? = nil
  ) throws -> PartialProfiles {
    guard let stream = shared(share) else { return PartialProfiles(bins: rules.bins) }
    do {
      let profiles: PartialProfiles
      switch content {
      case .records(let layout):
        let reading = StreamReading(
          rules: rules, deduplicator: deduplicator, order: number << Self.orderBits, threads: share.threads,
          progress: progress, onReject: onReject)
        profiles = try reading.profiles(of: self, layout: layout, stream: stream)
      case .profiles(let file): profiles = try readProfiles(file, stream, rules, progress)
      }
      try source?.readOn()
      return profiles
    } catch let error as StreamError {
      throw IngestionError.stream(path: path, error)
    } catch let error as ProfileFileError {
      throw IngestionError.profiles(path: path, error)
    }
  }

  /// What of it this rank reads; nil for nothing. The JSON files of a folder are dealt to all ranks, as they stand.
  private func shared(_ share: StreamShare) -> PeekableStream? {
    guard let stream else { preconditionFailure("\(path) is read by segments") }
    guard share.parts > 1 else { return stream }
    guard let folder, let feed = stream.feed, feed.findings.records > 0 else {
      return share.part == 0 ? stream : nil
    }
    return PeekableStream(FeedStream(folder.part(share.part, of: share.parts), as: feed))
  }

  private func readProfiles(
    _ file: ProfileFile, _ stream: PeekableStream, _ rules: RowRules, _ progress: Progress?
  ) throws -> PartialProfiles {
    guard file.bins == rules.bins else { throw ProfileFileError.bins(found: file.bins, wanted: rules.bins) }
    guard rules.since == nil && rules.until == nil && !rules.deduplicates else {
      throw ProfileFileError.noTimes
    }
    var reader = ProfileReader(file)
    var window = Window(capacity: 1 << 20)
    var position = firstRow
    while true {
      if unsafe window.free.isEmpty { window.grow() }
      let count = try unsafe stream.read(into: window.free)
      window.count += count
      progress?.add(count)
      guard window.count > position || count == 0 else { continue }
      let end = try unsafe reader.parse(window.text, from: position, final: count == 0)
      if count == 0 { return try reader.finish() }
      window.drop(end)
      position = 0
    }
  }
}
