import Probability

/// The order statistics of the trials of one configuration, all in the unit of the trials, seconds.
package struct TrialStatistics: Sendable, Equatable {
  /// Trials, at least one.
  package let count: Int
  /// The fastest trial.
  package let minimum: Double
  /// The middle value; the mean of the two in the middle when they are even in number.
  package let median: Double
  /// The value that 99 % of the trials do not exceed: the ceil(0.99 n)-th smallest. The maximum below 100 trials.
  package let p99: Double
  /// The slowest trial.
  package let maximum: Double
  /// The 95 % confidence interval of the median; none for fewer than six trials, which cannot give one.
  ///
  /// It supposes nothing of the distribution but independent trials: the number of trials below the true median is
  /// binomial(n, 1/2), so with l = the 2.5 % quantile of that the l-th smallest and the l-th greatest trial
  /// enclose it with a probability of at least 95 % (Conover, Practical Nonparametric Statistics, 1999, 3.2).
  package let interval: ClosedRange<Double>?
  /// Trials farther from the median than 14.826 times the median of such distances, ten standard deviations of a normal
  /// distribution (Iglewicz and Hoaglin's modified z-score, with hyperfine's limit): something else was going on.
  /// None where more than half of the trials are equal.
  package let outliers: Int
  private let sorted: [Double]

  /// - Parameter trials: at least one, none of them NaN, in any order.
  package init(_ trials: [Double]) {
    precondition(!trials.isEmpty && trials.allSatisfy { !$0.isNaN })
    let sorted = trials.sorted()
    let n = sorted.count
    count = n
    minimum = sorted[0]
    maximum = sorted[n - 1]
    median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2
    p99 = sorted[(99 * n + 99) / 100 - 1]
    self.sorted = sorted
    interval = Self.interval(sorted, confidence: 0.95)
    let middle = median
    let distances = sorted.map { ($0 - middle).magnitude }.sorted()
    let limit = 14.826 * (distances[(n - 1) / 2] + distances[n / 2]) / 2
    outliers = limit > 0 ? distances.count { $0 > limit } : 0
  }

  /// The interval of the median for another confidence, by the same order statistics; nil where there are too few
  /// trials.
  package func interval(confidence: Double) -> ClosedRange<Double>? {
    Self.interval(sorted, confidence: confidence)
  }

  private static func interval(_ sorted: [Double], confidence: Double) -> ClosedRange<Double>? {
    let l = Binomial(trials: sorted.count, probability: 0.5).quantile((1 - confidence) / 2)
    return l > 0 ? sorted[l - 1]...sorted[sorted.count - l] : nil
  }

  /// The width of the interval as a part of the median; infinite without an interval.
  package var relativeWidth: Double {
    guard let interval else { return .infinity }
    let width = interval.upperBound - interval.lowerBound
    return width == 0 ? 0 : width / median
  }
}
