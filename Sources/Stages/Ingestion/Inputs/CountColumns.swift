import Availability

/// The columns of free docks and bikes.
extension ColumnFinder {
  func counts(
    _ role: ColumnRole, apartFrom other: [Int]?, _ missing: inout [LayoutError.Missing]
  ) -> [Int]? {
    if let wanted = choice.names[role] { return columns(named: wanted, role, &missing) }
    let candidates = candidates(NameList(role)).filter { !(other ?? []).contains($0) }
    if let column = candidates.first(where: { sample.isCounts($0) == true })
      ?? candidates.first(where: { sample.isCounts($0) == nil }) ?? candidates.first
    {
      guard let rival = rival(of: column) else { return [column] }
      missing.append(
        .init(
          role: role, wanted: nil, likely: nil,
          reason: "'\(header[column])' and '\(header[rival])' have one name but other values"))
      return nil
    }
    missing.append(.init(role: role, wanted: nil, likely: likelyCounts(role, apartFrom: other)))
    return nil
  }

  /// The columns of free docks and of bikes. One of them is that of all docks where the user names it: as it has been the
  /// free docks that are missing, that of bikes only where free docks are told and bikes are not.
  func docks(
    _ missing: inout [LayoutError.Missing]
  ) -> (free: [Int]?, bikes: [Int]?, whole: ColumnRole?) {
    var missed: [LayoutError.Missing] = []
    let bikes = counts(.bikes, apartFrom: nil, &missed)
    guard let capacity = choice.capacity else {
      missing += missed
      return (freeDocks(bikes, &missing), bikes, nil)
    }
    if bikes == nil, choice.names[.bikes] == nil, let all = column(named: capacity) {
      var unfound: [LayoutError.Missing] = []
      if let free = counts(.freeDocks, apartFrom: [all], &unfound) { return (free, [all], .bikes) }
    }
    missing += missed
    guard choice.names[.freeDocks] == nil else { return (freeDocks(bikes, &missing), bikes, nil) }
    return (columns(named: capacity, .freeDocks, &missing), bikes, .freeDocks)
  }

  private func freeDocks(_ bikes: [Int]?, _ missing: inout [LayoutError.Missing]) -> [Int]? {
    if choice.names[.freeDocks] != nil { return counts(.freeDocks, apartFrom: nil, &missing) }
    var missed: [LayoutError.Missing] = []
    guard let found = counts(.freeDocks, apartFrom: bikes, &missed) else {
      missing += missed
      return nil
    }
    // `docks` may be all docks.
    let column = found[0]
    if ColumnRole.vagueFreeDockNames.contains(names[column]), let bikes, let station = stationForChanges,
      kindOfBikes == nil, ColumnChanges(sample, by: station).isWhole(column, beside: bikes, orNeverLess: true)
    {
      missing.append(
        .init(
          role: .freeDocks, wanted: nil,
          reason: "'\(header[column])' does not get less where bikes come, as free docks do", whole: column))
      return nil
    }
    return found
  }

  /// Where the values prove that a column of bikes leaves some out, which columns of a kind of bikes hold: all of them,
  /// as missing. With them, bikes and free docks change each other's way.
  func bikesLeftOut(_ bikes: [Int], _ freeDocks: [Int]) -> LayoutError.Missing? {
    guard choice.names[.bikes] == nil, let station = stationForChanges else { return nil }
    let kinds = ColumnRole.bikes.hints + ["classic", "assist", "cargo", "motor"]
    let unavailable = [
      "dock", "stand", "slot", "rack", "disabled", "broken", "defect", "repair", "maint", "reserv", "book",
      "capac",
      "unavail",
    ]
    let others = header.indices.filter { column in
      !bikes.contains(column) && !freeDocks.contains(column) && known.hasPart(column, of: kinds)
        && !known.hasPart(column, of: unavailable) && sample.isCounts(column) == true
    }
    guard !others.isEmpty else { return nil }
    let changes = ColumnChanges(sample, by: station)
    let ways = (others.count > 1 ? [others] : []) + others.map { [$0] }
    guard let more = ways.first(where: { changes.isEvened(bikes + freeDocks, by: $0) }) else { return nil }
    let names = (bikes + more).map { header[$0] }
    return .init(
      role: .bikes, wanted: nil, likely: names.joined(separator: "+"),
      reason: "'\(names[0])' leaves out those in "
        + names.dropFirst().map { "'\($0)'" }.joined(separator: " and "))
  }

  /// The column by which records are followed from one to the next.
  var stationForChanges: Int? {
    choice.names[.station].flatMap(column(named:)) ?? candidates(.station).first
  }

