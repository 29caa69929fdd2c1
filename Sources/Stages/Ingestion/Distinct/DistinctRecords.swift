import Availability
import Synchronization
import Workers

/// Of the records of each station and time, the first in the order of the inputs -> sums.
package struct DistinctRecords {
  /// How many records of an input are the first of their station and time.
  package struct Count: Sendable {
    /// All, and the closed ones among them.
    package var (records, closed) = (Int64(0), Int64(0))
  }

  private let sources: [TimedRecords]
  private let keeper: RecordKeeper
  /// By input: its first piece.
  private let firstPieces: [Int]
  /// By station: where its records are.
  private let places: [(station: StationID, places: [(source: Int, row: Int)])]

  /// All records of some stations, of all threads and ranks.
  ///
  /// - Parameters:
  ///   - keeper: has the bytes of the records counted already.
  ///   - firstPieces: by input, in order: the number of its first piece.
  package init(_ sources: [TimedRecords], keeper: RecordKeeper, firstPieces: [Int]) {
    self.sources = sources
    self.keeper = keeper
    self.firstPieces = firstPieces
    var rows: [StationID: Int] = [:]
    var places: [(station: StationID, places: [(source: Int, row: Int)])] = []
    for (source, records) in sources.enumerated() {
      for (row, station) in records.stations.enumerated() {
        if let known = rows[station] {
          places[known].places.append((source, row))
        } else {
          rows[station] = places.count
          places.append((station, [(source, row)]))
        }
      }
    }
    keeper.noteStations(places.count)
    self.places = places
  }

  /// The sums of the first records, and how many there are by number of the input. `counts` has only the closed ones.
  /// Where the keeper is full, not all of them.
  ///
  /// - Throws: `ThreadError`.
  package func sums(bins: BinKind, threads: Int) throws -> (sums: ProfileSums, counts: [Int: Count]) {
    let next = Dispenser(places.indices)
    let parts = try concurrently(max(1, min(threads, places.count))) { _ in
      var decider = Decider(bins: bins, firstPieces: firstPieces, shares: .shared)
      while let i = next.next(), !keeper.isFull {
        decider.decide(
          places[i].station,
          places[i].places.map { sources[$0.source].cursor(of: $0.row, source: $0.source) },
          isVoid: { sources[$0].voided.contains($1) })
        decider.account(to: keeper)
      }
      return decider.finish()
    }
    let counts = parts.map(\.counts).reduce(into: [Int: Count]()) { all, part in
      all.merge(part) { Count(records: $0.records + $1.records, closed: $0.closed + $1.closed) }
    }
    return (try ProfileSums(bins: bins, adding: parts.map(\.sums), threads: threads), counts)
  }
}

/// One thread's stations.
private struct Decider: ~Copyable {
  private let firstPieces: [Int]
  private let shares: SmallCountShares
  private var profiles: ProfileAccumulator
  private var seen = SeenTimes()
  private var counts: [Int: DistinctRecords.Count] = [:]
  /// Bytes of `seen` that are accounted for, or so few that they are not.
  private var accounted = 64 << 10

  init(bins: BinKind, firstPieces: [Int], shares: SmallCountShares) {
    self.firstPieces = firstPieces
    self.shares = shares
    profiles = ProfileAccumulator(bins: bins)
  }

  consuming func finish() -> (sums: ProfileSums, counts: [Int: DistinctRecords.Count]) {
    let counts = counts
    return (profiles.finish(), counts)
  }

  mutating func account(to keeper: RecordKeeper) {
    guard seen.byteCount > accounted else { return }
    keeper.take(seen.byteCount - accounted)
    accounted = seen.byteCount
  }

  /// The station's records, the pieces of all cursors in order.
  mutating func decide(_ station: StationID, _ cursors: [RecordCursor], isVoid: (Int, Int) -> Bool) {
    let row = profiles.row(of: station)
    seen.removeAll()
    // The next one is the last.
    var waiting = cursors.sorted { $1.isBefore($0) }
    var (input, end) = (-1, 0)
    var count = DistinctRecords.Count()
    while var cursor = waiting.popLast() {
      let piece = cursor.piece
      if piece >= end {
        if input >= 0 { add(count, of: input) }
        (input, end) = self.input(of: piece)
        count = .init()
      }
      let hasMore =
        isVoid(cursor.source, piece) ? cursor.readPiece { _, _, _ in } : read(&cursor, row, &count)
      guard hasMore else { continue }
      var place = waiting.count
      while place > 0 && waiting[place - 1].isBefore(cursor) { place -= 1 }
      waiting.insert(cursor, at: place)
    }
    if input >= 0 { add(count, of: input) }
  }

  private mutating func read(_ cursor: inout RecordCursor, _ row: Int, _ count: inout DistinctRecords.Count)
    -> Bool
  {
    cursor.readPiece { moment, clock, docks in
      guard seen.insert(moment) else { return }
      count.records &+= 1
      let (time, hour) = clock.local(moment)
      if let share = shares.share(of: docks) {
        profiles.add(share, row: row, time: time, hour: hour)
      } else {
        count.closed &+= 1
        profiles.addClosed(row: row, time: time, hour: hour)
      }
    }
  }

  /// The input that a piece is of, and the first piece of the next.
  private func input(of piece: Int) -> (input: Int, end: Int) {
    var (low, high) = (0, firstPieces.count)
    while low < high {
      let middle = (low + high) / 2
      if firstPieces[middle] <= piece { low = middle + 1 } else { high = middle }
    }
    return (low - 1, low < firstPieces.count ? firstPieces[low] : .max)
  }

  private mutating func add(_ count: DistinctRecords.Count, of input: Int) {
    counts[input, default: .init()].records += count.records
    counts[input]!.closed += count.closed
  }
}
