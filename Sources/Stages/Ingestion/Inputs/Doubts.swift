import Availability

/// Notes on all in the rows looked at that speaks against the way a log is read.
struct Doubts {
  private(set) var notes: [String] = []
  /// By reason, the first row that will be left out.
  private(set) var examples: [LeftOut: RowExample] = [:]
  private let layout: RecordLayout
  private let known: KnownNames
  private let sample: ColumnSample

  init(_ layout: RecordLayout, _ finder: ColumnFinder, isHourEnough: Bool) {
    self.layout = layout
    (known, sample) = (finder.known, finder.sample)
    addDuplicates()
    addIdentifiers()
    addTotals()
    addNamesakes()
    addHours()
    addFillers()
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
    guard sample.differsInEveryRow(layout.station) else { return }
    let hints = ["station", "stop", "terminal", "kiosk", "dock", "site", "name", "nom"]
    let needed = layout.needed
    let others = layout.header.indices.filter { column in
      guard !needed.contains(column), known.hasPart(column, of: hints) else {
        return false
      }
      let values = sample.distinct(column)
      return values > 1 && 2 * values <= sample.rowCount
    }
    guard !others.isEmpty else { return }
    notes.append(
      "\(name(layout.station)) differs in every row looked at: if it is of records, not of stations, give "
        + others.map { "--station \(layout.header[$0].shellQuoted)" }.joined(separator: " or "))
  }

  /// A row of all stations together is no station.
  private mutating func addTotals() {
    let names = [
      "total", "totals", "totaal", "totale", "gesamt", "summe", "sum", "all", "allstations", "alle", "tous",
    ]
    let firsts = sample[layout.station].firsts
    let row = sample.rows.first { row in
      guard firsts[row] == row else { return false }
      let mayBe = unsafe sample.withField(row, layout.station) { field in
        unsafe 3...12 ~= field.count && "tsga".utf8.contains(field[0] | 0x20)
      }
      return mayBe && names.contains(ColumnNames.normalised(sample.text(row, layout.station)))
    }
    guard let row, sample.distinct(layout.station) > 2 else { return }
    notes.append(
      "station '\(sample.text(row, layout.station))' is read as one like the others: if it is all of them together, take "
        + "its rows out")
  }

  /// Stations known by name only, of which two may have the same.
  private mutating func addNamesakes() {
    guard ColumnRole.namesOfStations.contains(known.names[layout.station]),
      let latitude = known.names.firstIndex(where: ["lat", "latitude", "stationlatitude"].contains),
      let longitude = known.names.firstIndex(
        where: ["lng", "lon", "long", "longitude", "stationlongitude"].contains)
    else { return }
    let stations = sample[layout.station].firsts
    var places = [(Double, Double)?](repeating: nil, count: sample.rowCount)
    for row in sample.rows {
      let first = Int(stations[row])
      // Most rows have the place of the station's first, letter by letter.
      if first != row, sample.isSame(latitude, row, first), sample.isSame(longitude, row, first) { continue }
      guard let north = Double(sample.text(row, latitude)), let east = Double(sample.text(row, longitude))
      else { continue }
      let place = places[first] ?? (north, east)
      places[first] = place
      // A hundred metres: more than the places of one station differ by.
      guard abs(place.0 - north) > 0.001 || abs(place.1 - east) > 0.001 else { continue }
      let others = stationColumns(telling: row, from: first, [latitude, longitude])
      notes.append(
        "stations '\(sample.text(row, layout.station))' are at two places: by \(name(layout.station)) they are read "
          + "as one; "
          + (others.isEmpty
            ? "give them two names, if they are two"
            : others.map { "--station \(layout.header[$0].shellQuoted)" }.joined(separator: " or ")
              + " tells them apart"))
      return
    }
  }

  /// Other columns that differ in two rows, and have values that come again as those of stations do.
  private func stationColumns(telling row: Int, from other: Int, _ places: [Int]) -> [Int] {
    let needed = Set(layout.needed + places)
    let stations = sample.distinct(layout.station)
    return layout.header.indices.filter { column in
      let values = sample.distinct(column)
      return !needed.contains(column) && !sample.isSame(column, row, other) && values > stations
        && 2 * values <= sample.rowCount && sample.isTimes(column) != true && isOfStations(column, values)
    }
  }

  /// Has each value of the column one station only?
  private func isOfStations(_ column: Int, _ values: Int) -> Bool {
    let pairs = sample.firsts(of: [column, layout.station])
    return pairs.indices.count { pairs[$0] == $0 } == values
  }

  /// An hour that is not that of the time beside it.
  private mutating func addHours() {
    guard let hour = layout.hour, let time = layout.time, layout.clock.isEmpty, layout.meridiem == nil else {
      return
    }
    var reader = TimestampReader(style: layout.style)
    let hours = sample[hour].counts
    // By hours that the one told is ahead.
    var offsets = [Int](repeating: 0, count: 24)
    unsafe sample.forEach(time) { row, field in
      guard hours[row] >= 0, let time = unsafe reader.read(field) else { return }
      offsets[(Int(hours[row]) - time.hour + 24) % 24] += 1
    }
    let seen = offsets.reduce(0, +)
    // A clock of another zone is another one by the same hours everywhere; summer time makes two of it.
    if seen > 8, let most = offsets.max(), 2 * most < seen {
      notes.append(
        "\(name(hour)) is not the hour of \(name(time)) in most rows: --time \(layout.header[time]) goes by the time"
      )
    }
  }

  /// Numbers that some collectors write for no count, far above all others.
  private mutating func addFillers() {
    for column in [layout.freeDocks, layout.bikes] {
      let counts = sample[column].counts
      guard let greatest = counts.max(), Self.fillers.contains(greatest),
        let row = counts.firstIndex(of: greatest),
        counts.allSatisfy({ $0 == greatest || 4 * $0 < greatest })
      else { continue }
      let place = sample.place(row).map { " (\($0))" } ?? ""
      notes.append(
        "\(name(column)) holds \(greatest)\(place), far more than other rows: if it stands for no count, take such "
          + "rows out")
    }
  }

  static let fillers: Set<Int32> = [99, 255, 999, 9999, 99_999, 999_999, 32_767, 65_535]

  /// Rows that will be left out: how many of those looked at, with a value.
  private mutating func addRows(_ isHourEnough: Bool) {
    let rows = JudgedRows(layout, sample, isHourEnough: isHourEnough)
    examples = rows.examples
    guard let example = rows.mostCommon, 2 * rows.bad > sample.rowCount
    else {
      addLost(rows)
      return
    }
    notes.append("\(rows.bad) of \(sample.rowCount) rows looked at cannot be read: \(example.words)")
  }

  /// Stations of which no row is good.
  private mutating func addLost(_ rows: JudgedRows) {
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
