import LinearAlgebra

/// The Ledoit-Wolf estimate of a covariance matrix from few observations of many variables.
///
/// Of p variables there are n observations x_k, with each variable's mean taken off; S = sum_k x_k transpose(x_k) / n.
///
///     covariance = (1 - shrinkage) S + shrinkage mu I
///     mu         = trace(S) / p
///     shrinkage  = min(beta, delta) / delta
///     delta      = |S - mu I|^2 / p                       (Frobenius norm)
///     beta       = (sum_k |x_k|^4 / n - |S|^2) / (n p)
///
/// O. Ledoit, M. Wolf, A well-conditioned estimator for large-dimensional covariance matrices, Journal of Multivariate
/// Analysis 88 (2004) 365-411; the formulas as in scikit-learn's `LedoitWolf`. |S| is taken from the smaller of the
/// matrices of products, n x n or p x p, which have the same norm and the same eigenvalues other than 0.
package struct LedoitWolf: Equatable, Sendable {
  /// n, the bins.
  package let observations: Int
  /// p, the stations.
  package let variables: Int
  /// 0 (S alone) to 1 (a multiple of the identity).
  package let shrinkage: Double
  /// mu, the mean variance.
  package let meanVariance: Double
  /// Of the shrunk covariance.
  package let smallestEigenvalue: Double
  /// Of the shrunk covariance, as the smallest.
  package let largestEigenvalue: Double

  /// The ratio of the eigenvalues: infinite for a singular covariance.
  package var conditionNumber: Double { largestEigenvalue / smallestEigenvalue }

  /// Is the smallest eigenvalue 0 but for rounding? The bound is that of scikit-learn's `pinvh`.
  package var isSingular: Bool {
    smallestEigenvalue <= Double(variables) * Double.ulpOfOne * largestEigenvalue
  }

  /// `centred` is p x n: a row a variable, of mean 0. Neither may be 0.
  /// Throws `FactorisationError` where LAPACK finds no eigenvalues.
  package init(centred: borrowing Matrix) throws(FactorisationError) {
    let (p, n) = (centred.rows, centred.columns)
    precondition(p > 0 && n > 0)
    observations = n
    variables = p
    var total = 0.0
    var lengths = [Double](repeating: 0, count: n)
    for variable in 0..<p {
      total += unsafe centred.withRow(variable) { row in
        var sum = 0.0
        for k in 0..<n {
          let square = unsafe row[k] * row[k]
          sum += square
          lengths[k] += square
        }
        return sum
      }
    }
    let count = Double(n)
    let mu = total / count / Double(p)
    let gram = p < n ? gramOfRows(centred, scale: 1 / count) : gramOfColumns(centred, scale: 1 / count)
    let normOfS = Self.squareOfNorm(ofSymmetric: gram)
    let fourthPowers = lengths.reduce(0) { $0 + $1 * $1 } / count
    let delta = (normOfS - mu * mu * Double(p)) / Double(p)
    let beta = min((fourthPowers - normOfS) / (count * Double(p)), delta)
    // Of one variable, delta is 0 but for rounding. Of two observations, beta is.
    let shrinkage = p == 1 || beta == 0 ? 0 : min(max(beta / delta, 0), 1)

    let eigenvalues = try symmetricEigenvalues(gram)
    // With their means taken off, n observations span n - 1 dimensions at most.
    let least = p < n ? max(eigenvalues[0], 0) : 0
    meanVariance = mu
    self.shrinkage = shrinkage
    smallestEigenvalue = (1 - shrinkage) * least + shrinkage * mu
    largestEigenvalue = (1 - shrinkage) * eigenvalues[eigenvalues.count - 1] + shrinkage * mu
  }

  /// The upper triangle of the shrunk covariance, p x p. `centred` as it was for `init`.
  package func covariance(of centred: borrowing Matrix) -> Matrix {
    precondition(centred.rows == variables && centred.columns == observations)
    var covariance = gramOfRows(centred, scale: (1 - shrinkage) / Double(observations))
    for variable in 0..<variables { covariance[variable, variable] += shrinkage * meanVariance }
    return covariance
  }

  /// The sum of the squares of all elements, of which the upper triangle is given.
  private static func squareOfNorm(ofSymmetric upper: borrowing Matrix) -> Double {
    var sum = 0.0
    for i in 0..<upper.rows {
      sum += unsafe upper.withRow(i) { row in
        var beside = 0.0
        for j in i + 1..<row.count { unsafe beside += row[j] * row[j] }
        return unsafe row[i] * row[i] + 2 * beside
      }
    }
    return sum
  }
}
