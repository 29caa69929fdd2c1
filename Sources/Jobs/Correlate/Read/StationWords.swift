import Availability
import Distribution

/// Names and places of stations as ranks send them: of each a number, identifier, name, latitude and longitude, each
/// ended by a zero.
struct StationWords {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: Int, _ stations: [StationID: StationDetails]) {
    for (station, details) in stations {
      let place = details.place
      let texts = [details.name, place?.latitude.description, place?.longitude.description]
      bytes += Array(String(number).utf8) + [0] + station.bytes + [0]
      bytes += texts.flatMap { Array(($0 ?? "").utf8.filter { $0 > 0 }) + [0] }
    }
  }

  static func forEach(_ bytes: [UInt8], _ body: (_ number: Int, StationID, StationDetails) -> Void) {
    let parts = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    for i in stride(from: 0, to: parts.count, by: 5) {
      let texts = parts[i + 2..<i + 5].map { String(decoding: $0, as: UTF8.self) }
      let place = Double(texts[1]).flatMap { latitude in
        Double(texts[2]).flatMap { StationDetails.Place(latitude: latitude, longitude: $0) }
      }
      let details = StationDetails(name: texts[0].isEmpty ? nil : texts[0], place: place)
      body(
        Int(String(decoding: parts[i], as: UTF8.self)) ?? 0, StationID(bytes: Array(parts[i + 1])), details)
    }
  }
}

extension [StationID: StationDetails] {
  /// What rank 0 knows, on all ranks. Collective.
  func shared(on job: Job) -> Self {
    guard job.communicator.size > 1 else { return self }
    var words = StationWords()
    if job.communicator.isRoot { words.append(0, self) }
    var stations: Self = [:]
    StationWords.forEach(job.communicator.allGather(words.bytes)[0]) { stations[$1] = $2 }
    return stations
  }
}
