import Availability
import Ingestion
import LinearAlgebra

/// Hours of 1 to 24, of which those of 24 are left out: of a large network only all rows show it.
struct HoursTo24 {
  private let refusal: Refusal

  /// Nil where too few rows are left out for their times.
  init?(_ inputs: Inputs, _ counts: RowCounts) {
    guard Self.leastShare * counts[.time] >= counts.read,
      let layout = inputs.files.lazy.compactMap({ $0?.layout }).first
    else { return nil }
    if !inputs.rules.needsTime, let hour = layout.hour {
      refusal = .hoursTo24(of: layout.header[hour], isHour: true)
    } else if let columns = layout.timeColumns {
      refusal = .hoursTo24(of: columns, isHour: false)
    } else {
      return nil
    }
  }

  /// A 24th of a day, with some room: fewer are damage.
  private static let leastShare: Int64 = 60

  /// Throws `Failure` where profiles, stations x bins, have every hour but the first of a day.
  func refuse(_ means: borrowing Matrix, bins: HourBins) throws {
    guard means.columns == bins.count else { return }
    var used: Set<Int> = []
    for station in 0..<means.rows where !used.contains(0) {
      unsafe means.withRow(station) { row in
        for bin in row.indices where unsafe !row[bin].isNaN { used.insert((bins.firstHour + bin) % 24) }
      }
    }
    guard used == Set(1...23) else { return }
    throw Failure(.badData, refusal.what, advice: refusal.advice)
  }
}
