/// Bikes of a kind that have a key of their own: are they among those of the key for bikes? By the values of the first
/// pieces.
struct FeedBikes {
  private let choice: ColumnChoice
  private let bikes: String
  private let capacity: String?
  private var kinds: [Kind]

  /// Nil where the user says which key counts, or no kind of bikes has one.
  init?(_ piece: FeedPiece, _ choice: ColumnChoice) {
    guard choice.names[.bikes] == nil, !choice.countsAllDocks, let bikes = piece.reader.rowKeys[.bikes],
      let first = piece.readings.first(where: { $0.reading.records > 0 })
    else { return nil }
    let paths = piece.keys(first.stretch).map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    guard let object = paths.first(where: { $0.last.map(String.init) == bikes })?.dropLast() else {
      return nil
    }
    let others = paths.filter { $0.dropLast() == object }.map { String($0.last!) }.filter { $0 != bikes }
    kinds = others.filter(Self.isKind).map { Kind(key: $0) }
    guard !kinds.isEmpty else { return nil }
    capacity = others.first { NameList.capacities.contains(ColumnNames.normalised($0)) }
    (self.choice, self.bikes) = (choice, bikes)
    add(piece)
  }

  private static func isKind(_ key: String) -> Bool {
    let unavailable = [
      "dock", "slot", "stand", "disabled", "broken", "defect", "repair", "maint", "reserv", "type",
    ]
    let name = ColumnNames.normalised(key)
    return ["ebike", "elec", "cargo", "assist"].contains(where: name.contains)
      && !unavailable.contains(where: name.contains) && !key.contains { "\"'\\".contains($0) }
  }

  /// The key for bikes and the one of which it has none: with these, bikes and free docks are all docks, or change each
  /// other's way.
  var leftOut: (bikes: String, more: String)? {
    kinds.first { $0.isWhole || $0.isEvened }.map { (bikes, $0.key) }
  }

  /// Is there a kind of which too little was seen to tell? A document of a large network shows each station but once.
  var isOpen: Bool { leftOut == nil && kinds.contains { !$0.isJudged } }

  /// Looks at one more piece.
  mutating func add(_ piece: FeedPiece) {
    let records = unsafe Self.records(piece.reader.rows)
    let all = capacity.flatMap { counts(of: $0, in: piece) }
    for i in kinds.indices {
      guard let more = counts(of: kinds[i].key, in: piece), more.count == records.count else { continue }
      if let all, all.count == records.count { kinds[i].addDocks(records, more, all) }
      kinds[i].addSteps(records, more)
    }
  }

  /// By record its station, and its free docks and bikes together.
  private typealias Record = (station: String, sum: Int?)

  private static func records(_ rows: UnsafeRawBufferPointer) -> [Record] {
    var found: [Record] = []
    unsafe FeedReader.eachRow(of: rows) { _, fields in
      let docks = ColumnSample.count(fields[1])
      found.append((fields[0], docks.flatMap { one in ColumnSample.count(fields[2]).map { one + $0 } }))
    }
    return found
  }

  /// By record, what another key holds: what a reader finds that takes it for the bikes.
  private func counts(of key: String, in piece: FeedPiece) -> [Int?]? {
    var choice = choice
    choice.names[.bikes] = key
    let reader = FeedReader(choice)
    for (stretch, _) in piece.readings {
      _ = unsafe reader.read(piece.text(stretch.range), capacity: piece.capacity)
    }
    var found: [Int?] = []
    unsafe FeedReader.eachRow(of: reader.rows) { found.append(ColumnSample.count($1[2])) }
    return found
  }

  /// What was seen of a kind.
  private struct Kind {
    let key: String
    /// How far the sum without these bikes, and with them, is from all docks, in so many records.
    private var docks = (alone: 0, together: 0, count: 0)
    /// How much the sums change from a station's record to its next, and how often these bikes do.
    private var steps = (alone: 0, together: 0, count: 0)
    private var last: [String: (sum: Int, more: Int)] = [:]

    init(key: String) { self.key = key }

    /// Fewest records that prove anything, and a difference that counts for no more.
    private static let (proof, most) = (12, 20)

    /// Are all docks nearer to the sum with these bikes than without?
    var isWhole: Bool { docks.count >= Self.proof && 2 * docks.together < docks.alone }
    /// Does the sum change less than half as much with these bikes?
    var isEvened: Bool { steps.count >= Self.proof && 2 * steps.together < steps.alone }
    var isJudged: Bool { max(docks.count, steps.count) >= Self.proof }

    mutating func addDocks(_ records: [Record], _ more: [Int?], _ capacity: [Int?]) {
      for (i, record) in records.enumerated() {
        guard let sum = record.sum, let others = more[i], others > 0, let all = capacity[i], sum > 0 else {
          continue
        }
        docks.alone += min(abs(all - sum), Self.most)
        docks.together += min(abs(all - sum - others), Self.most)
        docks.count += 1
      }
    }

    mutating func addSteps(_ records: [Record], _ more: [Int?]) {
      for (i, record) in records.enumerated() {
        guard let sum = record.sum, let others = more[i] else { continue }
        defer { last[record.station] = (sum, others) }
        guard let before = last[record.station] else { continue }
        steps.alone += min(abs(sum - before.sum), Self.most)
        steps.together += min(abs(sum + others - before.sum - before.more), Self.most)
        if others != before.more { steps.count += 1 }
      }
    }
  }
}