  /// Another column that has the same name after another path, and other values, where none of them is the total, or
  /// with other words in parentheses: `bikes (electric)`.
  private func rival(of column: Int) -> Int? {
    guard let name = shortName(of: column) else {
      return header.indices.first { other in
        names[other] == names[column] && header[other] != header[column] && sample.isCounts(other) == true
          && 10 * rowsOther(other, than: column) > sample.rowCount
      }
    }
    let others = known.namesakes(name).filter { $0 != column && sample.isCounts($0) == true }
    guard !known.isTotal(column) || others.contains(where: known.isTotal) else { return nil }
    return others.first { rowsOther($0, than: column) > 0 }
  }

  /// Rows in which two columns differ.
  private func rowsOther(_ other: Int, than column: Int) -> Int {
    sample.rows.count { row in
      unsafe sample.withField(row, other) { field in
        unsafe sample.withField(row, column) { unsafe !$0.isSame(as: field) }
      }
    }
  }

  /// The known name by which a column with a path before it was found; nil where its whole name is known.
  private func shortName(of column: Int) -> String? {
    let isKnown = { name in
      KnownNames.isKnown(name, in: .freeDocks) || KnownNames.isKnown(name, in: .bikes)
    }
    return isKnown(names[column]) ? nil : known.shortNames[column].first(where: isKnown)
  }
}

/// How counts change from a station's record to its next: it tells all docks from free ones.
struct ColumnChanges {
  private let sample: ColumnSample
  /// By row, the row before of the same station.
  private let before: [(row: Int, earlier: Int)]
  /// Fewest steps that prove anything but a column that never changes.
  private static let proof = 12
  /// A change by more is a fault, or counts for no more.
  private static let mostChange = 20

  init(_ sample: ColumnSample, by station: Int) {
    self.sample = sample
    let firsts = sample[station].firsts
    var last = [Int?](repeating: nil, count: sample.rowCount)
    var before: [(Int, Int)] = []
    for row in sample.rows {
      let first = Int(firsts[row])
      if let earlier = last[first] { before.append((row, earlier)) }
      last[first] = row
    }
    self.before = before
  }

  /// Does the column hold all docks, not the free ones? Of free docks and bikes the sum changes less than each, all
  /// docks change less than the bikes. Where some are out of order now and then, `orNeverLess`, it is enough that they are
  /// never less than the bikes.
  func isWhole(_ column: Int, beside bikes: [Int], orNeverLess: Bool = false) -> Bool {
    var (steps, greater, docks, others) = (0, 0, 0, 0)
    for (row, earlier) in before {
      guard let dock = change([column], row, earlier), let bike = change(bikes, row, earlier) else {
        continue
      }
      docks += min(abs(dock), Self.mostChange)
      others += min(abs(bike), Self.mostChange)
      guard bike != 0 else { continue }
      steps += 1
      if abs(dock + bike) > abs(dock) { greater += 1 }
    }
    if docks == 0 { return steps > 0 }
    guard steps >= Self.proof else { return false }
    return 5 * greater >= 4 * steps && 2 * docks < others
      || orNeverLess && 2 * greater > steps && isNeverLess(column, than: bikes)
  }

  private func isNeverLess(_ column: Int, than others: [Int]) -> Bool {
    sample.rows.allSatisfy { row in
      let counts = others.map { sample.count(row, $0) }
      guard let one = sample.count(row, column), !counts.contains(nil) else { return true }
      return one >= counts.reduce(0) { $0 + $1! }
    }
  }

  /// Does the sum of some columns change less than half as much with others added? Of rows with a count in all.
  func isEvened(_ columns: [Int], by others: [Int]) -> Bool {
    var (alone, together, steps) = (0, 0, 0)
    for (row, earlier) in before {
      guard let one = change(columns, row, earlier), let more = change(others, row, earlier) else { continue }
      alone += min(abs(one), Self.mostChange)
      together += min(abs(one + more), Self.mostChange)
      if more != 0 { steps += 1 }
    }
    return steps >= Self.proof && 2 * together < alone
  }

  /// Sum of what the columns' sum changes by.
  func total(_ columns: [Int]) -> Int {
    before.reduce(0) { $0 + min(abs(change(columns, $1.row, $1.earlier) ?? 0), Self.mostChange) }
  }

  private func change(_ columns: [Int], _ row: Int, _ earlier: Int) -> Int? {
    var sum = 0
    for column in columns {
      guard let now = sample.count(row, column), let then = sample.count(earlier, column) else { return nil }
      sum += now - then
    }
    return sum
  }
}
