/// Guesses the column that is meant where one is missing.
extension ColumnFinder {
  /// A name of the header that differs in little from one given.
  func similar(to wanted: String) -> String? {
    let name = ColumnNames.normalised(wanted)
    let found = header.map { (name: $0, distance: Self.distance(ColumnNames.normalised($0), name)) }
      .min { $0.distance < $1.distance }
    guard let found, !found.name.isEmpty, found.distance <= max(1, name.count / 3) else { return nil }
    return found.name
  }

  /// Letters to change, add or leave out (Levenshtein).
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var before = row[0]
      row[0] = i + 1
      for j in b.indices {
        let changed = before + (letter == b[j] ? 0 : 1)
        before = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, before + 1)
      }
    }
    return row[b.count]
  }

  /// Columns of counts whose names speak for the role; several parts of a whole are joined by `+`.
  func likelyCounts(_ role: ColumnRole, apartFrom other: [Int]?) -> String? {
    let against: [String] =
      role == .bikes
      ? ["dock", "slot", "stand", "disabled", "id", "capacity"]
      : ["bike", "velo", "disabled", "id", "capacity"]
    let fitting = header.indices.filter { column in
      guard !(other ?? []).contains(column), sample.isCounts(column) == true else { return false }
      return known.hasPart(column, of: role.hints) && !known.hasPart(column, of: against)
    }
    let isEmpty = { (column: Int) in
      sample[column].counts.allSatisfy { $0 == 0 || $0 == SampledColumn.nothing }
    }
    let changing = fitting.allSatisfy(isEmpty) ? fitting : fitting.filter { !isEmpty($0) }
    let parts = changing.filter { !wholes.contains($0) }
    let columns = joined(parts, beside: other ?? docksByName(role))
    return columns.isEmpty ? nil : columns.map { header[$0] }.joined(separator: "+")
  }

  /// Columns that hold all docks: they hardly change at a station where the bikes do.
  var wholes: [Int] {
    guard let station = stationForChanges ?? likelyStation(apartFrom: []).flatMap(column(named:)) else {
      return []
    }
    let changes = ColumnChanges(sample, by: station)
    let counts = header.indices.filter { column in
      let hints = ColumnRole.bikes.hints + ColumnRole.freeDocks.hints
      return column != station && sample.isCounts(column) == true
        && known.hasPart(column, of: hints)
    }
    return counts.filter { column in
      counts.contains { other in
        other != column && changes.isWhole(column, beside: [other])
          && zip(sample[column].counts, sample[other].counts).allSatisfy { max(0, $0) >= max(0, $1) }
      }
    }
  }

  /// Of several columns all, where each is a part, or the one that is the sum of the others. What cannot be told is
  /// left to the user.
  private func joined(_ columns: [Int], beside other: [Int]?) -> [Int] {
    guard columns.count > 1 else { return columns }
    let values = sample.rows.compactMap { row -> [Int]? in
      let counts = columns.compactMap { sample.count(row, $0) }
      return counts.count == columns.count ? counts : nil
    }
    for (i, column) in columns.enumerated() where columns.count > 2 && !values.isEmpty {
      if values.allSatisfy({ 2 * $0[i] == $0.reduce(0, +) }) { return [column] }
    }
    // Of bikes and free docks the sum changes least.
    guard let other, let station = stationForChanges else { return areParts(values) ? columns : [] }
    let changes = ColumnChanges(sample, by: station)
    let ways = [columns] + columns.map { [$0] }
    let least = ways.min { changes.total($0 + other) < changes.total($1 + other) }!
    let rest = ways.filter { $0 != least }.map { changes.total($0 + other) }.min()!
    return 2 * changes.total(least + other) < rest ? least : areParts(values) ? columns : []
  }

  /// The column of free docks, to hold bikes against.
  private func docksByName(_ role: ColumnRole) -> [Int]? {
    guard role == .bikes else { return nil }
    return candidates(.freeDocks).first { sample.isCounts($0) == true }.map { [$0] }
  }

  /// Is none of the columns as great as all others together, in every row? So is a whole beside its parts.
  private func areParts(_ values: [[Int]]) -> Bool {
    guard let count = values.first?.count else { return false }
    return !(0..<count).contains { i in
      let excesses = values.map { 2 * $0[i] - $0.reduce(0, +) }
      return excesses.allSatisfy { $0 >= 0 } && excesses.contains { $0 > 0 }
    }
  }

  /// A column whose name speaks for stations, else the first whose values come again.
  func likelyStation(apartFrom taken: Set<Int>) -> String? {
    let free = header.indices.filter { column in
      !taken.contains(column) && !sample.differsInEveryRow(column) && sample.isTimes(column) != true
    }
    let named = free.first { known.hasPart($0, of: ColumnRole.station.hints) }
    let found =
      named
      ?? free.first { 1 < sample.distinct($0) && 2 * sample.distinct($0) <= sample.rowCount }
    return found.map { header[$0] }
  }

  /// A column of times that change, else one whose name speaks for times.
  func likelyTime() -> String? {
    let times = header.indices.filter { sample.isTimes($0) == true }
    if let found = times.first(where: { sample.distinct($0) > 1 }) ?? times.first { return header[found] }
    let named = header.indices.first { known.hasPart($0, of: ColumnRole.time.hints) }
    return named.map { header[$0] }
  }

  /// The error for all that is missing, with the options of the next command.
  func error(_ missing: [LayoutError.Missing], _ found: Found) -> LayoutError {
    var options: [String] = []
    for (role, name) in choice.names.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where !missing.contains(where: { $0.role == role }) {
      options += ["--\(role.rawValue)", name]
    }
    for missed in missing {
      let capacity =
        missed.whole
        ?? (candidates(.capacity).filter { sample.isCounts($0) != false } + wholes)
        .first { !found.freeDocks.contains($0) }
      let isLeft = missed.role == .freeDocks || missed.role == .bikes && !found.freeDocks.isEmpty
      if isLeft && missed.wanted == nil && missed.likely == nil, let capacity {
        options += ["--capacity", header[capacity]]
      } else {
        options += ["--\(missed.role.rawValue)", missed.likely ?? ""]
      }
    }
    return LayoutError(missing: missing, columns: header, options: options)
  }
}
