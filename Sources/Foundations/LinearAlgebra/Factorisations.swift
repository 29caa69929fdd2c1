import CLAPACK

/// Why LAPACK has no result.
package enum FactorisationError: Error, Equatable {
  /// The leading minor of this order is not positive, up to rounding (`info` > 0 of `dpotrf`).
  case notPositiveDefinite(order: Int)
  /// So many off-diagonal elements did not converge to 0 (`info` > 0 of `dsyev_2stage`).
  case noConvergence(elements: Int)
  /// An element is not a number (LAPACKE's own check of its input).
  case notANumber
  /// No room for LAPACK's working memory.
  case outOfMemory
}

/// The Cholesky factor of a symmetric positive definite matrix: A = transpose(U) * U with U upper triangular.
///
/// LAPACK counts by columns, so it is given the upper triangle of these rows as a lower one: nothing is copied.
package struct Cholesky: ~Copyable {
  private var factor: Matrix

  /// Factors A in its own memory (`dpotrf`). Of the square matrix only the upper triangle is read; the memory
  /// below it stays as it is. Throws `notPositiveDefinite`, or `notANumber` if an element is none.
  package init(_ a: consuming Matrix) throws(FactorisationError) {
    precondition(a.rows == a.columns)
    let order = Int32(a.rows)
    let info = unsafe a.withElements { elements in
      unsafe order == 0 ? 0 : LAPACKE_dpotrf(LAPACK_COL_MAJOR, lower, order, elements, order)
    }
    try check(info) { .notPositiveDefinite(order: $0) }
    factor = a
  }

  /// The upper triangle of the inverse of A, in the same memory (`dpotri`). Throws `notPositiveDefinite` when an
  /// element of the factor's diagonal is 0.
  package consuming func inverse() throws(FactorisationError) -> Matrix {
    let order = Int32(factor.rows)
    let info = unsafe factor.withElements { elements in
      unsafe order == 0 ? 0 : LAPACKE_dpotri(LAPACK_COL_MAJOR, lower, order, elements, order)
    }
    try check(info) { .notPositiveDefinite(order: $0) }
    return factor
  }
}

/// The eigenvalues of a symmetric matrix, ascending (`dsyev_2stage`: by way of a band, twice as fast as `dsyevd` for
/// thousands of rows). Of the square matrix only the upper triangle is read; its memory is used up. Throws
/// `noConvergence`, `notANumber` if an element is none, or `outOfMemory`.
package func symmetricEigenvalues(_ a: consuming Matrix) throws(FactorisationError) -> [Double] {
  precondition(a.rows == a.columns)
  let order = Int32(a.rows)
  guard order > 0 else { return [] }
  var eigenvalues = [Double](repeating: 0, count: a.rows)
  let info = unsafe a.withElements { elements in
    unsafe LAPACKE_dsyev_2stage(LAPACK_COL_MAJOR, valuesOnly, lower, order, elements, order, &eigenvalues)
  }
  try check(info) { .noConvergence(elements: $0) }
  return eigenvalues
}

private let lower = CChar(UInt8(ascii: "L"))
private let valuesOnly = CChar(UInt8(ascii: "N"))

/// The one place where LAPACKE's `info` gets its meaning.
private func check(
  _ info: Int32, positive: (Int) -> FactorisationError
) throws(FactorisationError) {
  switch info {
  case 0: return
  case 1...: throw positive(Int(info))
  case LAPACK_WORK_MEMORY_ERROR, LAPACK_TRANSPOSE_MEMORY_ERROR: throw .outOfMemory
  // The matrix is the only argument that can be wrong here: sizes and letters are ours.
  default: throw .notANumber
  }
}
