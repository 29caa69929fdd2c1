import LinearAlgebra

/// Groups of stations as sums of their vectors, whole numbers: the distances |x - y|^2 of all pairs of two groups of n
/// and m stations add up to m Q + n R - 2 A . B, with their sums A and B, and Q and R the sums of their squares.
struct VectorGroups: JoinedGroups, ~Copyable {
  let count: Int
  /// Those left and some that are gone, by rising place: the first `rows` rows.
  private var sums: Matrix
  private var rows: Int
  private var left: Int
  /// By row; the size of one that is gone is 0, its inverse NaN, as that of three after the last.
  private var squares: [UInt128]
  private var sizes: [Int]
  private var inverses: [Double]
  private var places: [Int]
  private var rowOfPlace: [Int]
  private var products: [Double]
  /// How much less than the greatest product a station may have that is the nearest, of a group of one.
  private let slack: Double

  init(_ vectors: borrowing StationVectors) {
    count = vectors.count
    sums = vectors.rows.copy()
    (rows, left) = (count, count)
    squares = vectors.squares
    sizes = [Int](repeating: 1, count: count)
    inverses = [Double](repeating: 1, count: count) + [.nan, .nan, .nan]
    places = Array(0..<count)
    rowOfPlace = places
    products = [Double](repeating: 0, count: count + 3)
    // A product divided by a size is off by (K + 8) u 2^(2 q) for each station of the other group, both of a comparison
    // are; and squares differ.
    let error = Proposal.productError(bins: vectors.rows.columns + 2)
    slack = 1.01 * (2 * error + vectors.deviation) * Double(UInt128(1) << (2 * vectors.bits))
  }

  /// The mean distance from a group is least where A . B / |B| is greatest, but for what rounding and squares change.
  /// Those that come near to the greatest are compared exactly.
  mutating func nearest(after place: Int) -> Neighbour? {
    let row = rowOfPlace[place]
    var nearest: Neighbour?
    for other in similar(to: row) {
      let distance = distance(row, other)
      if nearest.map({ distance < $0.distance }) ?? true {
        nearest = Neighbour(place: places[other], distance: distance)
      }
      // Of equal profiles there may be many.
      if distance.sum == 0 { break }
    }
    return nearest
  }

  /// The rows after one among which the nearest are, rising.
  private mutating func similar(to row: Int) -> [Int] {
    multiplyRows(of: sums, row + 1..<rows, byRow: row, into: &products)
    let (later, slack) = (rows - row - 1, slack * Double(sizes[row]))
    var similar: [Int] = []
    unsafe products.withUnsafeMutableBytes { products in
      unsafe inverses.withUnsafeBytes { inverses in
        // Four at a time; what stands after the last row is not looked at, as its inverse is NaN.
        let stride = MemoryLayout<Double>.stride
        var greatest = Four(repeating: -.infinity)
        for start in Swift.stride(from: 0, to: later, by: 4) {
          let inverse = unsafe inverses.loadUnaligned(
            fromByteOffset: (row + 1 + start) * stride, as: Four.self)
          let four = unsafe products.loadUnaligned(fromByteOffset: start * stride, as: Four.self) * inverse
          unsafe products.storeBytes(of: four, toByteOffset: start * stride, as: Four.self)
          greatest.replace(with: four, where: four .> greatest)
        }
        let bar = greatest.max() - slack
        for start in Swift.stride(from: 0, to: later, by: 4) {
          let four = unsafe products.loadUnaligned(fromByteOffset: start * stride, as: Four.self)
          guard any(four .>= bar) else { continue }
          for i in 0..<4 where four[i] >= bar { similar.append(row + 1 + start + i) }
        }
      }
    }
    return similar
  }

  private typealias Four = SIMD4<Double>

  private func distance(_ a: Int, _ b: Int) -> MeanDistance {
    let squares = UInt128(sizes[b]) * squares[a] + UInt128(sizes[a]) * squares[b]
    let sum = UInt128(Int128(squares) - 2 * sums.wholeProduct(ofRow: a, by: sums, b))
    return MeanDistance(sum: sum, pairs: sizes[a] * sizes[b])
  }

  mutating func join(_ a: Int, _ b: Int) {
    let (rowA, rowB) = (rowOfPlace[a], rowOfPlace[b])
    sums.add(row: rowB, toRow: rowA)
    squares[rowA] += squares[rowB]
    sizes[rowA] += sizes[rowB]
    inverses[rowA] = 1 / Double(sizes[rowA])
    (sizes[rowB], inverses[rowB]) = (0, .nan)
    left -= 1
    // Rows that are gone cost time, and moving the others too.
    if left * 8 < rows * 7 { close() }
  }

  /// Moves the rows that are left together.
  private mutating func close() {
    var next = 0
    for row in 0..<rows where sizes[row] > 0 {
      sums.copy(row: row, toRow: next)
      (squares[next], sizes[next], inverses[next]) = (squares[row], sizes[row], inverses[row])
      places[next] = places[row]
      rowOfPlace[places[next]] = next
      next += 1
    }
    for row in next..<rows { inverses[row] = .nan }
    rows = next
  }
}
