import Availability
import Synchronization

/// Of the records of one station and time, the first in the order of the inputs: a table of all
/// different records, shared by all threads, 32 bytes each, in slots of which a third to two thirds are
/// taken.
///
/// Where that is more than the memory allowed, the stations are dealt to several parts, and the inputs are
/// read once for each: the table holds the records of one part.
package final class Deduplicator: Sendable {
  /// Bytes that the table ever takes of its memory for a record: a third of its slots are taken when it has grown.
  package static let mostBytesOfRecord = 3 * MemoryLayout<DistinctRecord>.stride

  /// The table outgrew its memory.
  package struct OutOfMemory: Error {
    /// Bytes that the table was allowed.
    package let limit: Int
  }

  /// Which stations the table is for: those whose hash leaves `number` when divided by `count`.
  package struct Part: Sendable {
    let number: Int
    let count: Int

    /// Part `number`, from 0, of `count` parts.
    package init(number: Int, of count: Int) {
      precondition(count > 0 && (0..<count).contains(number))
      self.number = number
      self.count = count
    }
  }

  private let part: Part
  private let limit: Int
  private let used = Atomic(0)
  private let stations = Mutex<(rows: [StationID: Int32], names: [StationID])>(([:], []))
  private let shards: [Shard]

  /// An empty table for the stations of `part`, which may grow by `limit` bytes.
  package init(_ part: Part, memory limit: Int) {
    self.part = part
    self.limit = limit
    shards = (0..<64).map { _ in Shard() }
  }

  /// Have records of more than one station been entered? Else dealing stations to more parts is of no use.
  package var hasSeveralStations: Bool { stations.withLock { $0.names.count > 1 } }

  /// The number of a station, nil when it is another part's.
  func number(of station: StationID) -> Int32? {
    guard part.count == 1 || Self.hash(station) % UInt64(part.count) == UInt64(part.number) else {
      return nil
    }
    return stations.withLock { stations in
      if let row = stations.rows[station] { return row }
      let row = Int32(stations.names.count)
      stations.rows[station] = row
      stations.names.append(station)
      return row
    }
  }

  /// Enters a record. Of two with one station and time, the one with the lesser `order` stays.
  func insert(_ record: DistinctRecord) throws(OutOfMemory) {
    let hash = record.hash
    let grown = shards[Int(hash >> 58)].table.withLock { $0.insert(record, hash) }
    guard grown > 0 else { return }
    guard used.wrappingAdd(grown, ordering: .relaxed).newValue <= limit else {
      throw OutOfMemory(limit: limit)
    }
  }

  /// What the records of an input that were entered amount to.
  package struct Distinct: Sendable {
    /// All, and the closed ones among them.
    package var (records, closed) = (Int64(0), Int64(0))
    /// The times of the usable ones.
    package var span = TimeSpan()
  }

  /// The profiles of the records entered, and these by number of their input. `counts` has only the closed ones.
  package func profiles(bins: BinKind) -> (profiles: ProfileSums, distinct: [Int: Distinct]) {
    var profiles = ProfileAccumulator(bins: bins)
    let names = stations.withLock { $0.names }
    let rows = names.map { profiles.row(of: $0) }
    var distinct: [Int: Distinct] = [:]
    for shard in shards {
      shard.table.withLock { table in
        for record in table.slots where record.station >= 0 {
          distinct[record.order >> LogFile.orderBits, default: Distinct()].count(record)
          let row = rows[Int(record.station)]
          if record.share == DistinctRecord.closed {
            profiles.addClosed(row: row, time: record.localTime, hour: record.hour)
          } else {
            profiles.add(record.share, row: row, time: record.localTime, hour: record.hour)
          }
        }
      }
    }
    return (profiles.finish(), distinct)
  }

  /// FNV-1a, 64 bits.
  private static func hash(_ station: StationID) -> UInt64 {
    station.bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } >> 8
  }

  private final class Shard: Sendable {
    let table = Mutex(DistinctTable())
  }
}

extension Deduplicator.Distinct {
  fileprivate mutating func count(_ record: DistinctRecord) {
    records += 1
    if record.share == DistinctRecord.closed { closed += 1 } else { span.include(record.localTime.ordinal) }
  }
}

/// A record as the table keeps it.
struct DistinctRecord: Sendable {
  /// Stands for the share of a closed station.
  static let closed = UInt64.max

  /// The moment (`LocalTime.moment`): the hour that comes twice has two of each.
  var time: Int
  /// Place in the inputs: number of the input and byte.
  var order: Int
  var share: UInt64
  /// -1 in an empty slot.
  var station: Int32
  /// The local time's offset in seconds, above five bits for the hour of the bin.
  private var clock: Int32

  init(time: LocalTime, hour: Int, order: Int, share: UInt64, station: Int32) {
    self.time = time.moment
    self.order = order
    self.share = share
    self.station = station
    clock = Int32(time.offset) << 5 | Int32(hour)
  }

  /// Of an empty slot.
  init() {
    (time, order, share, station, clock) = (0, 0, 0, -1, 0)
  }

  var hour: Int { Int(clock & 31) }
  var localTime: LocalTime {
    let offset = Int(clock >> 5)
    return LocalTime(ordinal: time + offset * 1_000_000, offset: offset)
  }

  var hash: UInt64 {
    let word =
      UInt64(bitPattern: Int64(time)) ^ (UInt64(UInt32(bitPattern: station)) &* 0x9E37_79B9_7F4A_7C15)
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}

/// Open addressing, at most two thirds full.
private struct DistinctTable: Sendable {
  private static let empty = DistinctRecord()
  private(set) var slots = [DistinctRecord](repeating: empty, count: 64)
  private var count = 0

  /// Returns by how many bytes the table has grown.
  mutating func insert(_ record: DistinctRecord, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var i = Int(truncatingIfNeeded: hash) & mask
    while slots[i].station >= 0 {
      if slots[i].station == record.station && slots[i].time == record.time {
        if record.order < slots[i].order { slots[i] = record }
        return 0
      }
      i = (i + 1) & mask
    }
    slots[i] = record
    count += 1
    guard count * 3 > slots.count * 2 else { return 0 }
    return grow()
  }

  private mutating func grow() -> Int {
    let old = slots
    slots = [DistinctRecord](repeating: Self.empty, count: 2 * old.count)
    let mask = slots.count - 1
    for record in old where record.station >= 0 {
      var i = Int(truncatingIfNeeded: record.hash) & mask
      while slots[i].station >= 0 { i = (i + 1) & mask }
      slots[i] = record
    }
    return old.count * MemoryLayout<DistinctRecord>.stride
  }
}
