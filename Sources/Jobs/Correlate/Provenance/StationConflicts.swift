import Availability
import Ingestion

/// Stations of one identifier in several logs, of which most are at another place, or have another name.
struct StationConflicts {
  private var pairs = ConflictPairs()
  private static let fewest = 4

  init(_ logs: [ExaminedLog]) {
    let told = logs.map { ToldStations($0.excerpt.stations) }
    var places: [StationID: (log: Int, place: StationDetails.Place)] = [:]
    var names: [StationID: (log: Int, name: String)] = [:]
    for (i, log) in logs.enumerated() {
      for station in StationID.inOrder(Array(told[i].stations.keys)) {
        let details = told[i].stations[station]!
        if let there = details.place, let (j, here) = places[station] {
          let metres = here.metres(to: there)
          add(station, logs[j], log, isSame: metres <= ToldStations.metres) { name in
            "station \(name) is \(Int((metres / 1000).rounded())) km away from station \(name)"
          }
        } else if let there = details.name, let (j, here) = names[station],
          let isSame = told[j].haveCommonWord(here, there, of: told[i])
        {
          add(station, logs[j], log, isSame: isSame) { name in
            "station \(name) is '\(Printable.name(here))' in the one, '\(Printable.name(there))' in the other"
          }
        }
        if let place = details.place, places[station] == nil { places[station] = (i, place) }
        if let name = details.name, names[station] == nil { names[station] = (i, name) }
      }
    }
  }

  private mutating func add(
    _ station: StationID, _ one: ExaminedLog, _ other: ExaminedLog, isSame: Bool, example: (String) -> String
  ) {
    pairs.update(one, other) { evidence in
      guard !isSame else { return evidence.addAlike() }
      evidence.addDiffering(one, other, example: example(Printable.name(station.description)))
    }
  }

  var first: ConflictEvidence? {
    pairs.all.first { $0.differing >= Self.fewest && $0.differing > $0.alike }
  }
}

/// What a log tells of its stations, where it tells the same all the time.
private struct ToldStations {
  /// A station that was moved, or whose place is told in other digits, is hardly ever so far away.
  static let metres = 1000.0

  private(set) var stations: [StationID: StationDetails] = [:]
  /// Words of many of its names: those of streets, of the city.
  private var frequent: Set<String> = []

  init(_ told: [StationID: [StationDetails]]) {
    for (station, details) in told {
      let places = details.compactMap(\.place)
      let names = details.compactMap(\.name)
      stations[station] = StationDetails(
        name: names.allSatisfy { haveCommonWord(names[0], $0, of: self) ?? false } ? names.first : nil,
        place: places.allSatisfy { $0.metres(to: places[0]) <= Self.metres } ? places.first : nil)
    }
    let names = stations.values.compactMap(\.name)
    var counts: [String: Int] = [:]
    for name in names { for word in Self.words(name) { counts[word, default: 0] += 1 } }
    frequent = Set(counts.filter { $0.value > 2 && 10 * $0.value >= names.count }.keys)
  }

  /// Nil where a name has no words to compare: those that are frequent in both logs say nothing.
  func haveCommonWord(_ one: String, _ other: String, of log: Self) -> Bool? {
    if one == other { return true }
    let common = frequent.intersection(log.frequent)
    let (here, there) = (Self.words(one).subtracting(common), Self.words(other).subtracting(common))
    return here.isEmpty || there.isEmpty ? nil : !here.isDisjoint(with: there)
  }

  /// Without the short ones, which are those of any street.
  private static func words(_ name: String) -> Set<String> {
    Set(name.lowercased().split { !$0.isLetter }.filter { $0.count > 3 }.map(String.init))
  }
}
