import Availability
import Workers

/// Profiles of an earlier run, to which others are added.
package final class ProfileInput: @unchecked Sendable {
  /// The file or pipe that the profiles are in, packed or not.
  package let file: InputFile
  /// The header, which says how many rows there are and of which bins.
  package let header: ProfileFile
  let source: StreamSource
  /// Its bytes, used up by reading.
  private let stream: PeekableStream
  /// Offset of the first row after the header.
  private let firstRow: Int

  init(file: InputFile, header: ProfileFile, source: StreamSource, stream: PeekableStream, firstRow: Int) {
    self.file = file
    self.header = header
    self.source = source
    self.stream = stream
    self.firstRow = firstRow
  }

  /// Reads the sums.
  ///
  /// - Throws: `ProfileFileError`, and `StreamError` where its bytes cannot be read.
  func read(rules: RowRules, progress: Progress?) throws -> ProfileSums {
    guard header.bins == rules.bins else {
      throw ProfileFileError.bins(found: header.bins, wanted: rules.bins)
    }
    guard rules.since == nil && rules.until == nil && !rules.deduplicates else {
      throw ProfileFileError.noTimes
    }
    var reader = ProfileReader(header)
    var window = Window(capacity: 1 << 20)
    var position = firstRow
    while true {
      if unsafe window.free.isEmpty { window.grow() }
      let count = try unsafe stream.read(into: window.free)
      window.count += count
      progress?.add(count)
      guard window.count > position || count == 0 else { continue }
      let end = try unsafe reader.parse(window.text, from: position, final: count == 0)
      if count == 0 {
        try source.readOn()
        return try reader.finish()
      }
      window.drop(end)
      position = 0
    }
  }
}
