/// A made-up bike-share network and its availability log, in the exercise's seven columns.
///
/// The log is time-major, as a collector writes it: all stations of one reading, then the next reading.
/// It is cut into *slots*: slot `k` is the turn of station `k % stations.count` in reading
/// `k / stations.count`, and holds one row, or none in an hour in which the station is silent. A row is a
/// function of the seed and its slot alone, so any range of slots can be written apart from the others, and
/// a longer log of the same network begins with the shorter one.
package struct SyntheticNetwork: Sendable {
  /// How far the log goes.
  package enum Length: Sendable, Equatable {
    /// So many times 24 hours, 1...3650, from 2013-09-10 11:25:19 on.
    case days(Int)
    /// Exactly so many data rows, at least 1; the last day is cut where they end. 3650 days at most.
    case rows(Int)
  }

  /// The first line, LF included.
  package static let header =
    "collect_date\tlast_update\tavailable_bike_stands\tavailable_bikes\tnumber\theure\tminute\n"

  /// The stations in the order in which each reading lists them (not that of their numbers).
  package let stations: [Station]
  /// Minutes between two readings of a station.
  package let every: Int
  /// Data rows of the whole log.
  package let rows: Int
  /// Slots of the whole log: at least `rows`, as silent stations have none.
  package let slots: Int

  let clock: Clock
  let events: Events?
  let digits = DigitTables()

  /// - Parameters:
  ///   - stations: how many, 1...1 000 000.
  ///   - length: of the log, in days or rows.
  ///   - every: minutes between two readings of a station, 1...1440.
  ///   - seed: the same seed gives the same bytes.
  ///   - hasEvents: something happens in a district now and then, to all its stations.
  /// - Throws: `SyntheticNetworkError` for a number that is out of its range, and for more rows than these stations have.
  package init(
    stations: Int = 1230, length: Length = .days(3), every: Int = 5, seed: UInt64 = 1, hasEvents: Bool = false
  ) throws(SyntheticNetworkError) {
    try Limits.stations.check(stations, or: SyntheticNetworkError.stations)
    try Limits.every.check(every, or: SyntheticNetworkError.every)
    switch length {
    case .days(let days): try Limits.days.check(days, or: SyntheticNetworkError.days)
    case .rows(let rows): try (1...Int.max).check(rows, or: SyntheticNetworkError.tooFewRows)
    }

    self.every = every
    self.stations = Station.network(of: stations, seed: seed)
    clock = Clock(every: every, seed: seed)
    events = hasEvents ? Events(seed: seed) : nil
    let extent = try Extent(of: length, stations: self.stations, clock: clock)
    rows = extent.rows
    slots = extent.slots
  }
}

extension ClosedRange<Int> {
  fileprivate func check(
    _ value: Int, or error: (Int) -> SyntheticNetworkError
  ) throws(SyntheticNetworkError) {
    guard contains(value) else { throw error(value) }
  }
}
