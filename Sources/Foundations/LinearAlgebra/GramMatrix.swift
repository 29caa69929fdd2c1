import CLAPACK

/// The upper triangle of scale * A * transpose(A) (`cblas_dsyrk`): the products of all pairs of rows. Below the
/// diagonal is 0.
package func gramOfRows(_ a: borrowing Matrix, scale: Double = 1) -> Matrix {
  gram(a, CblasNoTrans, size: a.rows, inner: a.columns, scale)
}

/// The upper triangle of scale * transpose(A) * A (`cblas_dsyrk`): the products of all pairs of columns. Below the
/// diagonal is 0.
package func gramOfColumns(_ a: borrowing Matrix, scale: Double = 1) -> Matrix {
  gram(a, CblasTrans, size: a.columns, inner: a.rows, scale)
}

private func gram(
  _ a: borrowing Matrix, _ transposition: CBLAS_TRANSPOSE, size: Int, inner: Int, _ scale: Double
) -> Matrix {
  var gram = Matrix(rows: size, columns: size)
  guard size > 0 && inner > 0 else { return gram }
  let elements = unsafe a.pointer(toRow: 0)
  let stride = Int32(a.columns)
  unsafe gram.withElements { out in
    unsafe cblas_dsyrk(
      CblasRowMajor, CblasUpper, transposition, Int32(size), Int32(inner), scale, elements, stride, 0, out,
      Int32(size))
  }
  return gram
}
