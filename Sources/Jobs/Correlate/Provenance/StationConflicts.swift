import Availability

/// Stations of one identifier in several logs, of which most are at another place, or have another name.
struct StationConflicts {
  private var pairs = ConflictPairs()
  private static let fewest = 4
  /// A station that was moved, or whose place is told in other digits, is hardly ever so far away.
  private static let metres = 1000.0

  init(_ logs: [ExaminedLog]) {
    guard logs.count(where: { !$0.excerpt.stations.isEmpty }) > 1 else { return }
    var known: [StationID: (log: Int, details: StationDetails)] = [:]
    for (i, log) in logs.enumerated() {
      for station in StationID.inOrder(Array(log.excerpt.stations.keys)) {
        let details = log.excerpt.stations[station]!
        guard let (j, before) = known[station] else {
          known[station] = (i, details)
          continue
        }
        add(station, before, logs[j], details, log)
      }
    }
  }

  private mutating func add(
    _ station: StationID, _ before: StationDetails, _ one: ExaminedLog, _ details: StationDetails,
    _ other: ExaminedLog
  ) {
    let name = Printable.name(station.description)
    let isSame: Bool
    let example: String
    if let here = before.place, let there = details.place {
      let metres = here.metres(to: there)
      isSame = metres <= Self.metres
      example = "station \(name) is \(Int((metres / 1000).rounded())) km away from station \(name)"
    } else if let here = before.name, let there = details.name, let found = Self.haveCommonWord(here, there) {
      isSame = found
      example =
        "station \(name) is '\(Printable.name(here))' in the one, '\(Printable.name(there))' in the other"
    } else {
      return
    }
    pairs.update(one, other) { evidence in
      if isSame { evidence.addAlike() } else { evidence.addDiffering(one, other, example: example) }
    }
  }

  /// Nil where a name has no words to compare.
  private static func haveCommonWord(_ one: String, _ other: String) -> Bool? {
    if one == other { return true }
    let (here, there) = (words(one), words(other))
    return here.isEmpty || there.isEmpty ? nil : !here.isDisjoint(with: there)
  }

  /// Without the short ones, which are those of any street.
  private static func words(_ name: String) -> Set<Substring> {
    Set(name.lowercased().split { !$0.isLetter }.filter { $0.count > 3 })
  }

  var first: ConflictEvidence? {
    pairs.all.first { $0.differing >= Self.fewest && $0.differing > $0.alike }
  }
}
