import Correlation
import LinearAlgebra
import Rendering

/// Sums of r by distance, as whole numbers: of any order of pairs, ranks and threads the same.
struct DistanceSums: Sendable {
  /// Where classes begin, in metres; beyond the last no two places on Earth are.
  static let bounds = [0, 150, 300, 600, 1_200, 2_500] + (0..<13).map { 5_000 << $0 }

  /// Decimals of r in the sums, which are below 2^63 up to 2^32 pairs.
  static let rounding = Rounding(decimals: 9)

  /// Of a class: pairs, those of r below 0, the sum of r, and that of r^2 in two parts, the lower of 30 bits.
  private static let width = 5
  private static let lowBits = 30
  private(set) var figures: [Int64]

  init() { figures = [Int64](repeating: 0, count: (Self.bounds.count - 1) * Self.width) }
  /// Of `figures`.
  init(_ figures: [Int64]) { self.figures = figures }

  /// Adds those of other pairs.
  mutating func add(_ other: [Int64]) { for place in figures.indices { figures[place] += other[place] } }

  /// Adds a tile's pairs that have an r and a distance.
  mutating func add(_ wholes: borrowing WholeMatrix, _ place: TilePlace, _ stations: ListedStations) {
    for (row, a) in place.rows.enumerated() {
      for (column, b) in place.columns.enumerated() where a < b {
        let whole = wholes[row, column]
        guard whole != WholeMatrix.none, let metres = stations.metres(a, b) else { continue }
        add(whole, metres: metres)
      }
    }
  }

  private mutating func add(_ whole: Int64, metres: Double) {
    let number = Self.bounds.lastIndex { Double($0) <= metres } ?? 0
    let first = min(number, Self.bounds.count - 2) * Self.width
    let square = whole * whole
    figures[first] += 1
    if whole < 0 { figures[first + 1] += 1 }
    figures[first + 2] += whole
    figures[first + 3] += square >> Self.lowBits
    figures[first + 4] += square & (1 << Self.lowBits - 1)
  }

  /// Of the classes up to the last that has a pair.
  var rows: [DecayCSV.Row] {
    let last = (0..<Self.bounds.count - 1).last { figures[$0 * Self.width] > 0 } ?? -1
    return (0..<last + 1).map { number in
      let own = Array(figures[(number * Self.width)..<(number + 1) * Self.width])
      let (count, sum) = (Int128(own[0]), Int128(own[2]))
      let squares = Int128(own[3]) << Self.lowBits + Int128(own[4])
      // Exact up to the division.
      let scatter = count * squares - sum * sum
      let scale = Self.rounding.scale
      return DecayCSV.Row(
        from: Self.bounds[number], to: Self.bounds[number + 1], pairs: Int(count), negative: Int(own[1]),
        mean: count > 0 ? Double(sum) / Double(count) / scale : nil,
        deviation: count > 1
          ? (Double(scatter) / Double(count * (count - 1))).squareRoot() / scale : nil)
    }
  }
}
