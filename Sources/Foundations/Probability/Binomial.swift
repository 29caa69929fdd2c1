import CRMath

/// The binomial distribution: the number of heads in `trials` throws of a coin that shows them with this probability.
package struct Binomial: Sendable {
  private let (trials, probability): (Double, Double)

  /// The distribution for so many throws, each with this probability, 0 ... 1.
  package init(trials: Int, probability: Double) {
    (self.trials, self.probability) = (Double(trials), probability)
  }

  /// The least k with P(X <= k) >= p (`qbinom`).
  package func quantile(_ p: Double) -> Int { Int(qbinom(p, trials, probability, 1, 0)) }
}
