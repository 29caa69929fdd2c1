import Availability
import Synchronization
import Workers

/// Profiles of an earlier run, to which others are added.
package final class ProfileInput: @unchecked Sendable {
  /// The file or pipe that the profiles are in, packed or not.
  package let file: InputFile
  /// Of version 1, what its header says.
  private let header: ProfileFile?
  let source: StreamSource
  /// Its bytes, used up by reading.
  private let stream: PeekableStream
  /// Offset of the first row after the header.
  private let firstRow: Int
  private let found = Mutex<ProfileFindings?>(nil)

  init(file: InputFile, header: ProfileFile?, source: StreamSource, stream: PeekableStream, firstRow: Int) {
    self.file = file
    self.header = header
    self.source = source
    self.stream = stream
    self.firstRow = firstRow
  }

  /// Found beside the sums; nil where they were not read by this rank.
  package var findings: ProfileFindings? { found.withLock { $0 } }

  /// Reads the sums.
  ///
  /// - Throws: `ProfileFileError`, and `StreamError` where its bytes cannot be read.
  func read(rules: RowRules, progress: Progress?) throws -> ProfileSums {
    if rules.deduplicates && header != nil { throw ProfileFileError.repeats }
    var reader = try ProfileReader(header, rules: rules)
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
        let (sums, findings) = try reader.finish()
        found.withLock { $0 = findings }
        return sums
      }
      window.drop(end)
      position = 0
    }
  }
}
