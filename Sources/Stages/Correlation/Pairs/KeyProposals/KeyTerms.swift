import CCorrelation
import Glibc
import Probability
import Workers

/// The polynomials that `velibcorr_propose_keys` makes keys of, -log p, off by `error` at most.
///
/// With the score z^2 = -(hours - 2) log(1 - r^2), which of many hours is a standard normal, -log p - z^2 / 2 is a smooth
/// function of z and of the hours, small and slow. Below `leastHours` it is less so, and there are no proposals.
struct KeyTerms: Sendable {
  /// Classes x cells x VELIBCORR_KEY_TERMS.
  let terms: [Double]
  /// Bits of the least hours, shifted.
  let firstClass: Int64
  /// Of hours, and of z.
  let classes, cells: Int

  static let error = 4e-7
  static let leastHours = 3.0
  private static let shift = UInt64(VELIBCORR_HOUR_CLASSES_SHIFT)
  /// The greatest power of z for each power of the hours.
  private static let degrees = [6, 4, 3]

  /// For up to so many hours, and z up to `cells`. Throws `ThreadError`.
  init(hours most: Int, cells: Int, threads: Int) throws {
    let first = Self.leastHours.bitPattern >> Self.shift
    let classes = Int((max(Self.leastHours, Double(most)).bitPattern >> Self.shift) - first) + 1
    (firstClass, self.classes, self.cells) = (Int64(first), classes, cells)
    let threads = max(1, min(threads, classes))
    terms = try concurrently(threads) { thread in
      WorkSplit.part(thread, of: threads, count: classes).flatMap { number in
        (0..<cells).flatMap { Self.terms(class: first + UInt64(number), cell: $0) }
      }
    }.flatMap { $0 }
  }

  /// From the least hours of a class to those of the next.
  func hours(ofClass number: Int) -> ClosedRange<Double> {
    let first = UInt64(firstClass) + UInt64(number)
    return Double(bitPattern: first << Self.shift)...Double(bitPattern: (first + 1) << Self.shift)
  }

  private static func terms(class number: UInt64, cell: Int) -> [Double] {
    let least = Double(bitPattern: number << shift)
    let width = Double(bitPattern: (number + 1) << shift) - least
    let values = hourNodes.map { y in
      scoreNodes.map { x in value(z: Double(cell) + x / 2, hours: least + width * (y + 1) / 2) }
    }
    var terms = degrees.map { [Double](repeating: 0, count: $0 + 1) }
    for (hoursDegree, most) in degrees.enumerated() {
      for degree in 0...most {
        var coefficient = 0.0
        for (weight, row) in zip(hourWeights[hoursDegree], values) {
          coefficient += weight * zip(scoreWeights[degree], row).reduce(0) { $0 + $1.0 * $1.1 }
        }
        for (hoursPower, a) in polynomials[hoursDegree].enumerated() {
          for (power, b) in polynomials[degree].enumerated() where a * b != 0 {
            terms[hoursPower][power] += coefficient * a * b
          }
        }
      }
    }
    return terms.flatMap { $0 }
  }

  private static let scoreNodes = Chebyshev.nodes(degrees[0] + 1)
  private static let hourNodes = Chebyshev.nodes(degrees.count)
  private static let scoreWeights = Chebyshev.fromNodes(degrees[0] + 1)
  private static let hourWeights = Chebyshev.fromNodes(degrees.count)
  private static let polynomials = Chebyshev.polynomials(degrees[0] + 1)

  /// -log p - z^2 / 2; below z = 0, of which there is none, it goes on as smoothly.
  private static func value(z: Double, hours: Double) -> Double {
    let half = (hours - 2) / 2
    let exponent = z * z / (hours - 2)
    let square = -expm1(-exponent)
    let logarithm =
      square < 0.5
      ? Beta(0.5, half).logUpperTail(square) : Beta(half, 0.5).logLowerTail(exp(-exponent))
    return -(z < 0 ? log(2 - exp(logarithm)) : logarithm) - z * z / 2
  }
}
