import Compression
import LinearAlgebra

/// The correlations of all pairs of stations to 1/20,000, in an order of one's own: N (N - 1) bytes.
///
/// Each pair once, above the diagonal, row by row. |r| is cut off, not rounded: which multiple of 1/20,000 it has reached
/// is all that one needs to round it rightly, once, to any number of digits up to four.
@safe package final class RoundedCorrelations: @unchecked Sendable {
  /// What an r of 1 is kept as.
  package static let scale = 20_000
  /// Of a pair whose r is undefined.
  package static let undefined = Int16.min

  /// The number of stations.
  package let count: Int
  /// By number in the matrix; -1 of a station that is not shown.
  private let places: [Int]
  private let elements: UnsafeMutableBufferPointer<Int16>
  /// 1/20,000 of what tiles have for an r of 1.
  private let unit: Int64

  /// `order` has the number in the matrix of each place, each station once; tiles are to be of r of so many decimals.
  package convenience init(order: [Int], decimals: Int) {
    self.init(order: order, of: order.count, decimals: decimals)
    precondition(!places.contains(-1), "a station is missing")
  }

  /// Of a matrix of so many stations some, in an order of others: `order` has the number in the matrix of each place, nil of a
  /// station that the matrix lacks.
  package init(order: [Int?], of stations: Int, decimals: Int) {
    precondition(decimals > 4)
    unit = (4..<decimals - 1).reduce(5) { unit, _ in unit * 10 }
    count = order.count
    var places = [Int](repeating: -1, count: stations)
    for (place, station) in order.enumerated() { if let station { places[station] = place } }
    self.places = places
    unsafe elements = .allocate(capacity: Self.pairs(of: count))
    unsafe elements.initialize(repeating: Self.undefined)
  }

  deinit { unsafe elements.deallocate() }

  /// Pairs of so many stations, each once.
  package static func pairs(of count: Int) -> Int { count * max(0, count - 1) / 2 }

  /// By places, in units of 1/20,000; nil where r is undefined. On the diagonal there is nothing.
  package subscript(a: Int, b: Int) -> Int? {
    precondition(a != b)
    let value = unsafe elements[index(min(a, b), max(a, b))]
    return value == Self.undefined ? nil : Int(value)
  }

  private func index(_ a: Int, _ b: Int) -> Int { Self.index(a, b, of: count) }

  /// Where a pair is among those of so many stations, `a` < `b`.
  static func index(_ a: Int, _ b: Int, of count: Int) -> Int { a * (2 * count - a - 1) / 2 + b - a - 1 }

  /// Enters the pairs of a tile on or above the diagonal, of whole numbers r 10^d. Threads may enter different
  /// tiles at the same time.
  package func enter(_ tile: borrowing WholeMatrix, rows: Range<Int>, columns: Range<Int>) {
    for row in rows {
      let a = places[row]
      guard a >= 0 else { continue }
      unsafe tile.withRow(row - rows.lowerBound) { values in
        for column in max(row + 1, columns.lowerBound)..<max(row + 1, columns.upperBound) {
          let whole = unsafe values[column - columns.lowerBound]
          let b = places[column]
          guard b >= 0 else { continue }
          unsafe elements[index(min(a, b), max(a, b))] =
            whole == WholeMatrix.none ? Self.undefined : Int16(whole / unit)
        }
      }
    }
  }

  /// All pairs as a browser unpacks them: see `PackedNumbers`.
  package func packed() -> [UInt8] { unsafe PackedNumbers.pack(UnsafeBufferPointer(elements)) }
}
