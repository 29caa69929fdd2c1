import LinearAlgebra
import Memory
import Workers

/// The distance 1 - r of each pair of some stations, once: 4 N (N - 1) bytes. NaN for a pair whose r is undefined.
@safe package struct StationDistances: PairDistances, ~Copyable, @unchecked Sendable {
  /// The stations by their numbers in the matrix, rising.
  package let stations: [Int]
  private let memory: HugePageMemory
  /// Above the diagonal, row by row.
  private let elements: UnsafeMutableBufferPointer<Double>
  /// By number in the matrix; -1 for a station that is not among them.
  private let places: [Int32]

  /// Distances of `stations`, rising, of a matrix of `size` rows; NaN before they are entered.
  package init(stations: [Int], of size: Int) {
    self.stations = stations
    var places = [Int32](repeating: -1, count: size)
    for (place, station) in stations.enumerated() { places[station] = Int32(place) }
    self.places = places
    let pairs = Self.pairs(of: stations.count)
    memory = HugePageMemory(byteCount: Self.bytes(of: stations.count))
    unsafe elements = UnsafeMutableBufferPointer(
      start: memory.start.bindMemory(to: Double.self, capacity: pairs), count: pairs)
    unsafe elements.initialize(repeating: .nan)
  }

  /// Pairs of so many stations, each once.
  package static func pairs(of count: Int) -> Int { count * (count - 1) / 2 }
  /// Memory of those of so many stations.
  package static func bytes(of count: Int) -> Int { pairs(of: count) * MemoryLayout<Double>.stride }

  /// Makes every pair's distance a number.
  mutating func closeGaps() {
    for i in unsafe elements.indices { unsafe elements[i] = Self.withoutGap(elements[i]) }
  }

  @inline(__always)
  private static func withoutGap(_ distance: Double) -> Double { distance.isNaN ? 1 : distance }

  /// By places among the stations; 0 on the diagonal.
  package subscript(a: Int, b: Int) -> Double {
    get {
      guard a != b else { return 0 }
      return unsafe elements[offset(of: min(a, b)) + max(a, b)]
    }
    set { unsafe elements[offset(of: min(a, b)) + max(a, b)] = newValue }
  }

  /// What is to be added to a place after that of `row` to find the pair.
  private func offset(of row: Int) -> Int {
    precondition(row >= 0 && row < count)
    return row * (2 * count - row - 3) / 2 - 1
  }

  /// Enters the pairs of a tile of r on or above the diagonal. Threads may enter different tiles at the same time.
  package func enter(_ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>) {
    for row in rows where places[row] >= 0 {
      let offset = offset(of: Int(places[row]))
      unsafe tile.withRow(row - rows.lowerBound) { values in
        for column in columns where column > row && places[column] >= 0 {
          let r = unsafe values[column - columns.lowerBound]
          unsafe elements[offset + Int(places[column])] = 1 - r
        }
      }
    }
  }

  /// Calls `body` with each other place and its distance from `place`, by rising place.
  @inline(__always)
  package func forEach(from place: Int, _ body: (_ other: Int, _ distance: Double) -> Void) {
    // Down the column of the place, whose steps shrink by one, then along its row.
    var index = place - 1
    for other in 0..<place {
      unsafe body(other, elements[index])
      index += count - 2 - other
    }
    let offset = offset(of: place)
    for other in place + 1..<max(place + 1, count) { unsafe body(other, elements[offset + other]) }
  }

  /// 1 - r of the stations at two places, 1 where r is undefined.
  package func distance(_ a: Int, _ b: Int) -> Double { Self.withoutGap(self[a, b]) }

  /// Adds up each row of distances by the groups of its other stations: O(N) a place.
  package func sums(
    of places: Range<Int>, labels: [Int], groups: Int, progress: Progress?
  ) -> [[Double]] {
    places.map { place in
      defer { progress?.add(1) }
      var sums = [Double](repeating: 0, count: groups)
      forEach(from: place) { other, distance in sums[labels[other]] += Self.withoutGap(distance) }
      return sums
    }
  }

  /// Gives r as 1 - distance, NaN where it is undefined.
  package func forEachBlock(
    of order: [Int], rows: Int, _ body: (_ places: Range<Int>, _ r: borrowing Matrix) -> Void
  ) {
    for places in Blocks(order.count, of: rows) {
      var r = Matrix(rows: places.count, columns: order.count - places.lowerBound)
      for (row, place) in places.enumerated() {
        for column in row..<r.columns {
          r[row, column] = 1 - self[order[place], order[places.lowerBound + column]]
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
