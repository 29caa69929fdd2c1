import Availability

/// Records of one thread, in the order of the inputs -> `TimedRecords`.
@safe struct RecordWriter: ~Copyable {
  /// Where the records of a station end.
  @unsafe private struct Tail {
    var chunk: RecordChunk?
    var head: RecordChunk?
    var cursor: UnsafeMutablePointer<UInt8>
    var end: UnsafeMutablePointer<UInt8>
    /// Of the record before.
    var time = 0
    var clock = RecordClock(code: 0)
    var piece = -1
    var size = 0
    var isKept = false
  }

  private let keeper: RecordKeeper
  private let records = TimedRecords()
  private var tails: UnsafeMutablePointer<Tail>
  private var (count, capacity) = (0, 0)
  private var keptStations = 0
  /// Where what there is no memory for is written, to be counted.
  private var dump: RecordChunk?
  private let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: RecordCode.longest)
  /// The piece of the inputs that the rows are from: it never falls.
  var piece = 0

  init(_ keeper: RecordKeeper) {
    self.keeper = keeper
    unsafe tails = .allocate(capacity: 0)
  }

  deinit {
    unsafe tails.deallocate()
    unsafe scratch.deallocate()
  }

  /// What there is of `piece` elsewhere was read on a wrong supposition.
  mutating func replace(_ piece: Int) {
    records.replaced.insert(piece)
    self.piece = piece
  }

  /// Keeps a record of a station, unless the one before is of its time and piece: that one is the first.
  @inline(__always)
  mutating func append(
    _ counts: DockCounts, row: Int, station: (Int) -> StationID, time: LocalTime, hour: Int
  ) {
    if row >= count { admit(row, station) }
    let tail = unsafe tails + row
    let clock = RecordClock(time, hour: hour)
    let moment = time.moment
    guard unsafe tail.pointee.piece == piece && tail.pointee.clock == clock else {
      return unsafe appendMarked(counts, tail, moment, clock)
    }
    let delta = unsafe moment &- tail.pointee.time
    if delta == 0 { return }
    let (seconds, fraction) = delta.quotientAndRemainder(dividingBy: 1_000_000)
    let code = RecordCode.zigzag(seconds) &<< 2
    guard
      unsafe fraction == 0 && code < 1 << 14 && counts.isSmall && tail.pointee.end - tail.pointee.cursor >= 4
    else { return unsafe appendMarked(counts, tail, moment, clock) }
    unsafe tail.pointee.time = moment
    // Two bytes of the code, one of each count.
    let word =
      UInt32(truncatingIfNeeded: code & 0x7F | 0x80 | (code &>> 7) &<< 8) | counts.free &<< 16 | counts.bikes
      &<< 24
    unsafe UnsafeMutableRawPointer(tail.pointee.cursor).storeBytes(of: word.littleEndian, as: UInt32.self)
    unsafe tail.pointee.cursor += 4
  }

  /// Any record, before it what has changed since the one before.
  @unsafe @inline(never)
  private mutating func appendMarked(
    _ counts: DockCounts, _ tail: UnsafeMutablePointer<Tail>, _ moment: Int, _ clock: RecordClock
  ) {
    guard unsafe tail.pointee.isKept else { return }
    let isNew = unsafe tail.pointee.piece != piece
    let delta = unsafe moment &- tail.pointee.time
    if unsafe delta == 0 && !isNew && tail.pointee.size > 0 { return }
    var count = 0
    if isNew {
      put(unsafe UInt64(piece - tail.pointee.piece) << 2 | RecordCode.piece, &count)
      unsafe tail.pointee.piece = piece
    }
    if unsafe tail.pointee.clock != clock {
      put(RecordCode.zigzag(Int(clock.code)) << 2 | RecordCode.clock, &count)
      unsafe tail.pointee.clock = clock
    }
    let (seconds, fraction) = delta.quotientAndRemainder(dividingBy: 1_000_000)
    put(
      fraction == 0
        ? RecordCode.zigzag(seconds) << 2 | RecordCode.seconds
        : RecordCode.zigzag(delta) << 2 | RecordCode.microseconds, &count)
    put(UInt64(counts.free), &count)
    put(UInt64(counts.bikes), &count)
    if unsafe tail.pointee.end - tail.pointee.cursor < count { unsafe lengthen(tail) }
    unsafe tail.pointee.cursor.update(from: scratch, count: count)
    unsafe tail.pointee.cursor += count
    unsafe tail.pointee.time = moment
  }

  private func put(_ number: UInt64, _ count: inout Int) {
    var rest = number
    while rest >= 0x80 {
      unsafe scratch[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      rest >>= 7
      count += 1
    }
    unsafe scratch[count] = UInt8(rest)
    count += 1
  }

  /// Another chunk: the longer, the more records the station has.
  @unsafe private mutating func lengthen(_ tail: UnsafeMutablePointer<Tail>) {
    unsafe seal(tail)
    let size = unsafe min(max(64, tail.pointee.size / 2), 4096)
    unsafe tail.pointee.size += size
    var chunk: RecordChunk
    if keeper.take(size) {
      unsafe chunk = unsafe records.makeChunk(size)
      if let last = unsafe tail.pointee.chunk {
        unsafe last.next = unsafe chunk.start
      } else {
        unsafe tail.pointee.head = unsafe chunk
      }
      unsafe tail.pointee.chunk = unsafe chunk
    } else {
      if unsafe dump == nil { unsafe dump = unsafe records.makeChunk(4096) }
      unsafe chunk = unsafe dump!
      unsafe tail.pointee.chunk = nil
    }
    unsafe tail.pointee.cursor = unsafe chunk.bytes
    unsafe tail.pointee.end = unsafe chunk.bytes + (size - RecordChunk.headerSize)
  }

  @unsafe private func seal(_ tail: UnsafeMutablePointer<Tail>) {
    guard let chunk = unsafe tail.pointee.chunk else { return }
    unsafe chunk.count = unsafe tail.pointee.cursor - chunk.bytes
  }

  /// Stations up to `row`, that were not there before.
  @inline(never)
  private mutating func admit(_ row: Int, _ station: (Int) -> StationID) {
    if row >= capacity {
      let larger = max(256, 2 * row)
      let room = UnsafeMutablePointer<Tail>.allocate(capacity: larger)
      unsafe room.moveInitialize(from: tails, count: count)
      unsafe tails.deallocate()
      unsafe (tails, capacity) = unsafe (room, larger)
    }
    while count <= row {
      let isKept = keeper.keeps(station(count))
      keptStations += isKept ? 1 : 0
      unsafe (tails + count).initialize(to: Tail(cursor: scratch, end: scratch, isKept: isKept))
      count += 1
    }
    keeper.noteStations(keptStations)
  }

  /// All that was kept; `stations` by row. Nothing is appended any more.
  func finish(_ stations: [StationID]) -> TimedRecords {
    for row in 0..<count {
      let tail = unsafe tails + row
      unsafe seal(tail)
      if let head = unsafe tail.pointee.head { unsafe records.append(stations[row], head) }
    }
    return records
  }
}

/// Free docks and bikes of a record.
struct DockCounts {
  let free: UInt32
  let bikes: UInt32

  @inline(__always)
  init(free: UInt32, bikes: UInt32) { (self.free, self.bikes) = (free, bikes) }

  /// Those at a place of `SmallCountShares`.
  @inline(__always)
  init(place: UInt32) { (free, bikes) = (place &>> 7, place & 127) }

  @inline(__always)
  var isSmall: Bool { free | bikes < 128 }
  @inline(__always)
  var isClosed: Bool { free | bikes == 0 }
}
