import Availability

/// Finds the columns of a log by their names and by what is in them.
struct ColumnFinder {
  let header: [String]
  let choice: ColumnChoice
  let needsTime: Bool
  let sample: ColumnSample
  /// Of the columns, as they are compared.
  let names: [String]
  /// By name without a path before it: such columns, totals first.
  let shortNames: [String: [Int]]

  /// The columns that were found; indices into the header.
  struct Found {
    var station = 0
    var freeDocks: [Int] = []
    var bikes: [Int] = []
    var hasCapacity = false
    var hour: Int?
    var meridiem: Int?
    var time: Int?
    var clock: [RecordLayout.ClockPart] = []
    var style = TimestampStyle()
    var otherTimes: [String] = []
  }

  init(
    header: [String], choice: ColumnChoice, needsTime: Bool = false, sample: ColumnSample = ColumnSample()
  ) {
    self.header = header
    self.choice = choice
    self.needsTime = needsTime
    self.sample = sample
    names = header.map(ColumnNames.normalised)
    let paths = header.enumerated().flatMap { i, name in ColumnNames.withoutPath(name).map { ($0, i) } }
    let columns = Dictionary(grouping: paths) { $0.0 }
    shortNames = columns.mapValues { found in
      let found = found.map { $0.1 }
      return found.filter { Self.isTotal(header[$0]) } + found.filter { !Self.isTotal(header[$0]) }
    }
  }

  /// Has a path a part that says that it is of all: JCDecaux has `mainStands`, `overflowStands` and `totalStands`.
  private static func isTotal(_ name: String) -> Bool { name.lowercased().contains("total") }

  func isTotal(_ column: Int) -> Bool { Self.isTotal(header[column]) }

  func layout(_ delimiter: UInt8) throws(LayoutError) -> RecordLayout {
    RecordLayout(try found(), header: header, delimiter: delimiter)
  }

  /// Throws what is missing, for all roles at once.
  func found() throws(LayoutError) -> Found {
    var found = Found()
    var missing: [LayoutError.Missing] = []
    let bikes = counts(.bikes, apartFrom: nil, &missing)
    let free = freeDocks(bikes, &missing)
    (found.freeDocks, found.hasCapacity) = (
      free ?? [], choice.capacity != nil && choice.names[.freeDocks] == nil
    )
    found.bikes = bikes ?? []
    times(&found, &missing)
    if let station = station(found, &missing) { found.station = station }
    guard missing.isEmpty else {
      let ordered = ColumnRole.allCases.flatMap { role in missing.filter { $0.role == role } }
      throw error(ordered, found)
    }
    found.otherTimes = header.indices.filter { column in
      column != found.time && !found.clock.contains { $0.column == column }
        && ColumnRole.time.aliases.contains(names[column]) && sample.isTimes(column) != false
    }.map { header[$0] }
    return found
  }

  // MARK: - By name

  /// Columns of names that are known for a role, the preferred first.
  func candidates(_ aliases: [String]) -> [Int] {
    var found: [Int] = []
    for alias in aliases {
      if let column = names.firstIndex(of: alias), !found.contains(column) { found.append(column) }
    }
    for alias in aliases {
      found += (shortNames[alias] ?? []).filter { !found.contains($0) }
    }
    return found
  }

  /// The column of a name given by the user: exactly, in any case, or as names are compared.
  func column(named name: String) -> Int? {
    let small = name.lowercased()
    let normalised = ColumnNames.normalised(name)
    return header.firstIndex(of: name) ?? header.firstIndex { $0.lowercased() == small }
      ?? (normalised.isEmpty ? nil : names.firstIndex(of: normalised))
  }

  /// One column, or several with `+` between; nil, and noted, where one is not there.
  func columns(
    named wanted: String, _ role: ColumnRole, _ missing: inout [LayoutError.Missing]
  ) -> [Int]? {
    if let column = column(named: wanted) { return [column] }
    let parts = wanted.split(separator: "+").map { String($0) }
    let found = parts.compactMap(column(named:))
    if parts.count > 1 && found.count == parts.count { return found }
    let absent = parts.count > 1 ? parts.first { column(named: $0) == nil } ?? wanted : wanted
    missing.append(.init(role: role, wanted: absent, likely: similar(to: absent) ?? known(role)))
    return nil
  }

  /// A column of a name that is known for a role.
  func known(_ role: ColumnRole) -> String? {
    let candidates = candidates(role.aliases)
    switch role {
    case .station: return candidates.first.map { header[$0] }
    case .freeDocks, .bikes: return candidates.first { sample.isCounts($0) == true }.map { header[$0] }
    case .hour: return candidates.first { sample.isHours($0) == true }.map { header[$0] }
    case .time: return candidates.first { sample.isTimes($0) == true }.map { header[$0] } ?? likelyTime()
    }
  }

  // MARK: - Stations

  private func station(_ found: Found, _ missing: inout [LayoutError.Missing]) -> Int? {
    if let wanted = choice.names[.station] { return columns(named: wanted, .station, &missing)?.first }
    let taken = Set(found.freeDocks + found.bikes + [found.time, found.hour].compactMap(\.self))
    let candidates = candidates(ColumnRole.station.aliases).filter { !taken.contains($0) }
    let hour = hourOfRow(found)
    let isUsual = { (column: Int) in
      !(ColumnRole.vagueStationNames.contains(names[column]) && sample.isRowNumber(column, hour: hour))
        && sample.mostly(column) { _ in true } != false
    }
    // An identifier that is the same everywhere gives way to another that tells stations apart, never to a name: a
    // log may be of one station. One that differs in every row gives way to whatever repeats with time.
    let good = candidates.filter(isUsual)
    let identifiers = good.filter { !ColumnRole.namesOfStations.contains(names[$0]) }
    if let best = identifiers.first(where: { sample.distinct($0) > 1 }) ?? good.first {
      guard sample.differsInEveryRow(best), let time = found.time else { return best }
      if let repeated = good.first(where: { sample.repeats($0, at: time) }) { return repeated }
      // Rows of which each is of a later time are of one station.
      let hours = sample.rows.indices.compactMap(hour)
      let rise = sample.differsInEveryRow(time) && zip(hours, hours.dropFirst()).allSatisfy { $0 <= $1 }
      return rise ? identifiers.first { sample.distinct($0) == 1 } ?? best : best
    }
    let likely = likelyStation(apartFrom: taken.union(likelyColumns(missing)))
    let reason = candidates.first.map {
      "'\(header[$0])' differs in every row: it numbers rows, not stations"
    }
    missing.append(.init(role: .station, wanted: nil, likely: likely, reason: reason))
    return nil
  }

  /// The columns that are likely for other roles.
  private func likelyColumns(_ missing: [LayoutError.Missing]) -> [Int] {
    missing.compactMap(\.likely).flatMap { $0.split(separator: "+") }.compactMap { column(named: String($0)) }
  }

  /// The hour since 1970, or of the day, of a row of the sample.
  private func hourOfRow(_ found: Found) -> (Int) -> Int? {
    var readers = DateOrder.allCases.map { TimestampReader(style: TimestampStyle(order: $0)) }
    let hours = sample.rows.map { row -> Int? in
      if let time = found.time {
        let text = ([row[time]] + found.clock.map { row[$0.column] }).joined(separator: " ")
        for i in readers.indices {
          if let time = readers[i].read(text) { return time.day * 24 + time.hour }
        }
      }
      return found.hour.flatMap { ColumnSample.count(row[$0]) }
    }
    return { hours[$0] }
  }
}
