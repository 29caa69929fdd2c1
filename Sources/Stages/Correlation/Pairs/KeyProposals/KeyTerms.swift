import CCorrelation
import Glibc
import Probability
import Workers

/// The polynomials that `velibcorr_propose_keys` makes keys of, -log p, off by `error` at most.
///
/// With z^2 = -(hours - 2) log(1 - r^2), which of many hours is a standard normal squared, -log p - z^2 / 2 is a smooth
/// function of z and of the hours, small and slow. The fewer hours the less slow, down to 2, where every r has p = 1 and z is
/// 0; but then it is smooth as a function of z / (hours - 2)^1/2, which is the score of few hours.
struct KeyTerms: Sendable {
  /// Classes x cells x VELIBCORR_KEY_TERMS.
  let terms: [Double]
  /// Bits of the least hours, shifted.
  let firstClass: Int64
  /// Of hours, and of scores.
  let classes, cells: Int

  static let error = 4.5e-7
  static let leastHours = 2.0
  private static let fewHours = Double(VELIBCORR_FEW_HOURS)
  private static let shift = UInt64(VELIBCORR_HOUR_CLASSES_SHIFT)
  /// The greatest power of the score for each power of the hours.
  private static let degrees = [6, 4, 3]

  /// For up to so many hours, and scores up to `cells`. Throws `ThreadError`.
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
      scoreNodes.map { x in value(score: Double(cell) + x / 2, hours: least + width * (y + 1) / 2) }
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

  /// -log p - z^2 / 2; below 0, where there is no score, it goes on as smoothly.
  private static func value(score: Double, hours: Double) -> Double {
    let half = (hours - 2) / 2
    let exponent = hours < fewHours ? score * score : score * score / (hours - 2)
    let square = -expm1(-exponent)
    let logarithm =
      square < 0.5
      ? Beta(0.5, half).logUpperTail(square) : Beta(half, 0.5).logLowerTail(exp(-exponent))
    return -(score < 0 ? log(2 - exp(logarithm)) : logarithm) - half * exponent
  }
}
