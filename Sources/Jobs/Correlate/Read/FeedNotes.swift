import Availability
import Ingestion

/// Notes on stations of JSON, once all of it is read: of two cities, or without a time.
struct FeedNotes {
  private var told = FeedStations()

  /// What the feeds of all ranks tell. Collective.
  init(_ inputs: Inputs, on job: Job) {
    // Of each: identifier, city and number of records without a time, each ended by a zero.
    var words: [UInt8] = []
    for stream in inputs.known.compactMap(\.stream) {
      let told = stream.findings.told
      for (station, cities) in told.cities {
        for city in cities { words += station.bytes + [0] + Array(city.utf8.filter { $0 > 0 }) + [0, 0] }
      }
      for (station, count) in told.timeless {
        words += station.bytes + [0, 0] + Array("\(count)".utf8) + [0]
      }
    }
    for theirs in job.communicator.allGather(words) {
      let parts = theirs.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      for i in stride(from: 0, to: parts.count, by: 3) {
        let station = StationID(bytes: Array(parts[i]))
        let texts = parts[i + 1..<i + 3].map { String(decoding: $0, as: UTF8.self) }
        if let count = Int(texts[1]) {
          told.add(station, timeless: count)
        } else {
          told.add(station, city: texts[0])
        }
      }
    }
  }

  /// What there is to say, with the stations that records were used of.
  func lines(_ network: MergedNetwork, _ inputs: Inputs) -> [String] {
    [cityNote, vanishedNote(network, inputs)].compactMap(\.self)
  }

  private var cityNote: String? {
    let shared = told.cities.filter { $0.value.count > 1 }
    guard let station = StationID.inOrder(Array(shared.keys)).first,
      let names = shared[station]?.map(Printable.name)
    else { return nil }
    let more = shared.count > 1 ? " (and \(shared.count - 1) more are in several)" : ""
    return "station \(Printable.name(station.description)) is in '\(names[0])' and in '\(names[1])' by its "
      + "contract name\(more): they are read as one; run each city by itself"
  }

  private func vanishedNote(_ network: MergedNetwork, _ inputs: Inputs) -> String? {
    guard !told.timeless.isEmpty else { return nil }
    let there = Set(network.stations + network.closedStations)
    let vanished = told.timeless.keys.filter { !there.contains($0) }
    guard let station = StationID.inOrder(vanished).first, let count = told.timeless[station] else {
      return nil
    }
    let name = Printable.name(station.description)
    // The rows looked at may have said so before.
    let isSaid = inputs.known.contains { input in
      input.understanding?.notes.contains { $0.hasPrefix("station \(name) ") } ?? false
    }
    guard !isSaid else { return nil }
    let more = vanished.count > 1 ? " (and \(vanished.count - 1) more)" : ""
    return "station \(name) vanishes\(more): no record of it is used, \(count) have no time"
  }
}
