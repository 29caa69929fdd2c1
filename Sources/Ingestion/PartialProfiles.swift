import Availability

/// What one thread, or one rank, has found in its part of the rows.
package struct PartialProfiles: Sendable {
  package let bins: BinKind
  /// In no particular order, each once.
  package private(set) var stations: [StationID]
  /// By day (0, the day of the week from Monday, or days since 1970-01-01): stations x 24 tallies.
  package private(set) var pages: [Int: [Tally]]
  /// Closed records of each station.
  package private(set) var closed: [Int64]
  package private(set) var counts: RowCounts
  package private(set) var span: TimeSpan

  package init(
    bins: BinKind, stations: [StationID] = [], pages: [Int: [Tally]] = [:], closed: [Int64] = [],
    counts: RowCounts = RowCounts(), span: TimeSpan = TimeSpan()
  ) {
    self.bins = bins
    self.stations = stations
    self.pages = pages
    self.closed = closed
    self.counts = counts
    self.span = span
  }

  /// Adds the parts, and takes the `retracted` ones back. (Spans only grow.)
  package init(bins: BinKind, adding parts: [PartialProfiles], retracting retracted: [PartialProfiles] = []) {
    self = parts.first ?? PartialProfiles(bins: bins)
    guard parts.count + retracted.count > 1 else { return }
    var rows = Dictionary(uniqueKeysWithValues: zip(stations, stations.indices))
    for part in parts.dropFirst() {
      let places = self.places(of: part, &rows)
      for (i, row) in places.enumerated() { closed[row] += part.closed[i] }
      for (key, page) in part.pages {
        combine(key, page, places) { $0 += $1 }
      }
      counts += part.counts
      span += part.span
    }
    for part in retracted {
      let places = self.places(of: part, &rows)
      for (i, row) in places.enumerated() { closed[row] -= part.closed[i] }
      for (key, page) in part.pages {
        combine(key, page, places) { $0 -= $1 }
      }
      counts -= part.counts
    }
    if !retracted.isEmpty { dropEmptyStations() }
  }

  /// The same profiles with other counts.
  package func counting(_ counts: RowCounts, span: TimeSpan) -> PartialProfiles {
    var copy = self
    copy.counts = counts
    copy.span = span
    return copy
  }

  /// The rows of another part's stations, made if need be.
  private mutating func places(of part: PartialProfiles, _ rows: inout [StationID: Int]) -> [Int] {
    let known = stations.count
    let places = part.stations.map { station in
      if let row = rows[station] { return row }
      rows[station] = stations.count
      stations.append(station)
      closed.append(0)
      return stations.count - 1
    }
    if stations.count > known {
      let more = repeatElement(Tally(), count: (stations.count - known) * 24)
      for key in pages.keys { pages[key]!.append(contentsOf: more) }
    }
    return places
  }

  @inline(__always)
  private mutating func combine(
    _ key: Int, _ page: [Tally], _ places: [Int], _ operation: (inout Tally, Tally) -> Void
  ) {
    var mine = pages.removeValue(forKey: key) ?? Array(repeating: Tally(), count: stations.count * 24)
    for (i, row) in places.enumerated() {
      for hour in 0..<24 { operation(&mine[row * 24 + hour], page[i * 24 + hour]) }
    }
    pages[key] = mine
  }

  /// A station of retracted rows only was never there.
  private mutating func dropEmptyStations() {
    let kept = zip(stations.indices, hasProfile).filter { $0.1 || closed[$0.0] != 0 }.map(\.0)
    pages = pages.filter { $0.value.contains { $0.count != 0 } }
    guard kept.count < stations.count else { return }
    pages = pages.mapValues { page in kept.flatMap { page[$0 * 24..<($0 + 1) * 24] } }
    closed = kept.map { closed[$0] }
    stations = kept.map { stations[$0] }
  }

  /// By station: has it any usable record?
  package var hasProfile: [Bool] {
    var has = [Bool](repeating: false, count: stations.count)
    for page in pages.values {
      for row in stations.indices where !has[row] {
        has[row] = page[row * 24..<(row + 1) * 24].contains { $0.count != 0 }
      }
    }
    return has
  }

  /// The hours (since 1970-01-01 0 h) of a series from the first with a record to behind the last.
  package var hours: Range<Int>? {
    func hasRecords(_ day: Int, _ hour: Int) -> Bool {
      stations.indices.contains { pages[day]![$0 * 24 + hour].count != 0 }
    }
    let days = pages.keys.sorted()
    let all = days.lazy.flatMap { day in (0..<24).lazy.map { (day, $0) } }
    guard let first = all.first(where: { hasRecords($0.0, $0.1) }),
      let last = all.last(where: { hasRecords($0.0, $0.1) })
    else { return nil }
    return 24 * first.0 + first.1..<24 * last.0 + last.1 + 1
  }

  /// The tallies of one station over the bins.
  package func tallies(of station: Int, bins: HourBins) -> [Tally] {
    guard bins.kind == .series else {
      return (0..<bins.count / 24).flatMap { day -> [Tally] in
        pages[day].map { Array($0[station * 24..<(station + 1) * 24]) }
          ?? Array(repeating: Tally(), count: 24)
      }
    }
    return (bins.firstHour..<bins.firstHour + bins.count).map { hour in
      pages[hour / 24]?[station * 24 + hour % 24] ?? Tally()
    }
  }
}
