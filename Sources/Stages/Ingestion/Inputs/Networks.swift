import Availability

/// Cities, or networks, in one log: stations of two with the same number would be one.
struct Networks {
  private(set) var notes: [String] = []
  /// Where all rows are of one.
  private(set) var only: String?

  init(_ layout: RecordLayout, _ sample: ColumnSample) {
    let finder = ColumnFinder(header: layout.header, choice: ColumnChoice())
    let needed = Set(layout.needed)
    let named = finder.candidates(ColumnNames.networks).filter { !needed.contains($0) }
    if let column = named.first, let first = sample.rows.first?[column], !first.isEmpty,
      sample.rows.allSatisfy({ $0[column] == first })
    {
      only = first
    }
    for column in named where notes.isEmpty {
      var seen: [String: String] = [:]
      for row in sample.rows {
        guard let before = seen.updateValue(row[column], forKey: row[layout.station]), before != row[column]
        else {
          continue
        }
        add(layout, row[layout.station], column, before, row[column])
        break
      }
    }
    if notes.isEmpty { addUnknown(layout, sample, needed) }
  }

  /// Records of one station and time with other counts: where a column tells them apart, it may be of two networks.
  private mutating func addUnknown(_ layout: RecordLayout, _ sample: ColumnSample, _ needed: Set<Int>) {
    guard let time = layout.time else { return }
    var seen: [[String]: Int] = [:]
    var pairs: [(Int, Int)] = []
    for (i, row) in sample.rows.enumerated() {
      let key = [row[layout.station], row[time]] + layout.clock.map { row[$0.column] }
      guard let before = seen[key] else {
        seen[key] = i
        continue
      }
      let counts = [layout.freeDocks, layout.bikes]
      if counts.contains(where: { sample.rows[before][$0] != row[$0] }) { pairs.append((before, i)) }
    }
    guard let pair = pairs.first, pairs.count > 1 else { return }
    let places = ["lat", "latitude", "lng", "lon", "long", "longitude"]
    let column = layout.header.indices.first { column in
      !needed.contains(column) && !places.contains(ColumnNames.normalised(layout.header[column]))
        && 2...20 ~= sample.distinct(column)
        && pairs.allSatisfy { sample.rows[$0.0][column] != sample.rows[$0.1][column] }
    }
    guard let column else { return }
    let (one, other) = (sample.rows[pair.0], sample.rows[pair.1])
    add(layout, one[layout.station], column, one[column], other[column])
  }

  private mutating func add(
    _ layout: RecordLayout, _ station: String, _ column: Int, _ one: String, _ other: String
  ) {
    let name = "'\(layout.header[column])'"
    notes.append(
      "station \(station) is in '\(one)' and in '\(other)' by \(name): they are read as one; "
        + "cut the log by \(name) first")
  }
}
