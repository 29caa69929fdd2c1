import Availability

/// The exact sums of one thread, on the way from rows to profiles.
///
/// The row numbers of stations are those of first sight; `finish` gives them their names back.
@safe struct ProfileAccumulator: ~Copyable {
  let bins: HourBins
  private let binCount: Int
  /// What one record adds to a tally, without its share.
  private static var one: UInt128 {
    @inline(__always) get { (1 as UInt128) &<< Tally.countShift }
  }
  private(set) var table = StationTable()
  private(set) var tallies: UnsafeMutablePointer<Tally>
  private var capacity = 1024
  var counts = RowCounts()
  /// Closed records by station: a station with no others is named to the user.
  private(set) var closed: [Int64] = []

  init(bins: HourBins) {
    self.bins = bins
    binCount = bins.count
    unsafe tallies = .allocate(capacity: capacity * bins.count)
    unsafe tallies.initialize(repeating: Tally(), count: capacity * bins.count)
  }

  deinit { unsafe tallies.deallocate() }

  @inline(__always)
  mutating func row(of station: Field) -> Int {
    if let row = unsafe table.row(of: station) { return row }
    return unsafe insert(station)
  }

  @inline(__always)
  mutating func add(_ share: UInt64, row: Int, bin: Int) {
    unsafe tallies[row &* binCount &+ bin].packed &+= Self.one | UInt128(truncatingIfNeeded: share)
  }

  mutating func addClosed(row: Int) {
    closed[row] += 1
    counts[.closed] += 1
  }

  @inline(never)
  private mutating func insert(_ station: Field) -> Int {
    let row = unsafe table.insert(station)
    closed.append(0)
    if row == capacity {
      let larger = UnsafeMutablePointer<Tally>.allocate(capacity: 2 * capacity * bins.count)
      unsafe larger.moveInitialize(from: tallies, count: capacity * bins.count)
      unsafe (larger + capacity * bins.count).initialize(repeating: Tally(), count: capacity * bins.count)
      unsafe tallies.deallocate()
      unsafe tallies = unsafe larger
      capacity *= 2
    }
    return row
  }

  consuming func finish() -> PartialProfiles {
    let stations = table.stations
    return unsafe PartialProfiles(
      bins: bins, stations: stations,
      tallies: Array(UnsafeBufferPointer(start: tallies, count: stations.count * bins.count)),
      closed: closed, counts: counts)
  }
}

/// What one thread, or one rank, has found in its part of the rows.
package struct PartialProfiles: Sendable {
  package let bins: HourBins
  /// In no particular order, each once.
  package private(set) var stations: [StationID]
  /// Row-major, stations x bins.
  package private(set) var tallies: [Tally]
  /// Closed records of each station.
  package private(set) var closed: [Int64]
  package private(set) var counts: RowCounts

  package init(
    bins: HourBins, stations: [StationID] = [], tallies: [Tally] = [], closed: [Int64] = [],
    counts: RowCounts = RowCounts()
  ) {
    self.bins = bins
    self.stations = stations
    self.tallies = tallies
    self.closed = closed
    self.counts = counts
  }

  /// By station: has it any usable record?
  package var hasProfile: [Bool] {
    stations.indices.map { row in
      tallies[row * bins.count..<(row + 1) * bins.count].contains { $0.count != 0 }
    }
  }

  /// Adds the parts, and takes the `retracted` ones back.
  package init(bins: HourBins, adding parts: [PartialProfiles], retracting retracted: [PartialProfiles] = [])
  {
    self = parts.first ?? PartialProfiles(bins: bins)
    guard parts.count + retracted.count > 1 else { return }
    var rows = Dictionary(uniqueKeysWithValues: zip(stations, stations.indices))
    for part in parts.dropFirst() {
      let places = part.stations.map { row(of: $0, &rows) }
      for (i, row) in places.enumerated() {
        closed[row] += part.closed[i]
        for bin in 0..<bins.count { tallies[row * bins.count + bin] += part.tallies[i * bins.count + bin] }
      }
      counts += part.counts
    }
    for part in retracted {
      let places = part.stations.map { row(of: $0, &rows) }
      for (i, row) in places.enumerated() {
        closed[row] -= part.closed[i]
        for bin in 0..<bins.count { tallies[row * bins.count + bin] -= part.tallies[i * bins.count + bin] }
      }
      counts -= part.counts
    }
    if !retracted.isEmpty { dropEmptyStations() }
  }

  /// The row of a station, made if need be.
  private mutating func row(of station: StationID, _ rows: inout [StationID: Int]) -> Int {
    if let row = rows[station] { return row }
    let row = stations.count
    rows[station] = row
    stations.append(station)
    closed.append(0)
    tallies.append(contentsOf: repeatElement(Tally(), count: bins.count))
    return row
  }

  /// A station of retracted rows only was never there.
  private mutating func dropEmptyStations() {
    let kept = stations.indices.filter { row in
      closed[row] != 0 || tallies[row * bins.count..<(row + 1) * bins.count].contains { $0.count != 0 }
    }
    guard kept.count < stations.count else { return }
    tallies = kept.flatMap { tallies[$0 * bins.count..<($0 + 1) * bins.count] }
    closed = kept.map { closed[$0] }
    stations = kept.map { stations[$0] }
  }
}
