import Availability

/// What the records of feeds tell of their stations beside the rows that are made of them.
package struct FeedStations: Equatable, Sendable {
  /// By station, the cities (`contract_name`) that its records are of, in the order in which they are met.
  package private(set) var cities: [StationID: [String]] = [:]
  /// By station, how many of its records have no time, the document's neither.
  package private(set) var timeless: [StationID: Int] = [:]

  /// Nothing is told yet.
  package init() {}

  /// Adds a city that records of the station are of.
  package mutating func add(_ station: StationID, city: String) {
    if cities[station]?.contains(city) != true { cities[station, default: []].append(city) }
  }

  /// Adds so many records of the station without a time.
  package mutating func add(_ station: StationID, timeless count: Int) {
    timeless[station, default: 0] += count
  }

  mutating func merge(_ others: FeedStations) {
    for (station, names) in others.cities { for name in names { add(station, city: name) } }
    timeless.merge(others.timeless) { $0 + $1 }
  }
}
