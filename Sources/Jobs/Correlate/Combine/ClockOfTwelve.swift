import Ingestion
import LinearAlgebra

/// A column of hours of twelve, where nothing tells morning from afternoon: a long log shows it only when all of it is
/// read.
struct ClockOfTwelve {
  private let column: String?

  /// `chosen`: the column of hours that the user has named, whose word counts.
  init(_ inputs: Inputs, chosen: String?) {
    let layouts = inputs.files.compactMap { $0?.layout }.filter { $0.hour != nil && $0.meridiem == nil }
    column = inputs.rules.needsTime || chosen != nil ? nil : layouts.first.map { $0.header[$0.hour!] }
  }

  /// Throws `Failure` where profiles by hour of the day, stations x 24, have the hours 1 to 12 and no other.
  func refuse(_ means: borrowing Matrix) throws {
    guard let column, means.columns == 24 else { return }
    var used: Set<Int> = []
    for station in 0..<means.rows {
      unsafe means.withRow(station) { row in
        for hour in row.indices where unsafe !row[hour].isNaN { used.insert(hour) }
      }
    }
    guard used == Set(1...12) else { return }
    throw Failure(
      .badData, "'\(column)' has hours of 1 to 12 only, and nothing tells morning from afternoon",
      advice: "name a column of times with --time, or, where the log is of these hours only, --hour "
        + column.shellQuoted)
  }
}
