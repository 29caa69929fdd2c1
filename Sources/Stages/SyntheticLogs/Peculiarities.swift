/// How often the oddities of a real log appear in a synthetic one.
///
/// A network of fewer than `smallestWithOddStations` stations has only ordinary ones.
package enum Peculiarities {
  /// From so many stations on there are odd ones: exactly one constant, at least one always closed, at
  /// least one with silent hours.
  package static let smallestWithOddStations = 8
  /// Stations that always say 0/0, per thousand.
  package static let closedStations = 10
  /// Stations without a row in some hours of the day, per thousand.
  package static let silentStations = 30
  /// Hours of a station in which it says 0/0, per thousand.
  package static let closedHours = 8
  /// Hours of a station whose rows are of the same hour some weeks before, per thousand.
  package static let staleHours = 35
  /// Whole weeks that a stale row is late; one figure a station.
  package static let staleWeeks = 2...7
  /// Hours of the day that a silent station leaves out, consecutive.
  package static let silentHours = 2...7
  /// Docks out of order at a time, at most; one less than a power of two.
  package static let brokenDocks = 3

  /// So many of the stations of a network, at least one.
  static func count(_ perThousand: Int, of stations: Int) -> Int {
    max(1, stations * perThousand / 1000)
  }
}
