import LinearAlgebra
import Memory
import Workers

/// The distance 1 - r of each pair of some stations, once: 4 N (N - 1) bytes.
///
/// In whole numbers, 10^d - r 10^d for r of d decimals, so that sums over pairs are exact.
@safe package struct StationDistances: PairDistances, ~Copyable, @unchecked Sendable {
  /// The stations by their numbers in the matrix, rising.
  package let stations: [Int]
  /// The decimals of r.
  package let rounding: Rounding
  private let memory: HugePageMemory
  /// Above the diagonal, row by row; `missing` where r is undefined.
  private let elements: UnsafeMutableBufferPointer<Int64>
  /// By number in the matrix; -1 for a station that is not among them.
  private let places: [Int32]

  private static var missing: Int64 { -1 }

  /// Distances of `stations`, rising, of a matrix of `size` rows; undefined before they are entered.
  package init(stations: [Int], of size: Int, _ rounding: Rounding) {
    self.stations = stations
    self.rounding = rounding
    var places = [Int32](repeating: -1, count: size)
    for (place, station) in stations.enumerated() { places[station] = Int32(place) }
    self.places = places
    let pairs = Self.pairs(of: stations.count)
    memory = HugePageMemory(byteCount: Self.bytes(of: stations.count))
    unsafe elements = UnsafeMutableBufferPointer(
      start: memory.start.bindMemory(to: Int64.self, capacity: pairs), count: pairs)
    unsafe elements.initialize(repeating: Self.missing)
  }

  /// Pairs of so many stations, each once.
  package static func pairs(of count: Int) -> Int { count * (count - 1) / 2 }
  /// Memory of those of so many stations.
  package static func bytes(of count: Int) -> Int { pairs(of: count) * MemoryLayout<Int64>.stride }

  /// The decimals that r of so many stations may have: those of the matrix, as far as the sum of all distances between
  /// two groups is below 2^63. These are at most 2 10^d each, of N^2 / 4 pairs.
  package static func rounding(stations: Int, bins: Int) -> Rounding {
    let pairs = UInt64(stations) * UInt64(stations)
    let decimals = (1...Rounding(bins: bins).decimals).last {
      pairs <= .max / UInt64(Rounding(decimals: $0).one)
    }
    return Rounding(decimals: decimals ?? 1)
  }

  /// Those of the stations, by their numbers in the matrix, that have no r with any other.
  package var stationsWithoutPairs: [Int] {
    var hasPair = [Bool](repeating: false, count: count)
    for place in 0..<count {
      forEach(after: place) { other, distance in
        if distance >= 0 { (hasPair[place], hasPair[other]) = (true, true) }
      }
    }
    return stations.indices.filter { !hasPair[$0] }.map { stations[$0] }
  }

  /// A distance of 1 is 10^d.
  package var unit: DistanceUnit { DistanceUnit(divisor: Int(rounding.one), shift: 0) }

  /// Makes every pair's distance a number.
  mutating func closeGaps() {
    for i in unsafe elements.indices { unsafe elements[i] = withoutGap(elements[i]) }
  }

  @inline(__always)
  private func withoutGap(_ distance: Int64) -> Int64 { distance < 0 ? rounding.one : distance }

  /// Of two different places among the stations.
  subscript(a: Int, b: Int) -> Int64 {
    get { unsafe elements[offset(of: min(a, b)) + max(a, b)] }
    set { unsafe elements[offset(of: min(a, b)) + max(a, b)] = newValue }
  }

  /// What is to be added to a place after that of `row` to find the pair.
  private func offset(of row: Int) -> Int {
    precondition(row >= 0 && row < count)
    return row * (2 * count - row - 3) / 2 - 1
  }

  /// Enters the pairs of a tile of r on or above the diagonal, rounded to the decimals of `rounding`. Threads may enter
  /// different tiles at the same time.
  package func enter(_ tile: borrowing WholeMatrix, rows: Range<Int>, columns: Range<Int>) {
    let (one, none) = (rounding.one, WholeMatrix.none)
    for row in rows where places[row] >= 0 {
      let offset = offset(of: Int(places[row]))
      unsafe tile.withRow(row - rows.lowerBound) { values in
        for column in columns where column > row && places[column] >= 0 {
          let r = unsafe values[column - columns.lowerBound]
          unsafe elements[offset + Int(places[column])] = r == none ? Self.missing : one - r
        }
      }
    }
  }

  /// Calls `body` with each place after `place` and its distance from it, by rising place.
  @inline(__always)
  func forEach(after place: Int, _ body: (_ other: Int, _ distance: Int64) -> Void) {
    let offset = offset(of: place)
    for other in place + 1..<max(place + 1, count) { unsafe body(other, elements[offset + other]) }
  }

  /// 1 - r of the stations at two places, 1 where r is undefined.
  package func distance(_ a: Int, _ b: Int) -> UInt128 { a == b ? 0 : UInt128(withoutGap(self[a, b])) }

  /// Adds up each row of distances by the groups of its other stations: O(N) a place.
  package func sums(
    of places: Range<Int>, labels: [Int], groups: Int, progress: Progress?
  ) -> [[UInt128]] {
    places.map { place in
      defer { progress?.add(1) }
      var sums = [Int64](repeating: 0, count: groups)
      // Down the column of the place, whose steps shrink by one, then along its row.
      var index = place - 1
      for other in 0..<place {
        unsafe sums[labels[other]] += withoutGap(elements[index])
        index += count - 2 - other
      }
      forEach(after: place) { other, distance in sums[labels[other]] += withoutGap(distance) }
      return sums.map { UInt128($0) }
    }
  }

  /// Gives r of d decimals, NaN where it is undefined.
  package func forEachBlock(
    of order: [Int], rows: Int, _ body: (_ places: Range<Int>, _ r: borrowing Matrix) -> Void
  ) {
    for places in Blocks(order.count, of: rows) {
      var r = Matrix(rows: places.count, columns: order.count - places.lowerBound)
      for (row, place) in places.enumerated() {
        r[row, row] = 1
        for column in row + 1..<max(row + 1, r.columns) {
          let distance = self[order[place], order[places.lowerBound + column]]
          r[row, column] = distance < 0 ? .nan : rounding.double(rounding.one - distance)
        }
      }
      body(places, r)
    }
  }
}

/// 0 ..< count in blocks of so many, and a last one.
struct Blocks: Sequence, IteratorProtocol {
  private let count, size: Int
  private var start = 0

  init(_ count: Int, of size: Int) { (self.count, self.size) = (count, size) }

  mutating func next() -> Range<Int>? {
    guard start < count else { return nil }
    defer { start = Swift.min(count, start + size) }
    return start..<Swift.min(count, start + size)
  }
}
