import CLAPACK

/// result = A[rowsA] * transpose(B[rowsB]) (`cblas_dgemm`): the products of every row of a block of A
/// with every row of a block of B. A and B have equally many columns; the result is stored in the
/// upper left corner of `result`, which has at least as many rows and columns as the blocks.
package func multiplyRows(
  of a: borrowing Matrix, _ rowsA: Range<Int>, by b: borrowing Matrix, _ rowsB: Range<Int>,
  into result: inout Matrix
) {
  precondition(a.columns == b.columns)
  precondition(rowsA.upperBound <= a.rows && rowsB.upperBound <= b.rows)
  precondition(result.rows >= rowsA.count && result.columns >= rowsB.count)
  guard !rowsA.isEmpty && !rowsB.isEmpty else { return }
  let left = unsafe a.pointer(toRow: rowsA.lowerBound)
  let right = unsafe b.pointer(toRow: rowsB.lowerBound)
  let inner = Int32(a.columns)
  let stride = Int32(result.columns)
  unsafe result.withElements { out in
    unsafe cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rowsA.count), Int32(rowsB.count), inner,
      1, left, inner, right, inner, 0, out, stride)
  }
}

/// The products of the rows of a block with each other, on and above the diagonal (`cblas_dsyrk`), at half the cost
/// of all. What is below the diagonal of `result` is left as it is.
package func multiplyRows(
  of a: borrowing Matrix, _ rows: Range<Int>, into result: inout Matrix
) {
  precondition(rows.upperBound <= a.rows)
  precondition(result.rows >= rows.count && result.columns >= rows.count)
  guard !rows.isEmpty else { return }
  let block = unsafe a.pointer(toRow: rows.lowerBound)
  let inner = Int32(a.columns)
  let stride = Int32(result.columns)
  unsafe result.withElements { out in
    unsafe cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasNoTrans, Int32(rows.count), inner, 1, block, inner, 0, out, stride)
  }
}

/// C = A B (`cblas_dgemm`), all row-major: A has any number of rows, B `columns` columns and as many rows as A has
/// columns. By as many threads as `BLASRuntime` lets BLAS use.
package func multiply(
  _ a: Span<Double>, _ b: Span<Double>, columns: Int, into c: inout MutableSpan<Double>
) {
  precondition(columns > 0 && b.count > 0 && b.count % columns == 0)
  let inner = b.count / columns
  let rows = a.count / inner
  precondition(a.count == rows * inner && c.count == rows * columns)
  guard rows > 0 else { return }
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in
      unsafe c.withUnsafeMutableBufferPointer { c in
        unsafe cblas_dgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner),
          1, a.baseAddress, Int32(inner), b.baseAddress, Int32(columns), 0, c.baseAddress, Int32(columns))
      }
    }
  }
}
