import Availability

/// Notes on all in the rows looked at that speaks against the way a log is read.
struct Doubts {
  private(set) var notes: [String] = []
  /// By reason, the first row that will be left out.
  private(set) var examples: [LeftOut: RowExample] = [:]
  private let layout: RecordLayout
  private let sample: ColumnSample

  init(_ layout: RecordLayout, _ sample: ColumnSample, isHourEnough: Bool) {
    self.layout = layout
    self.sample = sample
    addDuplicates()
    addIdentifiers()
    addNamesakes()
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

  /// An identifier of records is no station; in a large network, stations differ in all rows that were looked at, too.
  private mutating func addIdentifiers() {
    let hints = ["station", "stop", "terminal", "kiosk", "dock", "site", "name", "nom"]
    let needed = Set(layout.needed)
    let others = layout.header.indices.filter { column in
      let name = ColumnNames.normalised(layout.header[column])
      guard !needed.contains(column), hints.contains(where: name.contains) else { return false }
      let values = sample.distinct(column)
      return values > 1 && 2 * values <= sample.rows.count
    }
    guard !others.isEmpty, sample.differsInEveryRow(layout.station) else { return }
    notes.append(
      "\(name(layout.station)) differs in every row looked at: if it is of records, not of stations, give "
        + others.map { "--station \(layout.header[$0].shellQuoted)" }.joined(separator: " or "))
  }

  /// Stations known by name only, of which two may have the same.
  private mutating func addNamesakes() {
    let names = layout.header.map(ColumnNames.normalised)
    guard ColumnRole.namesOfStations.contains(names[layout.station]),
      let latitude = names.firstIndex(where: ["lat", "latitude", "stationlatitude"].contains),
      let longitude = names.firstIndex(
        where: ["lng", "lon", "long", "longitude", "stationlongitude"].contains)
    else { return }
    var places: [String: (Double, Double)] = [:]
    for row in sample.rows {
      guard let north = Double(row[latitude]), let east = Double(row[longitude]) else { continue }
      let first = places[row[layout.station]] ?? (north, east)
      places[row[layout.station]] = first
      // A hundred metres: more than the places of one station differ by.
      guard abs(first.0 - north) > 0.001 || abs(first.1 - east) > 0.001 else { continue }
      notes.append(
        "stations '\(row[layout.station])' are at two places: by \(name(layout.station)) they are read as one; "
          + "--station names a column that tells them apart")
      return
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
    examples = rows.examples.mapValues(\.example)
    guard let (_, (_, example)) = rows.examples.max(by: { $0.value.count < $1.value.count }),
      2 * rows.bad > sample.rows.count
    else {
      addLost(rows)
      return
    }
    notes.append("\(rows.bad) of \(sample.rows.count) rows looked at cannot be read: \(example.words)")
  }

  /// Stations of which no row is good.
  private mutating func addLost(_ rows: SampleRows) {
    guard let lost = rows.lostStations.first, let time = layout.time, !layout.otherTimes.isEmpty else {
      if let (station, rows) = rows.vanished {
        notes.append("station \(station) vanishes: none of its \(rows) rows looked at can be read")
      }
      return
    }
    let others = rows.lostStations.count > 1 ? " and \(rows.lostStations.count - 1) more" : ""
    notes.append(
      "station \(lost)\(others) has no time in \(name(time)) in any row looked at; "
        + "--time \(layout.otherTimes[0]) reads another column")
  }
}

/// The rows looked at, read and summed up.
private struct SampleRows {
  private let layout: RecordLayout
  private let isHourEnough: Bool
  private var reader: TimestampReader
  private(set) var bad = 0
  private(set) var examples: [LeftOut: (count: Int, example: RowExample)] = [:]
  private var good: Set<String> = []
  private var timeless: [String: Int] = [:]
  private var lost: [String: Int] = [:]

  init(_ layout: RecordLayout, isHourEnough: Bool) {
    self.layout = layout
    self.isHourEnough = isHourEnough
    reader = TimestampReader(style: layout.style)
  }

  mutating func add(_ row: [String], line: Int?) {
    if ColumnSample.count(row[layout.freeDocks]) == nil {
      note(.freeDocks, layout.freeDocks, row, line)
    } else if ColumnSample.count(row[layout.bikes]) == nil {
      note(.bikes, layout.bikes, row, line)
    } else if layout.hasCapacity, let bikes = ColumnSample.count(row[layout.bikes]),
      let all = ColumnSample.count(row[layout.freeDocks]), all < bikes
    {
      // Its example has words of its own.
      bad += 1
    } else if isHourEnough, let hour = layout.hour {
      if ColumnSample.count(row[hour]).map({ $0 < 24 }) ?? false {
        good.insert(row[layout.station])
      } else {
        note(.time, hour, row, line)
      }
    } else if let time = layout.time, layout.clock.isEmpty, reader.read(row[time]) == nil {
      note(.time, time, row, line)
      if ColumnSample.isNothing(row[time]) { timeless[row[layout.station], default: 0] += 1 }
    } else {
      good.insert(row[layout.station])
    }
  }

  private mutating func note(_ reason: LeftOut, _ column: Int, _ row: [String], _ line: Int?) {
    bad += 1
    lost[row[layout.station], default: 0] += 1
    let example = RowExample(reason, layout.header[column], row[column], line: line, isHour: isHourEnough)
    examples[reason, default: (0, example)].count += 1
  }

  /// A station of which there are some rows, and no good one.
  var vanished: (station: String, rows: Int)? {
    lost.filter { !$0.key.isEmpty && $0.value > 2 && !good.contains($0.key) }.min { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  var lostStations: [String] { timeless.keys.filter { !good.contains($0) }.sorted() }
}
