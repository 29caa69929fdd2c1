import Availability
import Workers

/// Reads an input that comes but once: a pipe, a compressed file, a profile file.
extension LogFile {
  /// Reads all rows, in order, in bounded memory. Faulty rows are told as they come.
  package func readStream(
    rules: RowRules, deduplicator: Deduplicator? = nil, number: Int = 0, progress: Progress? = nil,
    onReject: ((Reject) -> Void)? = nil
  ) throws -> ProfileSums {
    guard let stream else { preconditionFailure("\(path) is read by segments") }
    do {
      let profiles: ProfileSums
      switch content {
      case .records(let layout):
        let reading = StreamReading(
          rules: rules, deduplicator: deduplicator, order: number << Self.orderBits, progress: progress,
          onReject: onReject)
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

  private func readProfiles(
    _ file: ProfileFile, _ stream: PeekableStream, _ rules: RowRules, _ progress: Progress?
  ) throws -> ProfileSums {
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
