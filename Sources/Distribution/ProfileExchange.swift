import Availability

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
    let parts =
      communicator.size == 1
      ? [Array(zip(local, hasProfile))]
      : communicator.allGather(Self.encode(local, hasProfile)).map(Self.decode)
    for (station, has) in parts.joined() { usable[station] = usable[station] ?? false || has }
    stations = StationID.inOrder(usable.lazy.filter(\.value).map(\.key))
    closedStations = StationID.inOrder(usable.lazy.filter { !$0.value }.map(\.key))
  }

  /// The stations that a rank owns.
  package func block(of rank: Int) -> Range<Int> {
    Shares.part(rank, of: communicator.size, count: stations.count)
  }

  /// Sends this rank's tallies to their owners; returns the profiles of the block that this rank owns.
  /// `copyTallies` writes those of this rank's station `i` over the bins.
  package func reduce(
    bins: HourBins, stations local: [StationID], copyTallies: (_ i: Int, inout ArraySlice<Tally>) -> Void
  ) -> HourlyProfiles {
    let rows = Dictionary(uniqueKeysWithValues: zip(stations, stations.indices))
    let block = self.block(of: communicator.rank)
    var sums = [Tally](repeating: Tally(), count: block.count * bins.count)
    guard communicator.size > 1 else {
      for (i, station) in local.enumerated() {
        guard let row = rows[station] else { continue }
        copyTallies(i, &sums[row * bins.count..<(row + 1) * bins.count])
      }
      return HourlyProfiles(bins: bins, stations: stations, tallies: sums)
    }
    let owners = (0..<communicator.size).flatMap { rank in self.block(of: rank).map { _ in rank } }
    var parts = [[Int64]](repeating: [], count: communicator.size)
    for (i, station) in local.enumerated() {
      guard let row = rows[station] else { continue }
      var tallies = [Tally](repeating: Tally(), count: bins.count)[...]
      copyTallies(i, &tallies)
      parts[owners[row]].append(Int64(row))
      for tally in tallies {
        parts[owners[row]].append(Int64(truncatingIfNeeded: tally.packed))
        parts[owners[row]].append(Int64(truncatingIfNeeded: tally.packed >> 64))
      }
    }
    for part in communicator.exchange(parts) {
      for start in stride(from: 0, to: part.count, by: 1 + 2 * bins.count) {
        let row = Int(part[start]) - block.lowerBound
        for bin in 0..<bins.count {
          let low = UInt128(UInt64(bitPattern: part[start + 1 + 2 * bin]))
          let high = UInt128(UInt64(bitPattern: part[start + 2 + 2 * bin]))
          sums[row * bins.count + bin] += Tally(packed: high << 64 | low)
        }
      }
    }
    return HourlyProfiles(bins: bins, stations: Array(stations[block]), tallies: sums)
  }

  // A station as bytes: has a profile (1 byte), length (4 bytes, little-endian), identifier.

  private static func encode(_ stations: [StationID], _ hasProfile: [Bool]) -> [UInt8] {
    zip(stations, hasProfile).flatMap { station, has in
      let count = UInt32(station.bytes.count)
      return [has ? 1 : 0] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + station.bytes
    }
  }

  private static func decode(_ bytes: [UInt8]) -> [(StationID, Bool)] {
    var stations: [(StationID, Bool)] = []
    var position = 0
    while position < bytes.count {
      let count = (0..<4).reduce(0) { $0 | Int(bytes[position + 1 + $1]) << (8 * $1) }
      let start = position + 5
      stations.append((StationID(bytes: Array(bytes[start..<start + count])), bytes[position] == 1))
      position = start + count
    }
    return stations
  }
}
