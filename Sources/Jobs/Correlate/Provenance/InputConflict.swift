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

extension Inputs {
  /// Throws `Failure` where an input is there twice, or two cannot be of one network; returns what there is to say of
  /// records that two have. On the rank that has opened all of them.
  func requireOneOfEach() throws -> [String] {
    try requireDifferent()
    let logs = try examinedLogs()
    try requireOneNetwork(logs)
    return rules.deduplicates ? [] : repeatedRecords(logs)
  }

  /// Throws `Failure` where two logs cannot be of one network, as far as their first rows and some others show.
  private func requireOneNetwork(_ logs: [ExaminedLog]) throws {
    let known = known
    guard let conflict = InputConflict.first(among: logs, comparesCounts: !rules.deduplicates) else { return }
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

  /// A word of a log's name, to stand before its stations.
  private static func prefix(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let word = name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return word.isEmpty ? "other" : String(word)
  }
}
