import Availability

/// Closed records (0 free docks, 0 bikes) by station and hour.
package struct ClosedCounts: Equatable, Sendable {
  /// A station by its row, and a bin: hours since Monday 0 h, since 1970-01-01 0 h, or of the day.
  package struct Place: Hashable, Sendable {
    /// The station's row in the sums.
    package let row: Int32
    /// 24 times the day of the bins, and the hour of the day.
    package let bin: Int32

    /// An hour of the day of bins number `key`.
    package init(row: Int, key: Int, hour: Int) { (self.row, bin) = (Int32(row), Int32(24 * key + hour)) }

    private init(row: Int32, bin: Int32) { (self.row, self.bin) = (row, bin) }

    func at(row: Int) -> Place { Place(row: Int32(row), bin: bin) }
  }

  /// Never 0.
  package private(set) var counts: [Place: Int64] = [:]

  /// Those that are counted; without, none.
  package init(_ counts: [Place: Int64] = [:]) { self.counts = counts }

  /// The closed records of a station, by its row.
  package func count(ofStation row: Int) -> Int64 {
    counts.reduce(0) { $0 + ($1.key.row == row ? $1.value : 0) }
  }

  /// By station: has it any?
  func hasAny(stations: Int) -> [Bool] {
    counts.keys.reduce(into: [Bool](repeating: false, count: stations)) { $0[Int($1.row)] = true }
  }

  /// Adds counts of another part, so many times (1 or -1); its row i is row `places[i]` here.
  mutating func add(_ other: ClosedCounts, times factor: Int64 = 1, to places: [Int]) {
    for (place, count) in other.counts {
      let own = place.at(row: places[Int(place.row)])
      let sum = counts[own, default: 0] + factor * count
      counts[own] = sum == 0 ? nil : sum
    }
  }

  /// Those of some stations only, whose rows become their places in the list.
  func selected(_ rows: [Int]) -> ClosedCounts {
    let places = Dictionary(uniqueKeysWithValues: zip(rows, rows.indices))
    return ClosedCounts(
      Dictionary(
        uniqueKeysWithValues: counts.compactMap { place, count in
          places[Int(place.row)].map { (place.at(row: $0), count) }
        }))
  }
}

/// Counts closed records one by one.
struct ClosedCounter {
  /// Bins of a station; 0 for hours of the calendar, of which few have any.
  private let bins: Int
  private var dense: [Int64] = []
  private var sparse: [ClosedCounts.Place: Int64] = [:]

  init(_ kind: BinKind) {
    bins =
      switch kind {
      case .hourOfDay: 24
      case .hourOfWeek: 168
      case .series: 0
      }
  }

  /// Makes room for a station more.
  mutating func addStation() { dense.append(contentsOf: repeatElement(0, count: bins)) }

  mutating func add(_ count: Int64 = 1, row: Int, key: Int, hour: Int) {
    guard bins > 0 else {
      sparse[.init(row: row, key: key, hour: hour), default: 0] += count
      return
    }
    dense[row * bins + 24 * key + hour] += count
  }

  func finish() -> ClosedCounts {
    guard bins > 0 else { return ClosedCounts(sparse) }
    var counts: [ClosedCounts.Place: Int64] = [:]
    for (i, count) in dense.enumerated() where count > 0 {
      counts[.init(row: i / bins, key: 0, hour: i % bins)] = count
    }
    return ClosedCounts(counts)
  }
}
