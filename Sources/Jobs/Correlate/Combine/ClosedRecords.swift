import Availability
import Distribution
import Ingestion

/// Closed records of all stations, of all ranks together.
struct ClosedRecords {
  private let stations: [StationID]
  /// By station, those with a profile first: bins as hours of the day, of the week or since 1970, and how many.
  private var counts: [[Int: Int64]]

  /// Collective.
  init(_ rows: ProfileSums, _ network: MergedNetwork, on job: Job) {
    stations = network.stations + network.closedStations
    let places = Dictionary(uniqueKeysWithValues: zip(stations, stations.indices))
    counts = Array(repeating: [:], count: stations.count)
    let words = rows.closed.counts.flatMap { place, count -> [Int64] in
      guard let station = places[rows.stations[Int(place.row)]] else { return [] }
      return [Int64(station), Int64(place.bin), count]
    }
    let all = job.communicator.concatenate(words)
    for start in stride(from: 0, to: all.count, by: 3) {
      counts[Int(all[start])][Int(all[start + 1]), default: 0] += all[start + 2]
    }
  }

  /// The bins, those of `profiles` among them, that hold all closed records: of hours of the calendar some may be before
  /// the first usable record, or after the last.
  func bins(around bins: HourBins) -> HourBins {
    let hours = counts.lazy.flatMap(\.keys)
    guard bins.kind == .series, let first = hours.min(), let last = hours.max() else { return bins }
    return .series(min(first, bins.firstHour)..<max(last + 1, bins.firstHour + bins.count))
  }

  /// Of some stations, in these bins.
  func rows(_ stations: Range<Int>, _ bins: HourBins) -> ClosedBins {
    ClosedBins(
      rows: counts[stations].map { counts in
        counts.filter { $0.value != 0 }.sorted { $0.key < $1.key }
          .map { ClosedBins.Entry(bin: $0.key - bins.firstHour, count: $0.value) }
      })
  }

  /// What is left of them without others, those of the same stations, by station; nil where that is less than nothing.
  func subtracting(_ others: ClosedRecords) -> [StationID: [Int: Int64]]? {
    var left: [StationID: [Int: Int64]] = [:]
    for (station, (own, taken)) in zip(stations, zip(counts, others.counts)) {
      let rest = own.merging(taken.mapValues { -$0 }) { $0 + $1 }.filter { $0.value != 0 }
      guard rest.values.allSatisfy({ $0 > 0 }) else { return nil }
      if !rest.isEmpty { left[station] = rest }
    }
    return left
  }
}
