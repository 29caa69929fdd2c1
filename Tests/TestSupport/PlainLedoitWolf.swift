/// What partial correlations are held against, as simply as possible: shrinkage by the definitions of Ledoit and Wolf
/// (2004), with every deviation written out, and the inverse by Gauss-Jordan elimination.
package struct PlainLedoitWolf {
  package let shrinkage: Double
  package let covariance: [[Double]]

  /// A row a variable, a column an observation.
  package init(_ rows: [[Double]]) {
    let (p, n) = (rows.count, rows[0].count)
    let count = Double(n)
    let centred = rows.map { row in
      let mean = row.reduce(0, +) / count
      return row.map { $0 - mean }
    }
    let sample = centred.map { a in
      centred.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / count }
    }
    let mu = (0..<p).reduce(0) { $0 + sample[$1][$1] } / Double(p)
    // Distances by the norm |A|^2 = sum of squares / p.
    var (delta, beta) = (0.0, 0.0)
    for i in 0..<p {
      for j in 0..<p {
        let off = sample[i][j] - (i == j ? mu : 0)
        delta += off * off / Double(p)
        for k in 0..<n {
          let off = centred[i][k] * centred[j][k] - sample[i][j]
          beta += off * off / (count * count * Double(p))
        }
      }
    }
    let shrinkage = delta > 0 ? min(beta / delta, 1) : 0
    self.shrinkage = shrinkage
    covariance = (0..<p).map { i in
      (0..<p).map { j in (1 - shrinkage) * sample[i][j] + (i == j ? shrinkage * mu : 0) }
    }
  }

  /// -P_ij / sqrt(P_ii P_jj), P the inverse of the covariance; 1 on the diagonal.
  package var partialCorrelations: [[Double]] {
    let precision = Self.inverse(covariance)
    return precision.indices.map { i in
      precision.indices.map { j in
        i == j ? 1 : -precision[i][j] / (precision[i][i] * precision[j][j]).squareRoot()
      }
    }
  }

  /// Of a positive definite matrix, so that no pivot has to be looked for.
  private static func inverse(_ matrix: [[Double]]) -> [[Double]] {
    let size = matrix.count
    var rows = matrix.enumerated().map { i, row in row + (0..<size).map { $0 == i ? 1.0 : 0.0 } }
    for pivot in 0..<size {
      let leading = rows[pivot].map { $0 / rows[pivot][pivot] }
      rows[pivot] = leading
      for i in 0..<size where i != pivot {
        let factor = rows[i][pivot]
        for j in pivot..<2 * size { rows[i][j] -= factor * leading[j] }
      }
    }
    return rows.map { Array($0[size...]) }
  }
}
