import Availability

/// What in the rows that were looked at speaks against the way a log is read.
struct Doubts {
  private(set) var notes: [String] = []
  private let layout: RecordLayout
  private let sample: ColumnSample

  init(_ layout: RecordLayout, _ sample: ColumnSample, isHourEnough: Bool) {
    self.layout = layout
    self.sample = sample
    addDuplicates()
    addNetworks()
    addHours()
    addRows(isHourEnough)
  }

  private func name(_ column: Int) -> String { "'\(layout.header[column])'" }

  /// A needed column whose name stands twice.
  private mutating func addDuplicates() {
    for column in layout.needed where layout.header.count(where: { $0 == layout.header[column] }) > 1 {
      notes.append("\(name(column)) stands twice in the header: the first is read")
    }
  }

  /// Stations of two cities with the same number would be one.
  private mutating func addNetworks() {
    let finder = ColumnFinder(header: layout.header, choice: ColumnChoice())
    guard let network = finder.candidates(ColumnNames.networks).first, network != layout.station else {
      return
    }
    var networks: [String: String] = [:]
    for row in sample.rows {
      let station = row[layout.station]
      guard let before = networks[station] else {
        networks[station] = row[network]
        continue
      }
      if before != row[network] {
        notes.append(
          "station \(station) is in '\(before)' and in '\(row[network])' by \(name(network)): they are read as one; "
            + "cut the log by \(name(network)) first")
        return
      }
    }
  }

  /// An hour that is not that of the time beside it.
  private mutating func addHours() {
    guard let hour = layout.hour, let time = layout.time, layout.clock.isEmpty, layout.meridiem == nil else {
      return
    }
    var reader = TimestampReader(style: layout.style)
    var offsets: [Int: Int] = [:]
    for row in sample.rows {
      guard let told = ColumnSample.count(row[hour]), let time = reader.read(row[time]) else { continue }
      offsets[(told - time.hour + 24) % 24, default: 0] += 1
    }
    let seen = offsets.values.reduce(0, +)
    // A clock of another zone is another one by the same hours everywhere; summer time makes two of it.
    if seen > 8, let most = offsets.values.max(), 2 * most < seen {
      notes.append(
        "\(name(hour)) is not the hour of \(name(time)) in most rows: --time \(layout.header[time]) goes by the time"
      )
    }
  }

  /// Rows that will be left out: how many of those looked at, with a value.
  private mutating func addRows(_ isHourEnough: Bool) {
    var rows = SampleRows(layout, isHourEnough: isHourEnough)
    for (i, row) in sample.rows.enumerated() { rows.add(row, line: sample.lines[i]) }
    guard let (reason, column, example, line) = rows.mostFrequent, 2 * rows.bad > sample.rows.count else {
      addLost(rows)
      return
    }
    let place = line.map { " (line \($0))" } ?? ""
    notes.append(
      "\(rows.bad) of \(sample.rows.count) rows looked at cannot be read: \(name(column)) holds "
        + "'\(example)'\(place), \(reason); \(Self.expected(reason, example))")
  }

  /// Stations of which no row is good.
  private mutating func addLost(_ rows: SampleRows) {
    guard let lost = rows.lostStations.first, let time = layout.time, !layout.otherTimes.isEmpty else {
      return
    }
    let others = rows.lostStations.count > 1 ? " and \(rows.lostStations.count - 1) more" : ""
    notes.append(
      "station \(lost)\(others) has no time in \(name(time)) in any row looked at; "
        + "--time \(layout.otherTimes[0]) reads another column")
  }

  static func expected(_ reason: String, _ example: String) -> String {
    if reason.hasPrefix("no time") {
      if example.contains("GMT") || example.contains(", ") {
        return "such a time (RFC 2822) is not read: write it as 2013-09-10 11:30:19"
      }
      if let value = Double(example), (20_000..<80_000).contains(value) {
        return
          "that looks like a date of Excel's (days since 1900): format the column as a date before export"
      }
      return "times are read like 2013-09-10 11:30:19, 10/09/2013 11:30 or 1378812619"
    }
    if reason.hasPrefix("no count") {
      return example.contains(",") || example.contains(".")
        ? "a count is whole, without separators: 1003, 3 or 3.0" : "a count is a whole number, as 3"
    }
    return ""
  }
}

/// What the rows looked at amount to.
private struct SampleRows {
  private let layout: RecordLayout
  private let isHourEnough: Bool
  private var reader: TimestampReader
  private(set) var bad = 0
  private var reasons: [String: (count: Int, column: Int, example: String, line: Int?)] = [:]
  private var good: Set<String> = []
  private var timeless: [String: Int] = [:]

  init(_ layout: RecordLayout, isHourEnough: Bool) {
    self.layout = layout
    self.isHourEnough = isHourEnough
    reader = TimestampReader(style: layout.style)
  }

  mutating func add(_ row: [String], line: Int?) {
    let columns = [layout.freeDocks, layout.bikes]
    if let column = columns.first(where: { ColumnSample.count(row[$0]) == nil }) {
      note("no count", column, row[column], line)
    } else if isHourEnough, let hour = layout.hour {
      if ColumnSample.count(row[hour]).map({ $0 < 24 }) ?? false {
        good.insert(row[layout.station])
      } else {
        note("no hour of the day", hour, row[hour], line)
      }
    } else if let time = layout.time, layout.clock.isEmpty, reader.read(row[time]) == nil {
      note("no time that is read", time, row[time], line)
      if ColumnSample.isNothing(row[time]) { timeless[row[layout.station], default: 0] += 1 }
    } else {
      good.insert(row[layout.station])
    }
  }

  private mutating func note(_ reason: String, _ column: Int, _ example: String, _ line: Int?) {
    bad += 1
    reasons[reason, default: (0, column, example, line)].count += 1
  }

  var mostFrequent: (reason: String, column: Int, example: String, line: Int?)? {
    reasons.max { $0.value.count < $1.value.count }.map {
      ($0.key, $0.value.column, $0.value.example, $0.value.line)
    }
  }

  var lostStations: [String] { timeless.keys.filter { !good.contains($0) }.sorted() }
}
