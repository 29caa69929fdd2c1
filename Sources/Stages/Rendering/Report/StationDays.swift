import Availability

/// What single days tell of stations, where bins are hours of the calendar: between which values the middle half of the days
/// lies, by hour of the day, and how many hours were all without a bike, or all without a free dock.
package struct StationDays: Equatable, Sendable {
  /// 16-bit numbers of a station: 24 lower quartiles and 24 upper ones (see `ReportProfiles`), then three counts of hours in two
  /// each, the upper first: known, without a bike, without a free dock.
  package static let width = 54
  /// Of fewer days there is no middle half.
  static let fewestDays = 4

  /// Stations x `width`.
  package private(set) var numbers: [UInt16] = []

  /// Of all stations of `profiles`; of none where these have no days.
  package init(_ profiles: HourlyProfiles) {
    guard profiles.bins.kind == .series else { return }
    let width = profiles.bins.count
    let hours = (0..<width).map { ((profiles.bins.firstHour + $0) % 24 + 24) % 24 }
    profiles.forEachBlock(of: 0..<profiles.stations.count) { block, tallies in
      for station in 0..<block.count {
        let start = tallies.startIndex + station * width
        add(tallies[start..<start + width].map(\.mean), hours)
      }
    }
  }

  private mutating func add(_ means: [Double?], _ hours: [Int]) {
    var days = [[Double]](repeating: [], count: 24)
    for (mean, hour) in zip(means, hours) { if let mean { days[hour].append(mean) } }
    let sorted = days.map { $0.sorted() }
    for share in [0.25, 0.75] {
      numbers += sorted.map { values in
        values.count < Self.fewestDays
          ? ReportProfiles.missing : ReportProfiles.rounded(Self.quantile(values, share))
      }
    }
    let known = means.compactMap(\.self)
    for count in [known.count, known.count { $0 == 1 }, known.count { $0 == 0 }] {
      numbers += [UInt16(count >> 16), UInt16(count & 0xFFFF)]
    }
  }

  /// Of sorted values, between the two nearest.
  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    let at = share * Double(values.count - 1)
    let below = Int(at)
    return values[below] + (at - Double(below)) * (values[min(below + 1, values.count - 1)] - values[below])
  }
}

extension StationDays {
  /// As they are sent between ranks.
  package var bytes: [UInt8] { numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }

  /// Those of several ranks, one after the other, as they were sent.
  package init(joining parts: [[UInt8]]) {
    for part in parts {
      numbers += stride(from: 0, to: part.count, by: 2).map { UInt16(part[$0]) << 8 | UInt16(part[$0 + 1]) }
    }
  }

  /// The stations at these places.
  package func ordered(_ order: [Int]) -> StationDays {
    var ordered = self
    if !numbers.isEmpty {
      ordered.numbers = order.flatMap { numbers[$0 * Self.width..<($0 + 1) * Self.width] }
    }
    return ordered
  }
}
