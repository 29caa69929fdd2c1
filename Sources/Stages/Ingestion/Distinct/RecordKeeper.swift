import Availability
import Synchronization

/// Which records a reading keeps until it is known which of a station and time is the first, and in how much memory:
/// one for all threads of a rank.
///
/// Where they are more than the memory allowed, the stations are dealt to several parts, and the inputs are read once
/// for each.
package final class RecordKeeper: Sendable {
  /// Bytes that keeping a record and comparing it take at most.
  package static let mostBytesOfRecord = 64

  /// Which stations the records are of: those whose hash leaves `number` when divided by `count`.
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

  /// Keeps no record: of rows that are read to be taken back.
  static let none = RecordKeeper(nil, memory: .max)

  private let part: Part?
  /// Bytes that the records may take.
  package let limit: Int
  private let used = Atomic(0)
  private let severalStations = Atomic(false)

  /// Keeps the records of the stations of `part`, in `limit` bytes.
  package convenience init(_ part: Part, memory limit: Int) { self.init(part as Part?, memory: limit) }

  private init(_ part: Part?, memory limit: Int) {
    self.part = part
    self.limit = limit
  }

  /// Bytes that the records need; where that is more than the limit, not all of them are there.
  package var needed: Int { used.load(ordering: .relaxed) }
  /// Do they need more than the limit?
  package var isFull: Bool { needed > limit }
  /// Are the records of more than one station? Else dealing stations to more parts is of no use.
  package var hasSeveralStations: Bool { severalStations.load(ordering: .relaxed) }

  /// The same for what other ranks have sent instead.
  package func again(with records: [TimedRecords]) -> RecordKeeper {
    let keeper = RecordKeeper(part, memory: limit)
    keeper.take(records.reduce(0) { $0 + $1.byteCount })
    return keeper
  }

  func keeps(_ station: StationID) -> Bool {
    guard let part else { return false }
    return part.count == 1 || station.hash % UInt64(part.count) == UInt64(part.number)
  }

  /// The rank, of so many, that decides which records of the station count.
  package func owner(of station: StationID, among ranks: Int) -> Int {
    Int(station.hash / UInt64(part?.count ?? 1) % UInt64(ranks))
  }

  /// Takes so many bytes more; false where there are not so many.
  @discardableResult
  func take(_ bytes: Int) -> Bool { used.wrappingAdd(bytes, ordering: .relaxed).newValue <= limit }

  func noteStations(_ count: Int) { if count > 1 { severalStations.store(true, ordering: .relaxed) } }
}

extension StationID {
  /// FNV-1a, 64 bits, without the lowest, which are the worst.
  fileprivate var hash: UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } >> 8
  }
}
