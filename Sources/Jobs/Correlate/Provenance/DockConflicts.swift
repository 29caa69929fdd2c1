import Availability
import Ingestion

/// Stations of one identifier in logs of one period, of which most have other docks in all, though a station's docks are
/// the same all the time: where each station has times of its own, no two records are of one moment.
struct DockConflicts {
  private static let fewest = 8
  private var pairs: [ConflictEvidence] = []

  init(_ logs: [ExaminedLog]) {
    for (j, other) in logs.enumerated() where other.docks.areSteady {
      for one in logs[..<j] where one.docks.areSteady && one.docks.isOfPeriod(of: other.docks) {
        var evidence = ConflictEvidence(one, other)
        let shared = one.docks.counts.keys.filter { other.docks.counts[$0] != nil }
        for station in StationID.inOrder(shared)
        where !one.docks.move(station) && !other.docks.move(station) {
          let (here, there) = (one.docks.median(station), other.docks.median(station))
          guard DockCounts.differ(here, there) else {
            evidence.addAlike()
            continue
          }
          evidence.addDiffering(
            one, other,
            example: "station \(Printable.name(station.description)) has \(here) docks in the one, \(there) "
              + "in the other")
        }
        pairs.append(evidence)
      }
    }
  }

  /// Are two of one period and have a station in common, so that more of their rows may show what a few do not?
  static func mayBe(among logs: [ExaminedLog]) -> Bool {
    let docks = logs.map(\.docks)
    return docks.indices.contains { j in
      docks[..<j].contains { $0.isOfPeriod(of: docks[j]) && $0.hasStation(of: docks[j]) }
    }
  }

  var first: ConflictEvidence? { pairs.first { $0.differing >= Self.fewest && $0.differing > $0.alike } }
}

/// Docks in all of the stations of a log, by record.
struct DockCounts {
  private(set) var counts: [StationID: [Int]] = [:]
  /// Most of its records are of these times.
  private let times: ClosedRange<Int>
  /// Is it known of some stations that their docks are always the same, and of hardly any that they are not?
  let areSteady: Bool

  init(_ records: [LogExcerpt.Record]) {
    let sorted = records.map(\.time.ordinal).sorted()
    // A station that hangs tells an old time.
    times = sorted.isEmpty ? 0...0 : sorted[sorted.count / 10]...sorted[sorted.count - 1 - sorted.count / 10]
    for record in records { counts[record.station, default: []].append(record.all) }
    for station in counts.keys { counts[station]!.sort() }
    let several = counts.values.filter { $0.count > 2 }
    let steady = several.count { !Self.differ($0.first!, $0.last!) }
    areSteady = steady > 4 && 10 * steady >= 9 * several.count
  }

  /// Does a station have more and fewer docks by itself?
  func move(_ station: StationID) -> Bool {
    counts[station].map { Self.differ($0.first!, $0.last!) } ?? false
  }

  func hasStation(of other: Self) -> Bool { counts.keys.contains { other.counts[$0] != nil } }

  /// By more than a few that are out of order.
  static func differ(_ one: Int, _ other: Int) -> Bool {
    abs(one - other) > 3 && 5 * abs(one - other) > max(one, other)
  }

  func median(_ station: StationID) -> Int {
    let counts = counts[station]!
    return counts[counts.count / 2]
  }

  /// Do both have at least half of the shorter's times in common?
  func isOfPeriod(of other: Self) -> Bool {
    let common = min(times.upperBound, other.times.upperBound) - max(times.lowerBound, other.times.lowerBound)
    let shorter = min(times.upperBound - times.lowerBound, other.times.upperBound - other.times.lowerBound)
    return common > 0 && 2 * common >= shorter
  }
}
