import Availability

/// Reads an input that comes but once: a pipe, a compressed file, a profile file.
extension LogFile {
  /// Reads all rows, in order, in bounded memory. Faulty rows are told as they come.
  package func readStream(
    rules: RowRules, deduplicator: Deduplicator? = nil, number: Int = 0, progress: Progress? = nil,
    onReject: ((Reject) -> Void)? = nil
  ) throws -> PartialProfiles {
    guard let stream else { preconditionFailure("\(path) is read by segments") }
    do {
      switch content {
      case .records:
        return try readRecords(ReadAhead(stream), rules, (deduplicator, number), progress, onReject)
      case .profiles(let file): return try readProfiles(file, stream, rules, progress)
      }
    } catch let error as StreamError {
      throw IngestionError.stream(path: path, error)
    } catch let error as ProfileFileError {
      throw IngestionError.profiles(path: path, error)
    }
  }

  private func readRecords(
    _ stream: ReadAhead, _ rules: RowRules, _ distinct: (table: Deduplicator?, number: Int),
    _ progress: Progress?,
    _ onReject: ((Reject) -> Void)?
  ) throws -> PartialProfiles {
    defer { stream.stop() }
    var parser = BlockParser(layout: layout, rules: rules, deduplicator: distinct.table)
    let found = Found()
    if onReject != nil {
      parser.onReject = { offset, row, reason in found.rows.append((offset, row, reason)) }
    }
    let countsLines = onReject != nil || rules.isStrict
    var (line, lastByte) = (1, UInt8(0))
    var window = Window(capacity: 2 << 20)
    // The file offset of the window's first byte, and where in the window the next row starts.
    var (offset, position) = (0, firstRow)
    while true {
      if unsafe window.free.isEmpty {
        guard window.capacity < Self.longestRow else {
          throw IngestionError.fault(
            path: path, line: countsLines ? line : nil,
            RowFault(kind: .tooLong(limit: Self.longestRow), offset: offset + position), layout: layout)
        }
        window.grow()
      }
      let count = try unsafe stream.read(into: window.free)
      window.count += count
      progress?.add(count)
      // The header may not be whole yet.
      guard window.count > position || count == 0 else { continue }
      let text = unsafe window.text
      parser.orderOfBytes = distinct.number << Self.orderBits + offset
      let end = unsafe parser.parse(text, from: position, until: text.count, final: count == 0)
      if let ranOut = parser.rows.ranOut { throw ranOut }
      // Lines are counted up to each place that is told, then to the end of what was read.
      var counted = 0
      func countLines(to place: Int) {
        line += unsafe LineEnds.count(
          UnsafeRawBufferPointer(rebasing: text[counted..<place]), after: &lastByte)
        counted = place
      }
      for (place, row, reason) in found.rows {
        countLines(to: place)
        onReject?(Reject(path: path, line: line, reason: reason, row: row.withoutLineEnd))
      }
      found.rows.removeAll()
      if var fault = parser.fault {
        if countsLines { countLines(to: fault.offset) }
        fault.offset += offset
        throw IngestionError.fault(path: path, line: countsLines ? line : nil, fault, layout: layout)
      }
      if countsLines { countLines(to: end) }
      if count == 0 { return parser.finish() }
      window.drop(end)
      offset += end
      position = 0
    }
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

  private final class Found {
    var rows: [(Int, [UInt8], LeftOut)] = []
  }
}
