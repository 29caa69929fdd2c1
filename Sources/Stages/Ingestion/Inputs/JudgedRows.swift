import Availability

/// The rows looked at: which will be left out, and of which stations none is good.
struct JudgedRows {
  private let layout: RecordLayout
  private let sample: ColumnSample
  private let isHourEnough: Bool
  private(set) var bad = 0
  /// By reason, the first row that will be left out.
  private(set) var examples: [LeftOut: RowExample] = [:]
  /// By reason, how many will be.
  private var counts = [Int](repeating: 0, count: LeftOut.allCases.count)
  /// By the first row of a station: is any of its rows good, how many have no time, and how many a bad value?
  private var isGood: [Bool]
  private var timeless: [Int]
  private var lost: [Int]

  init(_ layout: RecordLayout, _ sample: ColumnSample, isHourEnough: Bool) {
    (self.layout, self.sample, self.isHourEnough) = (layout, sample, isHourEnough)
    isGood = [Bool](repeating: false, count: sample.rowCount)
    timeless = [Int](repeating: 0, count: sample.rowCount)
    lost = timeless
    judge()
  }

  private mutating func judge() {
    let stations = sample[layout.station].firsts
    let (docks, bikes) = (sample[layout.freeDocks].counts, sample[layout.bikes].counts)
    let isRead = times()
    for row in sample.rows {
      let station = Int(stations[row])
      if docks[row] < 0 {
        note(.freeDocks, layout.freeDocks, row, station)
      } else if bikes[row] < 0 {
        note(.bikes, layout.bikes, row, station)
      } else if layout.docks(docks[row], bikes[row]) == nil {
        // Its example has words of its own.
        bad += 1
      } else if isRead?[row] ?? true {
        isGood[station] = true
      } else {
        let column = (isHourEnough ? layout.hour : nil) ?? layout.time!
        note(.time, column, row, station)
        if !isHourEnough && !sample.isSome(row, column) { timeless[station] += 1 }
      }
    }
  }

  /// By row, whether its time, or its hour where that is enough, is one; nil where no row fails by it.
  private func times() -> [Bool]? {
    if isHourEnough, let hour = layout.hour { return sample[hour].counts.map { 0..<24 ~= $0 } }
    guard let time = layout.time, layout.clock.isEmpty else { return nil }
    var reader = TimestampReader(style: layout.style)
    var isRead = [Bool](repeating: false, count: sample.rowCount)
    unsafe sample.forEach(time) { row, field in isRead[row] = unsafe reader.read(field) != nil }
    return isRead
  }

  private mutating func note(_ reason: LeftOut, _ column: Int, _ row: Int, _ station: Int) {
    bad += 1
    lost[station] += 1
    counts[reason.rawValue] += 1
    guard examples[reason] == nil else { return }
    examples[reason] = RowExample(
      reason, layout.header[column], sample.text(row, column), place: sample.place(row), isHour: isHourEnough)
  }

  /// Of the reason that most rows have, the first of several.
  var mostCommon: RowExample? {
    LeftOut.allCases.max { counts[$0.rawValue] < counts[$1.rawValue] }.flatMap { examples[$0] }
  }

  private func name(_ station: Int) -> String { sample.text(station, layout.station) }

  /// A station of which there are some rows, and no good one.
  var vanished: (station: String, rows: Int)? {
    sample.rows.filter { lost[$0] > 2 && !isGood[$0] }.map { (station: name($0), rows: lost[$0]) }
      .filter { !$0.station.isEmpty }.min { $0.station < $1.station }
  }

  var lostStations: [String] {
    sample.rows.filter { timeless[$0] > 0 && !isGood[$0] }.map(name).sorted()
  }
}
