import Availability
import Glibc

/// Records by station, each in the order of the inputs, some four bytes a record: of a station and time, only the
/// first one will count.
///
/// They are in no tally yet. One thread has read them, or another rank has sent them.
@safe package final class TimedRecords: @unchecked Sendable {
  /// Those of the records, each once.
  package private(set) var stations: [StationID] = []
  /// Pieces of the inputs that were read again from another place: what others have of them does not count.
  package internal(set) var replaced: Set<Int> = []
  /// Pieces whose records here do not count.
  package var voided: Set<Int> = []
  /// By station: its first chunk.
  private var heads: [UnsafeMutableRawPointer?] = unsafe []
  private var slabs: [UnsafeMutableRawPointer] = unsafe []
  /// What is left of the last slab.
  private var (free, room): (UnsafeMutableRawPointer?, Int) = (nil, 0)
  private var slabSize = 2048

  init() {}

  deinit { for i in unsafe slabs.indices { unsafe Glibc.free(slabs[i]) } }

  /// Memory for a chunk, until this ends.
  func makeChunk(_ size: Int) -> RecordChunk {
    let size = (size + 15) & ~15
    if size > room {
      slabSize = max(size, min(2 * slabSize, 1 << 20))
      guard let slab = unsafe malloc(slabSize) else {
        preconditionFailure("out of memory for \(slabSize) bytes")
      }
      unsafe slabs.append(slab)
      unsafe (free, room) = unsafe (slab, slabSize)
    }
    let chunk = unsafe RecordChunk(start: free!)
    unsafe free = unsafe free! + size
    room -= size
    unsafe chunk.next = nil
    unsafe chunk.count = 0
    return unsafe chunk
  }

  func append(_ station: StationID, _ head: RecordChunk) {
    stations.append(station)
    unsafe heads.append(head.start)
  }

  /// The records of a station, by its place among `stations`.
  func cursor(of station: Int, source: Int) -> RecordCursor {
    unsafe RecordCursor(RecordChunk(start: heads[station]!), source: source)
  }

  // MARK: - Between ranks

  /// All that is of the stations chosen, as bytes: the voided pieces, then each station's identifier and its records
  /// as one chunk.
  package func message(_ isChosen: (StationID) -> Bool) -> [UInt8] {
    let chosen = stations.indices.filter { isChosen(stations[$0]) }
    var bytes: [UInt8] = []
    func append(_ number: Int) { unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) } }
    append(voided.count)
    for piece in voided { append(piece) }
    append(chosen.count)
    for station in chosen {
      append(stations[station].bytes.count)
      bytes += stations[station].bytes
      append(0)
      append(count(of: station))
      unsafe forEachChunk(of: station) { chunk in
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: chunk.bytes, count: chunk.count))
      }
    }
    return bytes
  }

  /// What another rank has sent as a `message`.
  package init(message: Slice<UnsafeRawBufferPointer>) {
    let size = unsafe message.count
    guard let slab = unsafe malloc(max(1, size)) else {
      preconditionFailure("out of memory for \(size) bytes")
    }
    unsafe slabs.append(slab)
    unsafe UnsafeMutableRawBufferPointer(start: slab, count: size).copyBytes(from: message)
    var position = 0
    func next() -> Int {
      defer { position += 8 }
      return unsafe slab.loadUnaligned(fromByteOffset: position, as: Int.self)
    }
    for _ in 0..<next() { voided.insert(next()) }
    for _ in 0..<next() {
      let length = next()
      let identifier = unsafe Array(UnsafeRawBufferPointer(start: slab + position, count: length))
      position += length
      let chunk = unsafe RecordChunk(start: slab + position)
      unsafe append(StationID(bytes: identifier), chunk)
      position += unsafe RecordChunk.headerSize + chunk.count
    }
  }

  /// Bytes of all records.
  var byteCount: Int { stations.indices.reduce(0) { $0 + count(of: $1) } }

  /// Bytes of a station's records.
  private func count(of station: Int) -> Int {
    var count = 0
    unsafe forEachChunk(of: station) { unsafe count += $0.count }
    return count
  }

  @unsafe private func forEachChunk(of station: Int, _ body: (RecordChunk) -> Void) {
    var next = unsafe heads[station]
    while let start = unsafe next {
      let chunk = unsafe RecordChunk(start: start)
      unsafe body(chunk)
      unsafe next = unsafe chunk.next
    }
  }
}
