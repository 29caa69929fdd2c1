import LinearAlgebra
import Workers

/// Stations as vectors of whole numbers whose inner products are their r, in the memory of their profiles: 8 N K bytes,
/// for networks whose pairs are too many to be kept.
///
/// Elements are those of vectors of norm 1 times 2^q, rounded to whole numbers; the distance 1 - r of two stations is
/// |x - y|^2 / 2 of their vectors. Products by BLAS are proposals: what is compared is exact, whatever they are.
package struct StationVectors: PairDistances, ~Copyable, Sendable {
  /// The stations by their numbers in the matrix, rising.
  package let stations: [Int]
  /// Stations x coordinates: whole numbers.
  let rows: Matrix
  /// 2^q is what an element of 1 became.
  let bits: Int
  /// By place: the sum of the squares of a vector.
  let squares: [UInt128]
  /// How far the sums of squares are from 2^(2 q) at most, relative to it.
  let deviation: Double

  /// `vector` fills the row of a station, given by its number in the matrix, with a vector of norm 1.
  init(
    stations: [Int], coordinates: Int, vector: (_ station: Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    let bits = Self.bits(of: stations.count)
    var rows = Matrix(rows: stations.count, columns: coordinates)
    var (squares, deviation): ([UInt128], Double) = ([], 0)
    for (row, station) in stations.enumerated() {
      unsafe rows.withMutableRow(row) { row in
        unsafe vector(station, row)
        for k in row.indices { unsafe row[k] = (row[k] * Double(1 << bits)).rounded() }
      }
      let square = rows.wholeProduct(ofRow: row, by: rows, row)
      squares.append(UInt128(square))
      deviation = max(deviation, abs(Double(square) / Double(UInt128(1) << (2 * bits)) - 1))
    }
    self.stations = stations
    self.rows = rows
    self.bits = bits
    self.squares = squares
    // The quotient is rounded.
    self.deviation = deviation + 0x1p-50
  }

  /// The most for which sums of vectors are exact doubles and fractions of distances are compared in 128 bits: of N
  /// stations, N 2^q < 2^53, and N^4 / 16 pairs of pairs of distances up to 4 2^(2 q) each. r is then good to some
  /// 2^-q; more than 2^-45 is not asked for.
  private static func bits(of count: Int) -> Int {
    let width = Int.bitWidth - count.leadingZeroBitCount
    let bits = min(45, 53 - width, 64 - 2 * width)
    precondition(bits > 0, "too many stations")
    return bits
  }

  /// Memory that a tree and a picture of so many take, at most: the vectors, and groups' sums or a copy in order.
  package static func bytes(of count: Int, coordinates: Int) -> Int {
    2 * count * coordinates * MemoryLayout<Double>.stride
  }

  /// Distances are |x - y|^2, twice 2^(2 q) for 1.
  package var unit: DistanceUnit { DistanceUnit(divisor: 1, shift: 2 * bits + 1) }

  /// |x - y|^2.
  package func distance(_ a: Int, _ b: Int) -> UInt128 {
    UInt128(Int128(squares[a] + squares[b]) - 2 * rows.wholeProduct(ofRow: a, by: rows, b))
  }

  /// A station's distances from the stations of a group follow from its product with the sum of their vectors.
  package func sums(
    of places: Range<Int>, labels: [Int], groups: Int, progress: Progress?
  ) -> [[UInt128]] {
    var totals = Matrix(rows: groups, columns: rows.columns)
    var sizes = [UInt128](repeating: 0, count: groups)
    var totalSquares = sizes
    for (place, label) in labels.enumerated() {
      totals.add(row: place, of: rows, toRow: label)
      sizes[label] += 1
      totalSquares[label] += squares[place]
    }
    var sums: [[UInt128]] = []
    for place in places {
      sums.append(
        (0..<groups).map { group in
          let product = rows.wholeProduct(ofRow: place, by: totals, group)
          return UInt128(Int128(sizes[group] * squares[place] + totalSquares[group]) - 2 * product)
        })
      progress?.add(1)
    }
    return sums
  }

  /// Of r in pictures: few products lie within their error of where rounding turns.
  private static let blockRounding = Rounding(decimals: 9)

  /// Gives r of nine decimals. Products by BLAS propose; those that are too near to where rounding turns are made in
  /// whole numbers. Needs a copy of all vectors.
  package func forEachBlock(
    of order: [Int], rows count: Int, _ body: (_ places: Range<Int>, _ r: borrowing Matrix) -> Void
  ) {
    let (rounding, one) = (Self.blockRounding, Self.blockRounding.one)
    let reach = rounding.reach(error: Proposal.productError(bins: rows.columns) * (1 + deviation))
    var ordered = Matrix(rows: order.count, columns: rows.columns)
    for (row, place) in order.enumerated() {
      ordered.add(row: place, of: rows, toRow: row)
      unsafe ordered.withMutableRow(row) { row in
        for k in row.indices { unsafe row[k] /= Double(1 << bits) }
      }
    }
    var doubtful = [UInt32](repeating: 0, count: order.count)
    var wholes = WholeMatrix(rows: min(count, order.count), columns: order.count)
    for places in Blocks(order.count, of: count) {
      let (start, columns) = (places.lowerBound, order.count - places.lowerBound)
      var r = Matrix(rows: places.count, columns: columns)
      multiplyRows(of: ordered, places, by: ordered, start..<order.count, into: &r)
      for row in 0..<r.rows {
        wholes.round(
          row: row, columns: row..<columns, of: r, scale: rounding.scale, reach: reach, places: &doubtful
        ) { column, _ in wholeR(order[start + row], order[start + column], rounding) }
        unsafe wholes.withRow(row) { wholes in
          unsafe r.withMutableRow(row) { r in
            for column in row..<columns {
              unsafe r[column] = Double(min(max(wholes[column], -one), one)) / rounding.scale
            }
          }
        }
      }
      body(places, r)
    }
  }

  /// The whole number nearest to the product of two vectors of norm 1 times 10^d.
  private func wholeR(_ a: Int, _ b: Int, _ rounding: Rounding) -> Int64 {
    let twice = 2 * Int128(rounding.one) * rows.wholeProduct(ofRow: a, by: rows, b)
    return Int64((twice + (Int128(1) << (2 * bits))) >> (2 * bits + 1))
  }
}

extension Matrix {
  /// The inner product of a row and one of another matrix, both of whole numbers below 2^53.
  func wholeProduct(ofRow row: Int, by other: borrowing Matrix, _ otherRow: Int) -> Int128 {
    precondition(columns == other.columns)
    return unsafe withRow(row) { a in
      unsafe other.withRow(otherRow) { b in
        var sum: Int128 = 0
        for k in 0..<columns { unsafe sum &+= Int128(Int64(a[k])) &* Int128(Int64(b[k])) }
        return sum
      }
    }
  }
}
