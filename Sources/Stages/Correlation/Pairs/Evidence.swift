import Glibc

/// What, beside r, the significance of a correlation follows from.
package enum Evidence: Equatable, Sendable {
  /// Pearson's and Spearman's r are judged by the number of common bins alone.
  case commonBins(Int)
  /// Kendall's S is judged by its variance, which depends on ties.
  case concordance(Concordance)
  /// r is judged by so many effective hours.
  case hours(Double)
  /// S is judged by its variance, as if of so many effective hours.
  case score(Concordance, hours: Double)
  /// r of a few bins is judged by how many orders of them have one as great.
  case exact(p: Double)
}

/// How far two profiles agree in the order of their common bins: what the variance of Kendall's S is made of.
package struct Concordance: Equatable, Sendable {
  /// Bins that both profiles have: n.
  package let commonBins: Int
  /// S: concordant pairs of bins less discordant ones.
  package let score: Int
  /// Ties of either profile over the common bins.
  package let tiesA, tiesB: TieSums

  /// S as a standard normal.
  var z: Double { Significance.z(s: Double(score), n: commonBins, ties: tiesA, tiesB) }

  /// As if of so many bins.
  func z(hours: Double) -> Double { z * (hours / Double(commonBins)).squareRoot() }
}

extension Evidence {
  /// The two-sided p-value of r: see `Significance`.
  package func p(of r: Double) -> Double {
    switch self {
    case .commonBins(let bins): Significance.p(ofCorrelation: r, bins: bins)
    case .concordance(let concordance): Significance.p(ofZ: concordance.z)
    case .hours(let hours): Significance.p(ofCorrelation: r, hours: hours)
    case .score(let concordance, let hours): Significance.p(ofZ: concordance.z(hours: hours))
    case .exact(let p): p
    }
  }
}

/// What puts all pairs of a matrix in the order of their p, for `FalseDiscovery`: the greater a key, the smaller p.
package enum KeyScale: Equatable, Sendable {
  /// The key is |r|, as all pairs have so many bins in common.
  case magnitude(bins: Int)
  /// The key is -log p.
  case logarithm
  /// The same, of effective hours: p is hardly ever very small.
  case effective
  /// The key is |z| of a standard normal.
  case normal

  /// The two-sided p of a pair with this key.
  package func p(ofKey key: Double) -> Double {
    switch self {
    case .magnitude(let bins): Significance.p(ofCorrelation: key, bins: bins)
    case .logarithm, .effective: exp(-key)
    case .normal: Significance.p(ofZ: key)
    }
  }

  /// The key of a pair with this r. `evidence` is of the same tiles as the scale.
  package func key(of r: Double, _ evidence: Evidence) -> Double {
    switch (self, evidence) {
    case (.magnitude, _): r.magnitude
    case (.normal, .concordance(let concordance)): concordance.z.magnitude
    case (.normal, .score(let concordance, let hours)): concordance.z(hours: hours).magnitude
    default: -log(evidence.p(of: r))
    }
  }

  /// Beyond it p is 0, or keys are; as `FalseDiscovery.Sweep` wants it.
  package var span: Double {
    switch self {
    case .magnitude: 1
    case .logarithm: 1024
    case .effective: 64
    case .normal: 64
    }
  }
}
