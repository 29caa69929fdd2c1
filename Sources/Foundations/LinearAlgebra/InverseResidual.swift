import CLAPACK

/// How far X is from the inverse of A, with room for matrices of one order that is allocated once.
@safe package struct InverseResidual: ~Copyable {
  /// The bound that LAPACK's own tests put on `scaled` (THRESH in `dtest.in`); a right inverse stays near 1.
  package static let limit = 30.0
  /// The unit roundoff, LAPACK's epsilon.
  package static let epsilon = 0x1p-53

  /// Rows and columns of the matrices.
  package let order: Int
  private var product: [Double]
  private var pivots: [Int32]

  /// Allocates room for matrices of this order, above 0.
  package init(order: Int) {
    precondition(order > 0)
    self.order = order
    product = Array(repeating: 0, count: order * order)
    pivots = Array(repeating: 0, count: order)
  }

  /// ||A X - I|| / (n eps ||A|| ||X||), all in the 1-norm: the residual as a multiple of eps times the condition
  /// number (the ratio of `dget03` in LAPACK's tests). Not a number or infinite if X is.
  package mutating func scaled(_ a: Span<Double>, inverse x: Span<Double>) -> Double {
    precondition(a.count == order * order && x.count == order * order)
    let n = Int32(order)
    for i in product.indices { product[i] = i % (order + 1) == 0 ? 1 : 0 }
    unsafe a.withUnsafeBufferPointer { a in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe cblas_dgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n,
          1, a.baseAddress, n, x.baseAddress, n, -1, &product, n)
      }
    }
    let condition = norm(a) * norm(x)
    return norm(product.span) / (Double(order) * Self.epsilon * condition)
  }

  /// Is A singular as far as doubles can tell: is its reciprocal condition number (`LAPACKE_dgecon_work`) at most
  /// n eps?
  package mutating func isSingular(_ a: Span<Double>) -> Bool {
    precondition(a.count == order * order)
    let n = Int32(order)
    for i in product.indices { product[i] = a[i] }
    let size = norm(a)
    guard unsafe LAPACKE_dgetrf_work(LAPACK_ROW_MAJOR, n, n, &product, n, &pivots) == 0 else { return true }
    var work = [Double](repeating: 0, count: 4 * order)
    var reciprocal = 0.0
    unsafe LAPACKE_dgecon_work(
      LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "1")), n, &product, n, size, &reciprocal, &work, &pivots)
    return reciprocal <= Double(order) * Self.epsilon
  }

  /// The greatest sum of magnitudes of a column. NaN if any is.
  private func norm(_ matrix: Span<Double>) -> Double {
    var greatest = Greatest()
    for column in 0..<order {
      var sum = 0.0
      for row in 0..<order { sum += matrix[row * order + column].magnitude }
      greatest.take(sum)
    }
    return greatest.value
  }
}
