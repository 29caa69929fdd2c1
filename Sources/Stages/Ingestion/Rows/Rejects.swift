import Availability

/// A row that was left out because something is wrong with it, for `--rejects`.
package struct Reject: Sendable {
  /// The input's name in messages.
  package let path: String
  /// The line in the file where the row begins, from 1.
  package let line: Int
  /// The first fault that was found in it.
  package let reason: LeftOut
  /// The row as the file has it, without its line end.
  package let row: [UInt8]
}

/// Reads the faulty rows of a segment once more, to tell them with their lines. In order, a block at a time.
package struct RejectReader: ~Copyable {
  private let file: LogFile
  private let rules: RowRules
  private var stretches: ArraySlice<Range<Int>>
  private var lines: LineCounter

  /// `rules` are those that the segment was read by, so that the same rows are faulty.
  package init(_ segment: Segment, of file: LogFile, rules: RowRules) {
    self.file = file
    self.rules = rules
    stretches = segment.rejectStretches[...]
    lines = LineCounter(file)
  }

  /// The faulty rows of the next block that has any; nil after the last.
  /// Throws `IngestionError.reading`.
  package mutating func next() throws -> [Reject]? {
    guard let stretch = stretches.popFirst() else { return nil }
    let found = Found()
    var reader = BlockReader(file: file, rules: rules)
    reader.report { offset, row, reason in found.rows.append((offset, row, reason)) }
    _ = try reader.readAgain(from: stretch.lowerBound, until: stretch.upperBound)
    var rejects: [Reject] = []
    for (offset, row, reason) in found.rows {
      rejects.append(
        Reject(path: file.path, line: try lines.line(at: offset), reason: reason, row: row.withoutLineEnd))
    }
    return rejects
  }

  private final class Found {
    var rows: [(Int, [UInt8], LeftOut)] = []
  }
}

extension [UInt8] {
  var withoutLineEnd: [UInt8] {
    var end = count
    if end > 0 && self[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > 0 && self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Array(self[..<end])
  }
}
