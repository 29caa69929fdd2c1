import Availability

/// Reads rows of a file at any place, with a buffer and a parser of its own: one to a thread.
struct BlockReader: ~Copyable {
  private var file: LogFile
  private var parser: BlockParser
  private var window: Window
  /// File offset of the window's first byte.
  private var offset = 0
  private var onReject: ((Int, [UInt8], LeftOut) -> Void)?

  /// A row that begins in a block usually ends within this many bytes after it.
  private static let lookahead = 4096

  init(file: LogFile, rules: RowRules, reader: BlockParser.Reader = .fast) {
    self.file = file
    window = Window(capacity: file.blockSize + min(file.blockSize, Self.lookahead))
    parser = BlockParser(layout: file.layout, rules: rules, reader: reader)
  }

  /// Goes on with another log.
  mutating func turn(to file: LogFile) {
    if file.form !== self.file.form { parser.turn(to: file.layout) }
    self.file = file
  }

  /// Counts and times of the rows since the start or the last call.
  mutating func takeAccount() -> (counts: RowCounts, span: TimeSpan) { parser.rows.takeAccount() }

  /// Has each faulty row told: its file offset, its bytes and the reason.
  mutating func report(_ onReject: @escaping (Int, [UInt8], LeftOut) -> Void) {
    self.onReject = onReject
  }

  consuming func finish() -> ProfileSums { parser.finish() }

  /// Reads the rows of a block on the supposition that its first line end ends a row.
  mutating func readBlock(_ block: Int) throws -> Segment.Joint {
    parser.rows.records?.piece = file.firstPiece + block
    let blockStart = block * file.blockSize
    let blockEnd = blockStart + file.blockSize
    if file.firstRow >= blockEnd { return Segment.Joint() }
    if file.firstRow >= blockStart {
      try fill(from: file.firstRow)
      return try joint(from: file.firstRow, until: blockEnd)
    }
    // The byte before tells whether a row starts with the block.
    let previous = blockStart - 1
    try fill(from: previous)
    guard let lineEnd = unsafe window.text.endOfLine(from: 0) else { return Segment.Joint() }
    let isSplitEnd =
      unsafe window.text[lineEnd - 1] == UInt8(ascii: "\r") && lineEnd < window.count
      && window.text[lineEnd] == UInt8(ascii: "\n")
    let start = previous + lineEnd + (isSplitEnd ? 1 : 0)
    guard start < blockEnd else { return Segment.Joint() }
    return try joint(from: start, until: blockEnd)
  }

  /// A fault in a block counts only if the block's supposition is right: it is noted, not thrown.
  private mutating func joint(from start: Int, until limit: Int) throws -> Segment.Joint {
    let faults = parser.rows.counts.faults
    do {
      let end = try parse(from: start, until: limit)
      return Segment.Joint(start: start, end: end, hasRejects: parser.rows.counts.faults > faults)
    } catch let fault as RowFault {
      return Segment.Joint(start: start, fault: fault)
    }
  }

  /// Reads the rows that start in `start ..< limit`, file offsets.
  mutating func readAgain(from start: Int, until limit: Int) throws -> Segment.Joint {
    try fill(from: start)
    return try joint(from: start, until: limit)
  }

  /// What other readers have kept of a block's records is void: what is read next takes their place.
  mutating func replace(_ block: Int) { parser.rows.records?.replace(file.firstPiece + block) }

  private mutating func fill(from start: Int) throws {
    offset = start
    window.count = 0
    window.count = try unsafe file.read(into: window.free, at: offset)
  }

  private mutating func parse(from start: Int, until limit: Int) throws -> Int {
    var position = start
    while true {
      let atEnd = window.count < window.capacity
      if let onReject {
        parser.onReject = { [offset] place, row, reason in onReject(offset + place, row, reason) }
      }
      position =
        unsafe offset
        + parser.parse(
          window.text, from: position - offset, until: min(limit - offset, window.count), final: atEnd)
      if var fault = parser.fault {
        fault.offset += offset
        throw fault
      }
      if position >= limit || atEnd { return position }
      // The last row goes on after the window.
      if position > offset {
        window.drop(position - offset)
        offset = position
      } else {
        guard window.capacity < LogFile.longestRow else {
          throw RowFault(kind: .tooLong(limit: LogFile.longestRow), offset: position)
        }
        window.grow(limit: LogFile.longestRow)
      }
      let count = try unsafe file.read(into: window.free, at: offset + window.count)
      window.count += count
    }
  }
}
