import Availability
import Ingestion

/// Two logs that cannot be added up: what they tell of stations of the same identifiers differs. Together they would
/// make profiles that are of no station.
struct InputConflict {
  enum Kind: Equatable {
    /// Records of one station and time have other counts. With `sameDocks`, docks and bikes together are the same: it may
    /// be one network, at other times.
    case counts(sameDocks: Bool)
    /// In one period, stations have more or fewer docks.
    case docks
    /// Stations are at other places, or have other names.
    case stations
  }

  let kind: Kind
  let evidence: ConflictEvidence

  /// The first that is found.
  ///
  /// - Parameter comparesCounts: not with `--deduplicate`, which says what then counts.
  static func first(among logs: [ExaminedLog], comparesCounts: Bool) -> InputConflict? {
    if let found = StationConflicts(logs).first { return InputConflict(kind: .stations, evidence: found) }
    guard comparesCounts else { return nil }
    if let found = CountConflicts(logs).first {
      let sameDocks = 2 * found.sameDocks > found.differing
      return InputConflict(kind: .counts(sameDocks: sameDocks), evidence: found)
    }
    return DockConflicts(logs).first.map { InputConflict(kind: .docks, evidence: $0) }
  }

  /// What differs, after the names of the two logs.
  var words: String {
    let (differing, shared) = (evidence.differing, evidence.shared)
    return switch kind {
    case .counts(let sameDocks):
      "\(sameDocks ? "contradict each other" : "are of two networks, it seems"): \(evidence.example); of \(shared) records "
        + "looked at that both have, by station and time, \(differing) differ"
    case .docks, .stations:
      "are of two networks, it seems: \(evidence.example); of \(shared) stations looked at that both have, \(differing) "
        + "differ so"
    }
  }
}

/// A log that was looked into.
struct ExaminedLog {
  /// Its place among all inputs.
  let number: Int
  /// Its path without digits: the same for files that were written one after the other.
  let family: String
  let excerpt: LogExcerpt
  let docks: DockCounts

  init(number: Int, family: String, excerpt: LogExcerpt) {
    (self.number, self.family, self.excerpt) = (number, family, excerpt)
    docks = DockCounts(excerpt.records)
  }
}

extension Inputs {
  /// Throws `Failure` where an input is there twice, or two cannot be of one network. On the rank that has opened all of them.
  func requireOneOfEach() throws {
    try requireDifferent()
    try requireOneNetwork()
  }

  /// Throws `Failure` where two logs cannot be of one network, as far as their first rows and some others show. On the
  /// rank that has opened all of them.
  private func requireOneNetwork() throws {
    let known = known
    guard let conflict = try conflict(known) else { return }
    let (one, other) = conflict.evidence.logs
    let (here, there) = (known[one.number], known[other.number])
    var advice = "run the logs of each network by themselves"
    if case .counts(sameDocks: true) = conflict.kind {
      advice =
        "where they are of one network, the times of one may be of another zone, or its counts are means: leave one of "
        + "them out, or mend its times"
    } else if known.count == 2 {
      let commands = [there, here].compactMap { TypedCommand().without($0.path) }
      advice = (["run each by itself:"] + commands).joined(separator: "\n  ")
      if let command = there.prefixingStations(with: Self.prefix(there.path), other.excerpt) {
        advice += "\nor both, when the stations of one have other identifiers:\n  \(command)"
      }
    }
    if conflict.kind != .stations {
      advice += "\n--deduplicate uses the first record of each station and time, where that is what they are"
    }
    advice += "\n--again adds up what contradicts itself"
    throw Failure(.badData, "\(here.path) and \(there.path) \(conflict.words)", advice: advice)
  }

  private func conflict(_ known: [Input]) throws -> InputConflict? {
    let chosen = Self.chosen(known)
    guard chosen.count > 1 else { return nil }
    func logs(rows: Int) throws -> [ExaminedLog] {
      try chosen.compactMap { number, family in
        try known[number].excerpt(rules: rules, most: rows).map {
          ExaminedLog(number: number, family: family, excerpt: $0)
        }
      }
    }
    let few = try logs(rows: 96)
    let comparesCounts = !rules.deduplicates
    // Few rows make a suspicion, or show too little of what may be.
    let mayBe =
      InputConflict.first(among: few, comparesCounts: comparesCounts) != nil
      || comparesCounts && DockConflicts.mayBe(among: few) && CountConflicts(few).alike == 0
    return mayBe ? InputConflict.first(among: try logs(rows: 1024), comparesCounts: comparesCounts) : nil
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

  /// A word of a log's name, to stand before its stations.
  private static func prefix(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let word = name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return word.isEmpty ? "other" : String(word)
  }
}
