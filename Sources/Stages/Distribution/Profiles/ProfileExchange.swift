import Availability
import Workers

/// Partial profiles of all ranks -> a block of stations for each rank, with exact sums.
///
/// Each rank sends each owner the tallies of the owner's stations, once: O(stations x bins / ranks)
/// numbers a message, never rows.
package struct ProfileExchange {
  private let communicator: Communicator
  /// Every station of every rank that has a usable record, in the order of all outputs.
  package let stations: [StationID]
  /// Stations whose every record is 0 / 0, in order.
  package let closedStations: [StationID]

  /// Agrees on the stations. `station`, `hasProfile`: this rank's stations.
  package init(_ communicator: Communicator, stations local: [StationID], hasProfile: [Bool]) {
    self.communicator = communicator
    var usable: [StationID: Bool] = [:]
    func add(_ station: StationID, _ has: Bool) { usable[station] = has || usable[station] ?? false }
    for (station, has) in zip(local, hasProfile) { add(station, has) }
    if communicator.size > 1 {
      let parts = communicator.allGather(Self.encode(local, hasProfile))
      for (rank, part) in parts.enumerated() where rank != communicator.rank { Self.decode(part, add) }
    }
    var (open, closed): ([StationID], [StationID]) = ([], [])
    for (station, has) in usable {
      if has { open.append(station) } else { closed.append(station) }
    }
    stations = StationID.inOrder(open)
    closedStations = StationID.inOrder(closed)
  }

  /// The stations that a rank owns.
  package func block(of rank: Int) -> Range<Int> {
    WorkSplit.part(rank, of: communicator.size, count: stations.count)
  }

  /// Copies the tallies of some of this rank's stations, by their places, to the front of rows of `bins`.
  package typealias Copy = @Sendable (_ places: ArraySlice<Int>, _ rows: inout [Tally]) -> Void

  /// Sends this rank's tallies to their owners; returns the profiles of the block that this rank owns.
  package func reduce(bins: HourBins, stations local: [StationID], copy: @escaping Copy) -> HourlyProfiles {
    let rows = Dictionary(uniqueKeysWithValues: zip(stations, stations.indices))
    // Those of this rank that have a row, in the order of rows.
    let mine = local.indices.compactMap { place in rows[local[place]].map { (row: $0, place: place) } }
      .sorted { $0.row < $1.row }
    let places = mine.map(\.place)
    guard communicator.size > 1 || mine.count < stations.count else {
      return HourlyProfiles(bins: bins, stations: stations) { copy(places[$0], &$1) }
    }
    var message = ProfileMessage(bins: bins.count, capacity: mine.count)
    HourlyProfiles(bins: bins, stations: mine.map { stations[$0.row] }) { copy(places[$0], &$1) }
      .forEachBlock(of: mine.indices) { block, tallies in
        for i in block {
          message.append(
            row: mine[i].row,
            tallies[(i - block.lowerBound) * bins.count..<(i + 1 - block.lowerBound) * bins.count])
        }
      }
    let counts = (0..<communicator.size).map { rank in
      let block = self.block(of: rank)
      return mine.count { block.contains($0.row) }
    }
    let received = communicator.exchange(message.numbers, rowLength: message.rowLength, counts)
    let block = self.block(of: communicator.rank)
    var sums = [Tally](repeating: Tally(), count: block.count * bins.count)
    ProfileMessage(bins: bins.count, numbers: received).add(to: &sums, from: block.lowerBound)
    return HourlyProfiles(bins: bins, stations: Array(stations[block]), tallies: sums)
  }

  // A station as bytes: has a profile (1 byte), length (4 bytes, little-endian), identifier.

  private static func encode(_ stations: [StationID], _ hasProfile: [Bool]) -> [UInt8] {
    zip(stations, hasProfile).reduce(into: []) { bytes, next in
      let (station, has) = next
      bytes.append(has ? 1 : 0)
      for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: station.bytes.count >> (8 * byte))) }
      bytes += station.bytes
    }
  }

  private static func decode(_ bytes: [UInt8], _ body: (StationID, Bool) -> Void) {
    var position = 0
    while position < bytes.count {
      let count = (0..<4).reduce(0) { $0 | Int(bytes[position + 1 + $1]) << (8 * $1) }
      let start = position + 5
      body(StationID(bytes: Array(bytes[start..<start + count])), bytes[position] == 1)
      position = start + count
    }
  }
}
