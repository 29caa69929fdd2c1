import LinearAlgebra
import Workers

/// Stations as vectors whose inner products are their r, in the memory of their profiles: 8 N K bytes, for networks
/// whose pairs are too many to be kept.
package struct StationVectors: PairDistances, ~Copyable, Sendable {
  /// The stations by their numbers in the matrix, rising.
  package let stations: [Int]
  /// Stations x coordinates, of norm 1.
  let rows: Matrix

  /// `vector` fills the row of a station, given by its number in the matrix.
  init(
    stations: [Int], coordinates: Int, vector: (_ station: Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    var rows = Matrix(rows: stations.count, columns: coordinates)
    for (row, station) in stations.enumerated() {
      unsafe rows.withMutableRow(row) { unsafe vector(station, $0) }
    }
    self.stations = stations
    self.rows = rows
  }

  /// Memory that a tree and a picture of so many take, at most: the vectors, and groups' sums or a copy in order.
  package static func bytes(of count: Int, coordinates: Int) -> Int {
    2 * count * coordinates * MemoryLayout<Double>.stride
  }

  /// 1 less the product of two vectors; 0 of a station from itself.
  package func distance(_ a: Int, _ b: Int) -> Double { a == b ? 0 : 1 - product(ofRows: a, b, in: rows) }

  /// A station's r with the stations of a group add up to its product with the sum of their vectors; its own, 1,
  /// stands for the distance 0 from itself.
  package func sums(
    of places: Range<Int>, labels: [Int], groups: Int, progress: Progress?
  ) -> [[Double]] {
    var totals = Matrix(rows: groups, columns: rows.columns)
    var sizes = [Double](repeating: 0, count: groups)
    for (place, label) in labels.enumerated() {
      totals.add(row: place, of: rows, toRow: label)
      sizes[label] += 1
    }
    var products = Matrix(rows: places.count, columns: groups)
    multiplyRows(of: rows, places, by: totals, 0..<groups, into: &products)
    progress?.add(places.count)
    return places.indices.map { i in
      sizes.indices.map { sizes[$0] - products[i - places.lowerBound, $0] }
    }
  }

  /// Gives r as products of vectors, by BLAS, taken into -1 ... 1. Needs a copy of all vectors.
  package func forEachBlock(
    of order: [Int], rows count: Int, _ body: (_ places: Range<Int>, _ r: borrowing Matrix) -> Void
  ) {
    var ordered = Matrix(rows: order.count, columns: rows.columns)
    for (row, place) in order.enumerated() { ordered.add(row: place, of: rows, toRow: row) }
    for places in Blocks(order.count, of: count) {
      var r = Matrix(rows: places.count, columns: order.count - places.lowerBound)
      multiplyRows(of: ordered, places, by: ordered, places.lowerBound..<order.count, into: &r)
      for row in 0..<r.rows { r.clamp(row: row, columns: 0..<r.columns) }
      body(places, r)
    }
  }
}

extension Dendrogram {
  /// Average linkage of stations that are vectors, by the chain of nearest neighbours as above: the mean distance of
  /// two groups is 1 - (A . B) / (|A| |B|), A and B the sums of their stations' vectors. O(N^2 K) time.
  ///
  /// Of equally near groups the one before in the chain is taken, else the first. `progress` counts joins.
  package init(averageLinkage vectors: borrowing StationVectors, progress: Progress? = nil) {
    var groups = VectorGroups(vectors)
    var joins: [Join] = []
    joins.reserveCapacity(max(0, vectors.count - 1))
    var chain: [Int] = []
    while groups.count > 1 {
      if chain.isEmpty {
        chain.append(groups.first)
        groups.isInChain[chain[0]] = true
      }
      let top = chain[chain.count - 1]
      let before = chain.count > 1 ? chain[chain.count - 2] : nil
      let (nearest, height) = groups.nearest(to: top, preferring: before)
      guard nearest == before else {
        chain.append(nearest)
        groups.isInChain[nearest] = true
        continue
      }
      chain.removeLast(2)
      joins.append(Join(a: min(top, nearest), b: max(top, nearest), height: height))
      groups.join(top, into: nearest)
      progress?.add(1)
    }
    self.init(stations: vectors.stations, joins: joins)
  }
}

/// The groups that are left, as sums of vectors. A group goes by the place of one of its stations.
private struct VectorGroups: ~Copyable {
  private(set) var count: Int
  /// By place. The same two groups' products may differ by a rounding, so a member of the chain could seem nearer
  /// than those after it: it is not looked at again, but for the one before.
  var isInChain: [Bool]
  /// Those left are the first `count` rows, in any order.
  private var sums: Matrix
  private var places: [Int]
  private var sizes: [Double]
  private var rowOfPlace: [Int]
  private var products: [Double]

  init(_ vectors: borrowing StationVectors) {
    count = vectors.count
    sums = vectors.rows.copy()
    places = Array(0..<count)
    rowOfPlace = places
    sizes = [Double](repeating: 1, count: count)
    isInChain = [Bool](repeating: false, count: count)
    products = sizes
  }

  /// The first that is left.
  var first: Int { places[..<count].min()! }

  mutating func nearest(to top: Int, preferring before: Int?) -> (place: Int, distance: Double) {
    let row = rowOfPlace[top]
    multiplyRows(of: sums, 0..<count, byRow: row, into: &products)
    var best = (place: -1, similarity: -Double.infinity)
    if let before {
      let row = rowOfPlace[before]
      best = (before, products[row] / sizes[row])
    }
    let chosenBefore = before ?? -1
    for other in 0..<count where other != row {
      let similarity = products[other] / sizes[other]
      guard similarity >= best.similarity else { continue }
      let place = places[other]
      let isNearer = similarity > best.similarity || (best.place != chosenBefore && place < best.place)
      if isNearer && !isInChain[place] { best = (place, similarity) }
    }
    return (best.place, 1 - best.similarity / sizes[row])
  }

  mutating func join(_ a: Int, into b: Int) {
    let (rowA, rowB) = (rowOfPlace[a], rowOfPlace[b])
    sums.add(row: rowA, toRow: rowB)
    sizes[rowB] += sizes[rowA]
    (isInChain[a], isInChain[b]) = (false, false)
    // The last row takes the place of the one that is gone.
    count -= 1
    sums.copy(row: count, toRow: rowA)
    sizes[rowA] = sizes[count]
    places[rowA] = places[count]
    rowOfPlace[places[rowA]] = rowA
  }
}
