/// The twin of `velibcorr_invert` in plain Swift: a matrix at a time, row-major, no vectors.
///
/// Elimination with partial pivoting of [A | I], then back substitution; nil for a zero pivot.
func plainInverse(_ matrix: [Double], order n: Int) -> [Double]? {
  var a = (0..<n).map { Array(matrix[$0 * n..<($0 + 1) * n]) }
  var x = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0.0 } }
  for k in 0..<n {
    var pivot = k
    for i in k..<n where a[i][k].magnitude > a[pivot][k].magnitude { pivot = i }
    guard a[pivot][k].magnitude > 0 else { return nil }
    a.swapAt(k, pivot)
    x.swapAt(k, pivot)
    for i in k + 1..<max(n, k + 1) {
      let factor = a[i][k] / a[k][k]
      for j in 0..<n {
        a[i][j] -= factor * a[k][j]
        x[i][j] -= factor * x[k][j]
      }
    }
  }
  for i in (0..<n).reversed() {
    for j in i + 1..<max(n, i + 1) {
      for c in 0..<n { x[i][c] -= a[i][j] * x[j][c] }
    }
    for c in 0..<n { x[i][c] /= a[i][i] }
  }
  return x.flatMap { $0 }
}

/// The greatest sum of magnitudes of a column.
func norm(_ matrix: [Double], order n: Int) -> Double {
  (0..<n).map { column in (0..<n).reduce(0) { $0 + matrix[$1 * n + column].magnitude } }.max()!
}
