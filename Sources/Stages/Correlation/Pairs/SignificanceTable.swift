import Glibc
import Probability
import Workers

/// -log p of very many correlations of effective hours, some twenty times as fast as by `Significance`.
///
/// For each of the numbers of hours that there are, of 12 significant bits, log p - (hours / 2 - 1) log(1 - |r|) is so
/// smooth a function of |r| that a polynomial of degree 10 in each quarter of 0 ... 1 (a twelfth, of many hours) is it to
/// some 1e-13.
final class SignificanceTable: Sendable {
  /// Parts of 0 ... 1.
  private let cells: Int
  private static let terms = 11
  /// For the terms of a part.
  private static let room = 12
  /// Hours differ in these bits.
  private static let shift = UInt64(41)
  private static let first = (2.0).bitPattern >> shift

  /// By number of hours and part: coefficients, the lowest power first.
  private let coefficients: [Double]

  /// With more hours than these, tables take more time than they save.
  static let mostHours = 256

  /// For up to so many hours. Throws `ThreadError`.
  init(hours most: Int, threads: Int) throws {
    let count = Int(Double(max(2, most)).bitPattern >> Self.shift - Self.first) + 1
    let threads = max(1, min(threads, count))
    let cells = most <= 32 ? 4 : 12
    self.cells = cells
    coefficients = try concurrently(threads) { thread in
      WorkSplit.part(thread, of: threads, count: count).flatMap { number in
        Self.coefficients(
          hours: Double(bitPattern: (UInt64(number) + Self.first) << Self.shift), cells: cells)
      }
    }.flatMap { $0 }
  }

  /// -log p of r, of hours of 12 significant bits.
  @inline(__always)
  func key(of r: Double, hours: Double) -> Double {
    guard hours > 2 else { return 0 }
    let magnitude = r.magnitude
    guard magnitude < 1 else { return .infinity }
    let scaled = magnitude * Double(cells)
    let cell = Int(scaled)
    let x = 2 * (scaled - Double(cell)) - 1
    let row = Int(hours.bitPattern >> Self.shift - Self.first)
    let smooth = unsafe coefficients.withUnsafeBufferPointer {
      unsafe Self.value($0.baseAddress! + (row * cells + cell) * Self.room, at: x)
    }
    return max(0, smooth - (hours / 2 - 1) * log(1 - magnitude))
  }

  /// A polynomial, by pairs of terms, which do not wait for one another (G. Estrin, 1960).
  @inline(__always)
  private static func value(_ c: UnsafePointer<Double>, at x: Double) -> Double {
    let (x2, x4) = (x * x, (x * x) * (x * x))
    let low = unsafe (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2
    let middle = unsafe (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2
    let high = unsafe (c[8] + c[9] * x) + c[10] * x2
    return low + (middle + high * x4) * x4
  }

  /// Of all parts, for one number of hours.
  private static func coefficients(hours: Double, cells: Int) -> [Double] {
    guard hours > 2 else { return [Double](repeating: 0, count: cells * room) }
    let half = (hours - 2) / 2
    return (0..<cells).flatMap { cell in
      let values = nodes.map { node in
        let r = (Double(cell) + (node + 1) / 2) / Double(cells)
        let logarithm =
          r * r < 0.5
          ? Beta(0.5, half).logUpperTail(r * r) : Beta(half, 0.5).logLowerTail((1 - r) * (1 + r))
        return half * log1p(-r) - logarithm
      }
      return fromNodes.map { row in zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } } + [0]
    }
  }

  private static let nodes = Chebyshev.nodes(terms)

  /// What takes values at the nodes to coefficients, the lowest power first.
  private static let fromNodes: [[Double]] = {
    var rows = [[Double]](repeating: [Double](repeating: 0, count: terms), count: terms)
    for (polynomial, weights) in zip(Chebyshev.polynomials(terms), Chebyshev.fromNodes(terms)) {
      for (power, coefficient) in polynomial.enumerated() {
        for node in 0..<terms { rows[power][node] += weights[node] * coefficient }
      }
    }
    return rows
  }()
}
