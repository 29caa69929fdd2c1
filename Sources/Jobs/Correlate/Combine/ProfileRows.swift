import LinearAlgebra

/// All stations' profiles as correlations are made of them: stations x bins.
enum ProfileRows: ~Copyable {
  /// NaN where a station has no record in a bin.
  case means(Matrix)
  /// As Pearson's r wants them, with the norm of each before it was scaled, and with what their elements lack, if there
  /// is room for that. No bin is missing.
  case standardised(Matrix, norms: [Double], rests: Matrix)

  /// The means; they must have been wanted.
  func withMeans<R>(_ body: (borrowing Matrix) throws -> R) rethrows -> R {
    switch self {
    case .means(let means): try body(means)
    case .standardised: preconditionFailure("the means are standardised")
    }
  }

  /// The means, where some bin may be missing.
  func withMissingBins(_ body: (borrowing Matrix) throws -> Void) rethrows {
    switch self {
    case .means(let means): try body(means)
    case .standardised: break
    }
  }
}
