/// Bikes of a kind that have a key of their own: are they among those of the key for bikes? By the values of a piece.
struct FeedBikes {
  private let piece: FeedPiece
  private let choice: ColumnChoice
  private let bikes: String
  /// Keys in the object of that for bikes.
  private let others: [String]

  /// Nil where the user says which key counts.
  init?(_ piece: FeedPiece, _ choice: ColumnChoice) {
    guard choice.names[.bikes] == nil, !choice.countsAllDocks, let bikes = piece.reader.rowKeys[.bikes],
      let first = piece.readings.first(where: { $0.reading.records > 0 })
    else { return nil }
    let paths = piece.keys(first.stretch).map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    guard let object = paths.first(where: { $0.last.map(String.init) == bikes })?.dropLast() else {
      return nil
    }
    others = paths.filter { $0.dropLast() == object }.map { String($0.last!) }.filter { $0 != bikes }
    (self.piece, self.choice, self.bikes) = (piece, choice, bikes)
  }

  /// The key for bikes and the one of which it has none: with these, bikes and free docks are all docks, or change each
  /// other's way.
  var leftOut: (bikes: String, more: String)? {
    let unavailable = [
      "dock", "slot", "stand", "disabled", "broken", "defect", "repair", "maint", "reserv", "type",
    ]
    let kinds = others.filter { key in
      let name = ColumnNames.normalised(key)
      return ["ebike", "elec", "cargo", "assist"].contains(where: name.contains)
        && !unavailable.contains(where: name.contains) && !key.contains { "\"'\\".contains($0) }
    }
    guard !kinds.isEmpty else { return nil }
    let records = unsafe Self.records(piece.reader.rows)
    let capacity = others.first { NameList.capacities.contains(ColumnNames.normalised($0)) }.flatMap(counts)
    let found = kinds.first { key in
      guard let more = counts(of: key), more.count == records.count else { return false }
      return capacity.map { Self.isWhole(records, more, $0) } == true || Self.isEvened(records, more)
    }
    return found.map { (bikes, $0) }
  }

  /// By record its station, and its free docks and bikes together.
  private typealias Record = (station: String, sum: Int?)

  private static func records(_ rows: UnsafeRawBufferPointer) -> [Record] {
    var found: [Record] = []
    unsafe eachRow(of: rows) { fields in
      let docks = ColumnSample.count(fields[1])
      found.append((fields[0], docks.flatMap { one in ColumnSample.count(fields[2]).map { one + $0 } }))
    }
    return found
  }

  /// By record, what another key holds: what a reader finds that takes it for the bikes.
  private func counts(of key: String) -> [Int?]? {
    var choice = choice
    choice.names[.bikes] = key
    let reader = FeedReader(choice)
    for (stretch, _) in piece.readings {
      _ = unsafe reader.read(piece.text(stretch.range), capacity: piece.capacity)
    }
    var found: [Int?] = []
    unsafe Self.eachRow(of: reader.rows) { found.append(ColumnSample.count($0[2])) }
    return found
  }

  private static func eachRow(of text: UnsafeRawBufferPointer, _ body: (_ fields: [String]) -> Void) {
    let csv = LibCSV(delimiter: UInt8(ascii: ","))
    var position = 0
    while position < text.count {
      switch unsafe csv.readRow(text, from: position, final: true) {
      case .incomplete: return
      case .blank(let end): position = end
      case .row(let end):
        position = end
        body(csv.strings)
      }
    }
  }

  /// Fewest records that prove anything, and a difference that counts for no more.
  private static let (proof, most) = (12, 20)

  /// Are all docks nearer to the sum with these bikes than without?
  private static func isWhole(_ records: [Record], _ more: [Int?], _ capacity: [Int?]) -> Bool {
    var (alone, together, count) = (0, 0, 0)
    guard capacity.count == records.count else { return false }
    for (i, record) in records.enumerated() {
      guard let sum = record.sum, let others = more[i], others > 0, let all = capacity[i], sum > 0 else {
        continue
      }
      alone += min(abs(all - sum), most)
      together += min(abs(all - sum - others), most)
      count += 1
    }
    return count >= proof && 2 * together < alone
  }

  /// Does the sum change less than half as much with these bikes, from a station's record to its next?
  private static func isEvened(_ records: [Record], _ more: [Int?]) -> Bool {
    var (alone, together, steps) = (0, 0, 0)
    var last: [String: (sum: Int, more: Int)] = [:]
    for (i, record) in records.enumerated() {
      guard let sum = record.sum, let others = more[i] else { continue }
      defer { last[record.station] = (sum, others) }
      guard let before = last[record.station] else { continue }
      alone += min(abs(sum - before.sum), most)
      together += min(abs(sum + others - before.sum - before.more), most)
      if others != before.more { steps += 1 }
    }
    return steps >= proof && 2 * together < alone
  }
}
