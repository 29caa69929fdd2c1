/// A log that can be read anywhere: records as plain text in a regular file.
package struct LogFile: Sendable {
  /// A row longer than this is not bike-share data.
  static let longestRow = 16 << 20
  /// Bytes of a block; fits with its index into a core's second-level cache.
  package static let defaultBlockSize = 512 << 10

  /// The regular file, open as long as any copy of this value lives.
  package let file: InputFile
  let form: LogForm
  /// Offset of the first row after the header.
  package let firstRow: Int
  /// The grain in which it is dealt to threads and ranks.
  package let blockSize: Int
  /// Number of its first block among those of all inputs, in their order.
  package var firstPiece = 0

  /// The columns, the same for all rows: a header that differs further on is a fault.
  package var layout: RecordLayout { form.layout }
  /// How its rows are read, as was decided by its header and some of its rows.
  package var understanding: Understanding { form.understanding }

  /// Bytes that are read.
  package var size: Int { file.byteCount }

  /// The file's name in messages.
  package var path: String { file.path }

  /// Reads up to `buffer.count` bytes at `offset`; fewer only at the end of the log.
  ///
  /// - Throws: `IngestionError.reading`, and `.changed` where the file has become shorter.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IngestionError) -> Int {
    let room = max(0, min(buffer.count, size - offset))
    let done = try unsafe file.read(
      into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]), at: offset)
    guard done == room else {
      // It may have its length again by now.
      throw .changed(path: path, file.change ?? .rewritten)
    }
    return done
  }

  /// Its first bytes, up to `count`.
  ///
  /// - Throws: `IngestionError.reading`.
  func firstBytes(_ count: Int) throws(IngestionError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, size), alignment: 1)
    defer { unsafe buffer.deallocate() }
    let done = try unsafe read(into: buffer, at: 0)
    return unsafe Array(buffer.prefix(done))
  }
}

/// How a log is read: of thousands, most in the same way.
final class LogForm: Sendable {
  let layout: RecordLayout
  let understanding: Understanding

  init(_ layout: RecordLayout, _ understanding: Understanding) {
    (self.layout, self.understanding) = (layout, understanding)
  }
}

extension Input {
  /// The same, sharing memory with another input that is read alike.
  package func sharing(_ other: Input?) -> Input {
    guard case .log(let log) = self, case .log(let known) = other, log.layout == known.layout else {
      return self
    }
    let form =
      log.understanding == known.understanding
      ? known.form : LogForm(known.layout, log.understanding.sharing(known.understanding))
    return .log(LogFile(file: log.file, form: form, firstRow: log.firstRow, blockSize: log.blockSize))
  }
}
