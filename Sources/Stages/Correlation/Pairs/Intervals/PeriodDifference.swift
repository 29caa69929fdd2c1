import Glibc
import Probability

/// What the r of two stations in two periods differs by: Welch's t of artanh r, whose standard errors are those of days.
///
///     t = (theta_2 - theta_1) / sqrt(se_1^2 + se_2^2)       D_1 + D_2 - 2 degrees of freedom
package struct PeriodDifference: Equatable, Sendable {
  /// Above 0 where r is greater in the second period.
  package let t: Double
  /// Two-sided.
  package let p: Double

  /// Of a pair whose t and p are known.
  package init(t: Double, p: Double) { (self.t, self.p) = (t, p) }

  /// The key by which pairs are in the order of their p: -log p.
  package var key: Double { -log(p) }

  /// The p of a key.
  package static func p(ofKey key: Double) -> Double { exp(-key) }

  /// Of theta and what days make of it, in either period; nil where one has no interval, or days make no difference in either.
  package init?(_ first: (theta: Double, moments: DayMoments), _ second: (theta: Double, moments: DayMoments))
  {
    let days = (first.moments.count, second.moments.count)
    guard min(days.0, days.1) >= DayIntervalRule.fewestDays else { return nil }
    let (a, b) = (first.moments.standardError, second.moments.standardError)
    let error = (a * a + b * b).squareRoot()
    let difference = second.theta - first.theta
    guard error > 0, error.isFinite, !difference.isNaN else { return nil }
    t = difference / error
    p = 2 * StudentT(freedom: Double(days.0 + days.1 - 2)).upperTail(abs(t))
  }
}
