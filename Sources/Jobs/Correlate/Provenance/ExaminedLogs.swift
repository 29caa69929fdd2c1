import Availability
import Ingestion

/// A log that was looked into.
struct ExaminedLog {
  /// Its place among all inputs.
  let number: Int
  /// Its path without digits: the same for files that were written one after the other.
  let family: String
  let excerpt: LogExcerpt
  let docks: DockCounts
  let span: LogSpan

  init(number: Int, family: String, excerpt: LogExcerpt, span: LogSpan) {
    (self.number, self.family, self.excerpt, self.span) = (number, family, excerpt, span)
    docks = DockCounts(excerpt.records)
  }
}

/// When a log begins and ends, by the medians of its first records and of its last: a station that hangs tells an old time.
struct LogSpan {
  /// Microseconds since 1970, where the log is read.
  let start: Int
  let end: Int
  private let stations: Set<StationID>

  /// - Parameter records: of its beginning, its middle and its end.
  init(_ records: [LogExcerpt.Record]) {
    let times = records.map(\.time.ordinal)
    let third = (times.count + 2) / 3
    start = Self.median(times.prefix(third))
    end = Self.median(times.suffix(third))
    stations = Set(records.map(\.station))
  }

  private static func median(_ times: ArraySlice<Int>) -> Int {
    times.isEmpty ? 0 : times.sorted()[times.count / 2]
  }

  func overlaps(_ other: Self) -> Bool { max(start, other.start) < min(end, other.end) }

  /// Does the other begin within it, and tell of a station that it tells of?
  func holdsStart(of other: Self) -> Bool {
    start < other.start && other.start < end && !stations.isDisjoint(with: other.stations)
  }
}

extension Inputs {
  /// Logs that are held against each other; none where there is but one. Of each some rows, and more of them where few make
  /// a suspicion, or show too little of what may be.
  func examinedLogs() throws -> [ExaminedLog] {
    let chosen = Self.chosen(known)
    guard chosen.count > 1 else { return [] }
    let few = try examined(chosen, rows: 96)
    let comparesCounts = !rules.deduplicates
    func mayShare() -> Bool {
      let counts = CountConflicts(few)
      return counts.alike == 0 && DockConflicts.mayBe(among: few)
        || counts.repeats.isEmpty && few.contains { one in few.contains { one.span.holdsStart(of: $0.span) } }
    }
    let mayBe =
      InputConflict.first(among: few, comparesCounts: comparesCounts) != nil || comparesCounts && mayShare()
    return mayBe ? try examined(chosen, rows: 1024) : few
  }

  /// - Parameter rows: of a place: the beginning, the middle, the end, and in a file that goes on after others begin, where
  ///   the first and the last of them do.
  private func examined(_ chosen: [(number: Int, family: String)], rows: Int) throws -> [ExaminedLog] {
    let known = known
    var found = try chosen.compactMap { number, family in
      try known[number].excerpt(rules: rules, most: rows).map {
        (number: number, family: family, excerpt: $0, span: LogSpan($0.records))
      }
    }
    let spans = found.map(\.span)
    for i in found.indices {
      let starts = spans.filter { spans[i].holdsStart(of: $0) }.map(\.start).sorted()
      for start in Set([starts.first, starts.last].compactMap(\.self)).sorted() {
        known[found[i].number].read(from: start, most: rows, into: &found[i].excerpt)
      }
    }
    return found.map { ExaminedLog(number: $0.number, family: $0.family, excerpt: $0.excerpt, span: $0.span) }
  }

  /// What to say of records that two logs have.
  func repeatedRecords(_ logs: [ExaminedLog]) -> [String] {
    let known = known
    // Copies are told as such.
    let pairs = CountConflicts(logs).repeats.map { pair in
      (one: known[pair.logs.0.number], other: known[pair.logs.1.number], count: pair.alike)
    }
    .filter { $0.one.file.byteCount != $0.other.file.byteCount }
    guard let first = pairs.first else { return [] }
    let more = pairs.count > 1 ? " (and so in \(pairs.count - 1) more pairs of logs)" : ""
    return [
      "\(first.other.path): \(first.count) of its records that were looked at stand in \(first.one.path) too\(more): "
        + "they count twice; --deduplicate uses the first of each station and time"
    ]
  }

  /// Numbers of logs, of many some of each family. By path, so that the order in which they are named does not matter.
  private static func chosen(_ known: [Input]) -> [(number: Int, family: String)] {
    let logs = known.indices.filter { known[$0].layout != nil }
      .sorted { (known[$0].path, $0) < (known[$1].path, $1) }
    var identities: Set<InputFile.Identity> = []
    var families: [String: [Int]] = [:]
    for number in logs where identities.insert(known[number].file.identity).inserted {
      let path = known[number].path
      let family = String(decoding: path.utf8.filter { $0 &- UInt8(ascii: "0") > 9 }, as: UTF8.self)
      families[family, default: []].append(number)
    }
    let found = families.keys.sorted().flatMap { family in
      some(of: families[family]!).enumerated().map { (turn: $0, number: $1, family: family) }
    }
    // The first of all families go before the second of any.
    let taken = found.indices.sorted { (found[$0].turn, $0) < (found[$1].turn, $1) }.prefix(mostExamined)
    return taken.sorted().map { (found[$0].number, found[$0].family) }
  }

  /// Of a long family the first, which lie close together, and others from there to the last.
  private static func some(of family: [Int]) -> [Int] {
    guard family.count > mostOfFamily else { return family }
    let close = mostOfFamily / 2
    let step = Double(family.count - close) / Double(mostOfFamily - close)
    return family[..<close]
      + (1...mostOfFamily - close).map { family[close - 1 + Int((Double($0) * step).rounded())] }
  }

  private static let (mostExamined, mostOfFamily) = (128, 16)
}
