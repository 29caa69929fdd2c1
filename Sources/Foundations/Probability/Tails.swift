import CRMath

/// Probability distributions, by R's mathematics library. Tails keep their digits: neither is made of one less the other.

/// The beta distribution with shapes a and b, both above zero.
package struct Beta: Sendable {
  private let (a, b): (Double, Double)

  package init(_ a: Double, _ b: Double) { (self.a, self.b) = (a, b) }

  /// P(X <= x), the regularised incomplete beta function I_x(a, b) (`pbeta`, after Didonato and Morris 1992).
  package func lowerTail(_ x: Double) -> Double { pbeta(x, a, b, 1, 0) }

  /// P(X > x).
  package func upperTail(_ x: Double) -> Double { pbeta(x, a, b, 0, 0) }
}

/// The standard normal distribution.
package enum Normal {
  /// P(Z > z) (`pnorm5`).
  package static func upperTail(_ z: Double) -> Double { pnorm5(z, 0, 1, 0, 0) }
}

/// The number of heads in `trials` throws of a coin that shows it with this probability.
package struct Binomial: Sendable {
  private let (trials, probability): (Double, Double)

  package init(trials: Int, probability: Double) {
    (self.trials, self.probability) = (Double(trials), probability)
  }

  /// The least k with P(X <= k) >= p (`qbinom`).
  package func quantile(_ p: Double) -> Int { Int(qbinom(p, trials, probability, 1, 0)) }
}
