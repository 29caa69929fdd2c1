/// A table whose columns are stations, hours or times, told by their names and by what is in them.
struct WideTable {
  private enum Kind { case stations, hours, times }
  private let kind: Kind
  private let names: [String]
  /// The columns that stay: of all others each row becomes one.
  private let kept: [Int]

  /// Nil where it may be another table.
  init?(_ names: [String], _ rows: ColumnSample, mayBeOfStations: Bool) {
    self.names = names
    let times = names.indices.filter { ColumnSample.isTime(names[$0]) }
    let hours = Self.hours(names)
    if times.count > 2, 2 * times.count >= names.count, ColumnSample.count(names[0]) == nil,
      !times.contains(0)
    {
      (kind, kept) = (.times, names.indices.filter { !times.contains($0) })
    } else if !hours.isEmpty {
      (kind, kept) = (.hours, names.indices.filter { !hours.contains($0) })
    } else if mayBeOfStations, let time = Self.onlyTime(names, rows) {
      (kind, kept) = (.stations, [time])
    } else {
      return nil
    }
  }

  /// Of names that are numbers.
  init(ofNumbers names: [String]) {
    (kind, self.names) = (.stations, names)
    kept = names.indices.filter { $0 == 0 || Double(names[$0]) == nil }
  }

  /// The columns whose names are the hours of a day, with the same before and after them.
  private static func hours(_ names: [String]) -> [Int] {
    var groups: [String: [(column: Int, hour: Int)]] = [:]
    for (column, name) in names.enumerated() {
      guard let digits = name.firstMatch(of: /[0-9]+/), let hour = Int(digits.output), hour <= 24 else {
        continue
      }
      let stem = "\(name[..<digits.range.lowerBound])#\(name[digits.range.upperBound...])"
      groups[stem, default: []].append((column, hour))
    }
    let isDay = { (group: [(column: Int, hour: Int)]) in
      group.count >= 23 && group.count <= 25 && Set(group.map(\.hour)).count == group.count
    }
    // Of several, always the first.
    return groups.values.filter(isDay).min { $0[0].column < $1[0].column }?.map(\.column) ?? []
  }

  /// The only column of times, each at most once, of a table that else has counts only, and no name that is known.
  private static func onlyTime(_ names: [String], _ rows: ColumnSample) -> Int? {
    guard names.count > 3, rows.rowCount > 2, Set(names).count == names.count else { return nil }
    let known = KnownNames(names)
    let times = names.indices.filter { rows.isTimes($0) == true || rows.isDates($0) == true }
    // What is a time itself is no name of a column: there is no header.
    guard times.count == 1, rows.distinct(times[0]) == rows.rowCount, !ColumnSample.isTime(names[times[0]])
    else { return nil }
    let lists: [NameList] = [.station, .freeDocks, .bikes, .capacity, .hour]
    let isOther = { (column: Int) in
      column == times[0] || rows.isCounts(column) == true && !lists.contains { known.isKnown(column, in: $0) }
    }
    return names.indices.allSatisfy(isOther) ? times[0] : nil
  }

  func refusal(_ path: String) -> IngestionError {
    let columns = names.indices.filter { !kept.contains($0) }.prefix(2).map { "'\(names[$0])'" }
    let (what, variable, more) =
      switch kind {
      case .stations: ("a station", "station_id", "")
      case .hours: ("an hour", "hour", "d['hour']=d['hour'].str.extract('([0-9]+)'); ")
      case .times: ("a time", "last_update", "")
      }
    let identifiers = kept.map { Self.python(names[$0]) }.joined(separator: ", ")
    return .refused(
      path: path, what: "this is a wide table: a column \(what), \(columns.joined(separator: ", ")), ...",
      advice:
        "a log has a row a station and time, with bikes and free docks; melt it first, for instance:\n  "
        + Cure(path).python(
          "d=pandas.read_csv(sys.argv[1], sep=None, engine='python')"
            + ".melt([\(identifiers)], var_name='\(variable)', value_name='bikes'); \(more)"
            + "d.to_csv(sys.argv[2], index=False)",
          to: "-long.csv")
        + "\nand add the free docks, or read them off the docks there are with --capacity")
  }

  /// A name as Python writes it, within the shell's double quotes.
  private static func python(_ name: String) -> String {
    let inPython = name.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    return "'" + inPython.map { "\\\"$`".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "'"
  }
}
