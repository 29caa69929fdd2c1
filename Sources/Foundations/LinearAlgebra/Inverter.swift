import CLAPACK

/// Inverts square matrices of one order by LAPACK, with room that is allocated once.
///
/// LAPACK stores by columns. To it a row-major A is the transpose, whose inverse is the transpose of A^-1: nothing has
/// to be turned, and of the two residuals it is A X - I, of the row-major matrices, that LAPACK's method keeps small.
@safe package struct Inverter: ~Copyable {
  /// The factors by way of which a matrix is inverted.
  package enum Factorisation: Sendable {
    /// P L U with partial pivoting: `LAPACKE_dgetrf_work`, `LAPACKE_dgetri_work`.
    case lu
    /// L L' of a symmetric positive definite matrix: `LAPACKE_dpotrf_work`, `LAPACKE_dpotri_work`.
    case cholesky
  }

  /// Rows and columns of the matrices.
  package let order: Int
  private let factorisation: Factorisation
  private var pivots: [Int32]
  private var work: [Double]

  /// Allocates LAPACK's working memory, of the size that it finds best for this order, above 0.
  package init(order: Int, by factorisation: Factorisation) {
    precondition(order > 0)
    self.order = order
    self.factorisation = factorisation
    guard factorisation == .lu else {
      (pivots, work) = ([], [])
      return
    }
    pivots = Array(repeating: 0, count: order)
    let n = Int32(order)
    var (best, nothing) = (0.0, 0.0)
    unsafe LAPACKE_dgetri_work(LAPACK_COL_MAJOR, n, &nothing, n, &pivots, &best, -1)
    work = Array(repeating: 0, count: max(order, Int(best)))
  }

  /// Replaces the row-major matrix whose elements begin at `start` by its inverse. False if it has none: a pivot is
  /// zero (with `cholesky`, a leading minor is not positive); then its elements mean nothing any more.
  package mutating func invert(_ elements: inout MutableSpan<Double>, from start: Int = 0) -> Bool {
    precondition(start >= 0 && start + order * order <= elements.count)
    return unsafe elements.withUnsafeMutableBufferPointer { elements in
      let a = unsafe elements.baseAddress! + start
      switch factorisation {
      case .lu: return unsafe invertByLU(a)
      case .cholesky: return unsafe invertByCholesky(a)
      }
    }
  }

  private mutating func invertByLU(_ a: UnsafeMutablePointer<Double>) -> Bool {
    let n = Int32(order)
    guard unsafe LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, n, n, a, n, &pivots) == 0 else { return false }
    let room = Int32(work.count)
    return unsafe LAPACKE_dgetri_work(LAPACK_COL_MAJOR, n, a, n, &pivots, &work, room) == 0
  }

  private func invertByCholesky(_ a: UnsafeMutablePointer<Double>) -> Bool {
    let n = Int32(order)
    let half = CChar(UInt8(ascii: "L"))
    guard unsafe LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, half, n, a, n) == 0,
      unsafe LAPACKE_dpotri_work(LAPACK_COL_MAJOR, half, n, a, n) == 0
    else { return false }
    // LAPACK's lower half, which it fills, is the row-major matrix's upper.
    for i in 0..<order {
      for j in 0..<i { unsafe a[i * order + j] = a[j * order + i] }
    }
    return true
  }
}
