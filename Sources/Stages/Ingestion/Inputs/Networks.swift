import Availability

/// Cities, or networks, in one log: stations of two with the same number would be one.
struct Networks {
  private(set) var notes: [String] = []
  /// Where all rows are of one.
  private(set) var only: String?
  private let layout: RecordLayout
  private let sample: ColumnSample

  /// - Parameter records: by row, the first of the same station and time; nil where no time is known.
  init(_ layout: RecordLayout, _ finder: ColumnFinder, records: [Int32]?) {
    (self.layout, sample) = (layout, finder.sample)
    let needed = Set(layout.needed)
    let named = finder.candidates(.network).filter { !needed.contains($0) }
    if let column = named.first, sample.rowCount > 0, sample[column].firsts.allSatisfy({ $0 == 0 }) {
      let name = sample.text(0, column)
      if !name.isEmpty { only = name }
    }
    for column in named where notes.isEmpty { addShared(column) }
    if notes.isEmpty, let records { addUnknown(finder.known, records, needed) }
  }

  /// A station in two networks.
  private mutating func addShared(_ column: Int) {
    let (stations, names) = (sample[layout.station].firsts, sample[column].firsts)
    guard let row = sample.rows.first(where: { names[$0] != names[Int(stations[$0])] }) else { return }
    add(column, Int(stations[row]), row)
  }

  /// Records of one station and time with other counts: where a column tells them apart, it may be of two networks.
  private mutating func addUnknown(_ known: KnownNames, _ records: [Int32], _ needed: Set<Int>) {
    var pairs: [(Int, Int)] = []
    for row in sample.rows where records[row] != row {
      let before = Int(records[row])
      let counts = [layout.freeDocks, layout.bikes]
      if counts.contains(where: { !sample.isSame($0, before, row) }) { pairs.append((before, row)) }
    }
    guard let pair = pairs.first, pairs.count > 1 else { return }
    let places = ["lat", "latitude", "lng", "lon", "long", "longitude"]
    let column = layout.header.indices.first { column in
      !needed.contains(column) && !places.contains(known.names[column])
        && !known.isKnown(column, in: .date) && sample.isTimes(column) != true
        && sample.isDates(column) != true
        && 2...20 ~= sample.distinct(column)
        && pairs.allSatisfy { !sample.isSame(column, $0.0, $0.1) }
    }
    if let column { add(column, pair.0, pair.1) }
  }

  private mutating func add(_ column: Int, _ row: Int, _ other: Int) {
    let name = "'\(layout.header[column])'"
    let (one, two) = (sample.text(row, column), sample.text(other, column))
    notes.append(
      "station \(sample.text(row, layout.station)) is in '\(one)' and in '\(two)' by \(name): they are read as one; "
        + "cut the log by \(name) first")
  }
}
