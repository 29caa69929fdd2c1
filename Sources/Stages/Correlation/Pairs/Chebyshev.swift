import Glibc

/// Interpolation on -1 ... 1 at Chebyshev's nodes (L. N. Trefethen, Approximation Theory and Approximation Practice, 2013).
enum Chebyshev {
  /// So many.
  static func nodes(_ count: Int) -> [Double] {
    (0..<count).map { cos((Double($0) + 0.5) * .pi / Double(count)) }
  }

  /// By degree: what values at so many nodes are multiplied by for the coefficient of that of Chebyshev's polynomials.
  static func fromNodes(_ count: Int) -> [[Double]] {
    let step = Double.pi / Double(count)
    return (0..<count).map { degree -> [Double] in
      let scale = (degree == 0 ? 1.0 : 2.0) / Double(count)
      return (0..<count).map { scale * cos(Double(degree) * (Double($0) + 0.5) * step) }
    }
  }

  /// The coefficients of so many of his polynomials, at least two, the lowest power first: T(n + 1) = 2 x T(n) - T(n - 1).
  static func polynomials(_ count: Int) -> [[Double]] {
    (2..<max(2, count)).reduce(into: [[1], [0, 1]]) { polynomials, degree in
      let (last, before) = (polynomials[degree - 1], polynomials[degree - 2])
      polynomials.append(
        ([0] + last.map { 2 * $0 }).enumerated().map { $1 - ($0 < before.count ? before[$0] : 0) })
    }
  }
}
