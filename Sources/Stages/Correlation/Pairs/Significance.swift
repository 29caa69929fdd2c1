import Glibc
import Probability

/// Two-sided p-values of single pairs: how often independent profiles would correlate as strongly.
///
/// Of `EffectiveHours` they are rather too great than too small. Of all common bins, as if each hour were independent of
/// the next, they are far too small: they rank pairs, they are no probabilities to be believed.
package enum Significance {
  /// p of Pearson's r, or of Spearman's, over n common bins: the t distribution with n - 2 degrees of
  /// freedom, p = I_{1 - r^2}((n - 2) / 2, 1 / 2), the regularised incomplete beta function (`pbeta` of
  /// R's mathematics library, after Didonato and Morris 1992).
  ///
  /// Relative error below 4e-13 down to p = 1e-300, for n up to a million. 1 for n = 2, 0 for
  /// |r| >= 1 and n > 2; NaN for NaN.
  package static func p(ofCorrelation r: Double, bins n: Int) -> Double {
    precondition(n >= 2, "a correlation needs two bins")
    return p(ofCorrelation: r, hours: Double(n))
  }

  /// The same of effective hours, which may be a fraction; 1 for 2 and fewer.
  package static func p(ofCorrelation r: Double, hours: Double) -> Double {
    guard hours > 2 else { return r.isNaN ? .nan : 1 }
    guard r.magnitude < 1 else { return r.isNaN ? .nan : 0 }
    let half = (hours - 2) / 2
    // Of r^2 and 1 - r^2 the one that is small keeps its digits.
    return r * r < 0.5
      ? Beta(0.5, half).upperTail(r * r)
      : Beta(half, 0.5).lowerTail((1 - r) * (1 + r))
  }

  /// p of a standard normal z: erfc(|z| / sqrt 2).
  package static func p(ofZ z: Double) -> Double { erfc(z.magnitude * 0.5.squareRoot()) }

  /// The normal score of Kendall's S (concordant less discordant pairs of bins) over n common bins, by
  /// the variance that allows for ties in both profiles; `p(ofZ:)` of it is tau-b's asymptotic p.
  ///
  ///     var S = (n (n - 1)(2n + 5) - sum t (t - 1)(2t + 5) - sum u (u - 1)(2u + 5)) / 18
  ///           + sum t (t - 1) sum u (u - 1) / (2 n (n - 1))
  ///           + sum t (t - 1)(t - 2) sum u (u - 1)(u - 2) / (9 n (n - 1)(n - 2))
  ///
  /// with t, u the sizes of the groups of equal values (Kendall, Rank Correlation Methods, 1970; as
  /// `scipy.stats.kendalltau(method="asymptotic")`). NaN where a profile is constant.
  package static func z(s: Double, n: Int, ties a: TieSums, _ b: TieSums) -> Double {
    let pairs = n * (n - 1)
    guard n >= 2, a.pairs < pairs, b.pairs < pairs else { return .nan }
    var variance = Double(pairs * (2 * n + 5) - a.weighted - b.weighted) / 18
    variance += Double(a.pairs) * Double(b.pairs) / Double(2 * pairs)
    if n > 2 { variance += Double(a.triples) * Double(b.triples) / Double(9 * pairs * (n - 2)) }
    return s / variance.squareRoot()
  }
}
