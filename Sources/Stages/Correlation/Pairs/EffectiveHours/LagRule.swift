/// How the hours of profiles depend on one another: what autocorrelations weigh, and what effective hours follow from them.
///
/// Days and weeks begin anew, so that hour 23 is beside hour 0; a series does not.
package enum LagRule: Equatable, Sendable {
  /// Lags up to half of the bins stand for those beyond, too.
  case circular
  /// Lags up to a fifth of the bins.
  case series

  /// The greatest lag of so many bins.
  func lags(bins: Int) -> Int { self == .circular ? bins / 2 : bins / 5 }

  /// The weight of a lag in `sum`, as a whole number of units.
  func weight(_ lag: Int, bins: Int) -> Int {
    switch self {
    case .circular: 2 * lag == bins ? 1 : 2
    case .series: 2 * (bins - lag)
    }
  }

  /// Units of a weight of 1.
  func unit(bins: Int) -> Int { self == .circular ? 1 : bins }

  /// Effective hours of two profiles with `common` of so many bins in common, before they are rounded.
  ///
  /// `sum` is 1 + the sum over all lags k of weight(k) rho_a(k) rho_b(k). Of complete days and weeks sum / K is the mean
  /// of r^2 over all K circular shifts of one profile, as if that were 1 / (hours - 1) of independent ones:
  /// 1 + K / sum; with missing bins, 1 + (n - 1) (that - 1) / (K - 1). Of a series n / sum, at least 3 (M. Bartlett,
  /// 1935; B. Pyper and R. Peterman, 1998). At most n, and n where the sum is not above 0.
  @inline(__always)
  func hours(sum: Double, common n: Double, bins: Double) -> Double {
    guard sum > 0 else { return n }
    switch self {
    case .circular: return min(n, 1 + (n - 1) * bins / ((bins - 1) * sum))
    case .series: return min(n, max(3, n / sum))
    }
  }
}
