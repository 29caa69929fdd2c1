import Availability

/// Finds the columns of a log by their names and by what is in them.
struct ColumnFinder {
  let known: KnownNames
  let choice: ColumnChoice
  let needsTime: Bool
  let sample: ColumnSample

  var header: [String] { known.header }
  /// Of the columns, as they are compared.
  var names: [String] { known.names }

  /// The columns that were found; indices into the header.
  struct Found {
    var station = 0
    var freeDocks: [Int] = []
    var bikes: [Int] = []
    var whole: ColumnRole?
    var hour: Int?
    var meridiem: Int?
    var time: Int?
    var clock: [RecordLayout.ClockPart] = []
    var style = TimestampStyle()
    var otherTimes: [String] = []
  }

  init(
    _ known: KnownNames, choice: ColumnChoice, needsTime: Bool = false, sample: ColumnSample = ColumnSample()
  ) {
    self.known = known
    self.choice = choice
    self.needsTime = needsTime
    self.sample = sample
  }

  func layout(_ delimiter: UInt8) throws(LayoutError) -> RecordLayout {
    RecordLayout(try found(), header: header, delimiter: delimiter)
  }

  /// Throws what is missing, for all roles at once.
  func found() throws(LayoutError) -> Found {
    var found = Found()
    var missing: [LayoutError.Missing] = []
    let (free, bikes, whole) = docks(&missing)
    (found.freeDocks, found.bikes, found.whole) = (free ?? [], bikes ?? [], whole)
    if let bikes, let free, whole == nil, let more = bikesLeftOut(bikes, free) { missing.append(more) }
    times(&found, &missing)
    if let station = station(found, &missing) { found.station = station }
    guard missing.isEmpty else {
      let ordered = ColumnRole.allCases.flatMap { role in missing.filter { $0.role == role } }
      throw error(ordered, found)
    }
    found.otherTimes = header.indices.filter { column in
      column != found.time && !found.clock.contains { $0.column == column }
        && (known.isKnown(column, in: .time) && sample.isTimes(column) != false
          || known.hasPart(column, of: ["local", "utc", "gmt"]) && sample.isTimes(column) == true)
    }.map { header[$0] }
    return found
  }

  // MARK: - By name

  /// Columns of names that are in a list, the preferred first.
  func candidates(_ list: NameList) -> [Int] { known.candidates(list) }

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
    missing.append(.init(role: role, wanted: absent, likely: similar(to: absent) ?? knownColumn(role)))
    return nil
  }

  /// A column of a name that is known for a role.
  func knownColumn(_ role: ColumnRole) -> String? {
    let candidates = candidates(NameList(role))
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
    let taken = found.freeDocks + found.bikes + [found.time, found.hour].compactMap(\.self)
    let candidates = candidates(.station).filter { !taken.contains($0) }
    lazy var hours = self.hours(found)
    // An identifier that is the same everywhere gives way to another that tells stations apart, never to a name: a
    // log may be of one station. One that differs in every row gives way to whatever repeats with time.
    let good = candidates.filter { column in
      !(ColumnRole.vagueStationNames.contains(names[column]) && sample.isRowNumber(column) { hours[$0] })
    }
    let identifiers = good.filter { !ColumnRole.namesOfStations.contains(names[$0]) }
    if let best = identifiers.first(where: { sample.distinct($0) > 1 }) ?? good.first {
      guard let time = found.time else { return best }
      if sample.numbersTimes(best, time), let repeated = good.first(where: { sample.repeats($0, at: time) }) {
        return repeated
      }
      guard sample.differsInEveryRow(best) else { return best }
      if let repeated = good.first(where: { sample.repeats($0, at: time) }) { return repeated }
      // An `id` that is another in every row is no station where a column of a plainer name can be one.
      let plain = identifiers.first { !ColumnRole.vagueStationNames.contains(names[$0]) }
      if ColumnRole.vagueStationNames.contains(names[best]), let plain { return plain }
      // Rows of which each is of a later time are of one station.
      let known = hours.compactMap(\.self)
      let rise = sample.differsInEveryRow(time) && zip(known, known.dropFirst()).allSatisfy { $0 <= $1 }
      return rise ? identifiers.first { sample.distinct($0) == 1 } ?? best : best
    }
    let likely = likelyStation(apartFrom: Set(taken).union(likelyColumns(missing)))
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

  /// By row of the sample, its hour since 1970, or of the day.
  private func hours(_ found: Found) -> [Int?] {
    var probe = TimeProbe()
    return sample.rows.map { row in
      if let time = found.time {
        let others = found.clock.map { " " + sample.text(row, $0.column) }.joined()
        let read = unsafe sample.withField(row, time) { field in
          unsafe others.isEmpty ? probe.time(field) : probe.time("", field, others)
        }
        if let read { return read.day * 24 + read.hour }
      }
      return found.hour.flatMap { sample.count(row, $0) }
    }
  }
}
