import LinearAlgebra

/// Numbers of so many decimals, as whole numbers r 10^decimals.
///
/// A proposal r~ with |r~ - r| <= e rounds as r does unless it lies within e of where rounding turns.
package struct Rounding: Equatable, Sendable {
  /// Digits after the point, 1 to 17.
  package let decimals: Int

  /// To so many digits after the point.
  package init(decimals: Int) {
    precondition(Self.range.contains(decimals))
    self.decimals = decimals
  }

  /// What `decimals` may be: 17 digits tell every double of 0.1 and more from the next.
  package static let range = 1...17

  /// As many as a matrix product proposes nearly all of: the most, up to 13, of which rounding turns within its error
  /// for at most 7 % of the numbers.
  package init(bins: Int) {
    let error = 2 * Proposal.productError(bins: bins)
    self.init(decimals: (1...13).last { error * PreciseNumber.powers[$0] <= 0.07 } ?? 1)
  }

  /// The greatest number, 1, as a whole one.
  package var one: Int64 { Int64(scale) }

  /// 10^decimals.
  package var scale: Double { PreciseNumber.powers[decimals] }

  /// How far a proposal times the scale may be from a whole number to be decided by it; below 0 where none can be.
  func reach(error: Double) -> Double {
    // To scale it costs another rounding.
    decimals <= 15 ? 0.5 - (error + 0x1p-53 * 1.01) * scale : -1
  }

  /// The whole number of a proposal; nil where it is farther than `reach`, as that of its error, from one.
  func whole(of proposal: Double, reach: Double) -> Int64? {
    let scaled = proposal * scale
    let whole = scaled.rounded()
    return (scaled - whole).magnitude <= reach ? Int64(whole) : nil
  }

  /// The double nearest to whole 10^-decimals; NaN of a missing number.
  package func double(_ whole: Int64) -> Double {
    guard whole != WholeMatrix.none else { return .nan }
    // Both are exact, so the quotient is rounded once.
    guard decimals > 15 else { return Double(whole) / scale }
    return RootRatio(product: Int(whole), squareA: Int(scale), squareB: Int(scale)).nearestDouble
  }
}

/// How far what a product of two rows proposes may be from r.
enum Proposal {
  /// (K + 6) 2^-53 for rows of K bins whose elements are rounded once, of norm 1.
  ///
  /// A product of K terms, in any order, with or without fused operations, is off by gamma(K) |x| |y|, gamma(K) =
  /// K u / (1 - K u) and u = 2^-53 (N. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1); the
  /// roundings of both rows add 2 u, and what is of second order is less than 4 u up to 10^7 bins.
  static func productError(bins: Int) -> Double { Double(bins + 6) * 0x1p-53 }

  /// The same, closer: what is of second order, and what elements are off beyond u, is less than 2^-20 of the first up to
  /// 10^7 bins.
  static func closeError(bins: Int) -> Double { Double(bins + 2) * 0x1p-53 * (1 + 0x1p-20) }
}
