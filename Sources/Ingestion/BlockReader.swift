import Availability

/// Reads rows of a file at any place, with a buffer and a parser of its own: one to a thread.
struct BlockReader: ~Copyable {
  private let file: LogFile
  private var parser: BlockParser
  private var window: Window
  /// File offset of the window's first byte.
  private var offset = 0

  /// A row that begins in a block usually ends within this many bytes behind it.
  private static let lookahead = 4096

  init(file: LogFile, bins: HourBins, reader: BlockParser.Reader = .fast) {
    self.file = file
    window = Window(capacity: file.blockSize + min(file.blockSize, Self.lookahead))
    parser = BlockParser(layout: file.layout, bins: bins, reader: reader)
  }

  consuming func finish() -> PartialProfiles { parser.finish() }

  /// Reads the rows of a block on the supposition that its first line end ends a row.
  mutating func readBlock(_ block: Int) throws(IngestionError) -> Segment.Joint {
    let blockStart = block * file.blockSize
    let blockEnd = blockStart + file.blockSize
    if file.dataStart >= blockEnd { return Segment.Joint() }
    if file.dataStart >= blockStart {
      return Segment.Joint(start: file.dataStart, end: try readRows(from: file.dataStart, until: blockEnd))
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
    return Segment.Joint(start: start, end: try parse(from: start, until: blockEnd))
  }

  /// Reads the rows that start in `start ..< limit`, file offsets; returns where the next row starts.
  mutating func readRows(from start: Int, until limit: Int) throws(IngestionError) -> Int {
    try fill(from: start)
    return try parse(from: start, until: limit)
  }

  private mutating func fill(from start: Int) throws(IngestionError) {
    offset = start
    window.count = 0
    window.count = try unsafe file.read(into: window.free, at: offset)
  }

  private mutating func parse(from start: Int, until limit: Int) throws(IngestionError) -> Int {
    var position = start
    while true {
      let atEnd = window.count < window.capacity
      position =
        unsafe offset
        + parser.parse(
          window.text, from: position - offset, until: min(limit - offset, window.count), final: atEnd)
      if position >= limit || atEnd { return position }
      // The last row goes on behind the window.
      if position > offset {
        window.drop(position - offset)
        offset = position
      } else {
        guard window.capacity < LogFile.longestRow else {
          throw .rowTooLong(path: file.path, offset: position, limit: LogFile.longestRow)
        }
        window.grow()
      }
      let count = try unsafe file.read(into: window.free, at: offset + window.count)
      window.count += count
    }
  }
}
