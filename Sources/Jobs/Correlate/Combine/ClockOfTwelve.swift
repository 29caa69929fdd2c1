import Availability
import Ingestion
import LinearAlgebra

/// Hours of twelve, where nothing tells morning from afternoon: a long log shows it only when all of it is read.
struct ClockOfTwelve {
  private let refusal: ((_ fromZero: Bool) -> Refusal)?

  /// `chosen`: the columns that the user has named, whose word counts.
  init(_ inputs: Inputs, chosen: ColumnChoice) {
    let needsTime = inputs.rules.needsTime
    for case let layout? in inputs.files.map({ $0?.layout }) {
      if let found = Self.refusal(layout, chosen, isHourEnough: !needsTime && layout.hour != nil) {
        refusal = found
        return
      }
    }
    refusal = nil
  }

  /// What there is to say of a log of these columns, if its hours are those of twelve.
  private static func refusal(
    _ layout: RecordLayout, _ chosen: ColumnChoice, isHourEnough: Bool
  ) -> ((Bool) -> Refusal)? {
    if isHourEnough, let hour = layout.hour {
      guard layout.meridiem == nil && chosen.names[.hour] == nil else { return nil }
      return { .halfDays(ofHours: layout.header[hour], fromZero: $0) }
    }
    guard chosen.names[.time] == nil, !layout.clock.contains(where: { $0.kind == .meridiem }) else {
      return nil
    }
    return layout.timeColumns.map { columns in { .halfDays(ofTimes: columns, fromZero: $0) } }
  }

  /// Throws `Failure` where profiles, stations x bins, have the hours 1 to 12 and no other, or 0 to 11. Times within
  /// twelve hours may be so.
  func refuse(_ means: borrowing Matrix, bins: HourBins, span: TimeSpan) throws {
    guard let refusal, means.columns == bins.count, span.isEmpty || span.last - span.first > 43_200_000_000
    else { return }
    var used: Set<Int> = []
    for station in 0..<means.rows where used.isSubset(of: 0...12) {
      unsafe means.withRow(station) { row in
        for bin in row.indices where unsafe !row[bin].isNaN {
          used.insert((bins.firstHour + bin) % 24)
          guard used.isSubset(of: 0...12) else { return }
        }
      }
    }
    let isFromZero = used == Set(0...11)
    guard isFromZero || used == Set(1...12) else { return }
    let found = refusal(isFromZero)
    throw Failure(.badData, found.what, advice: found.advice)
  }
}
