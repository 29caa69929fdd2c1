/// Reads a station's records of one `TimedRecords`, a piece of the inputs at a time.
@safe struct RecordCursor {
  private var position: UnsafePointer<UInt8>
  private var end: UnsafePointer<UInt8>
  private var next: UnsafeMutableRawPointer?
  private var (time, clock) = (0, RecordClock(code: 0))
  /// Which of several `TimedRecords` it is.
  let source: Int
  /// The piece that the next records are from.
  private(set) var piece = -1

  /// At the first record.
  init(_ chunk: RecordChunk, source: Int) {
    self.source = source
    unsafe position = unsafe UnsafePointer(chunk.bytes)
    unsafe end = unsafe UnsafePointer(chunk.bytes + chunk.count)
    unsafe next = unsafe chunk.next
    // The first code is that of a piece.
    _ = readPiece { _, _, _ in }
  }

  /// Of one piece, what was read first comes first among the sources.
  func isBefore(_ other: RecordCursor) -> Bool { (piece, source) < (other.piece, other.source) }

  /// Reads the records of this piece, in their order: moment, clock, free docks and bikes. False at the end: there is no
  /// other piece.
  @inline(__always)
  mutating func readPiece(_ body: (Int, RecordClock, DockCounts) -> Void) -> Bool {
    while true {
      while unsafe position < end {
        let code = readNumber()
        switch code & 3 {
        case RecordCode.piece:
          piece += Int(code &>> 2)
          return true
        case RecordCode.clock:
          clock = RecordClock(code: Int32(truncatingIfNeeded: RecordCode.number(code &>> 2)))
          continue
        case RecordCode.seconds: time &+= RecordCode.number(code &>> 2) &* 1_000_000
        default: time &+= RecordCode.number(code &>> 2)
        }
        let free = UInt32(truncatingIfNeeded: readNumber())
        body(time, clock, DockCounts(free: free, bikes: UInt32(truncatingIfNeeded: readNumber())))
      }
      guard let start = unsafe next else { return false }
      let chunk = unsafe RecordChunk(start: start)
      unsafe position = unsafe UnsafePointer(chunk.bytes)
      unsafe end = unsafe UnsafePointer(chunk.bytes + chunk.count)
      unsafe next = unsafe chunk.next
    }
  }

  @inline(__always)
  private mutating func readNumber() -> UInt64 {
    var byte = unsafe UInt64(position.pointee)
    unsafe position += 1
    if byte < 0x80 { return byte }
    var (number, shift) = (byte & 0x7F, UInt64(7))
    repeat {
      byte = unsafe UInt64(position.pointee)
      unsafe position += 1
      number |= (byte & 0x7F) &<< shift
      shift &+= 7
    } while byte >= 0x80
    return number
  }
}
