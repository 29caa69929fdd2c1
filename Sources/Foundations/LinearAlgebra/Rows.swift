import CLAPACK

// Operations on single rows of matrices.

/// products[i] = row `rows[i]` of A times its row `other` (`cblas_dgemv`). `products` has room for as many as rows.
package func multiplyRows(
  of a: borrowing Matrix, _ rows: Range<Int>, byRow other: Int, into products: inout [Double]
) {
  precondition(rows.upperBound <= a.rows && other >= 0 && other < a.rows && products.count >= rows.count)
  guard !rows.isEmpty else { return }
  let (block, vector) = unsafe (a.pointer(toRow: rows.lowerBound), a.pointer(toRow: other))
  let columns = Int32(a.columns)
  unsafe products.withUnsafeMutableBufferPointer { products in
    unsafe cblas_dgemv(
      CblasRowMajor, CblasNoTrans, Int32(rows.count), columns, 1, block, columns, vector, 1, 0,
      products.baseAddress, 1)
  }
}

extension Matrix {
  /// Adds a row of another matrix to a row of this one (`cblas_daxpy`).
  package mutating func add(row: Int, of other: borrowing Matrix, toRow sum: Int) {
    precondition(columns == other.columns && row >= 0 && row < other.rows && sum >= 0 && sum < rows)
    let (addend, offset, count) = unsafe (other.pointer(toRow: row), sum * columns, Int32(columns))
    unsafe withElements { unsafe cblas_daxpy(count, 1, addend, 1, $0 + offset, 1) }
  }

  /// Adds a row to another row (`cblas_daxpy`).
  package mutating func add(row: Int, toRow sum: Int) {
    precondition(row >= 0 && row < rows && sum >= 0 && sum < rows && row != sum)
    let (from, to, count) = (row * columns, sum * columns, Int32(columns))
    unsafe withElements { unsafe cblas_daxpy(count, 1, $0 + from, 1, $0 + to, 1) }
  }

  /// Copies a row of another matrix over one of this (`cblas_dcopy`).
  package mutating func copy(row: Int, of other: borrowing Matrix, toRow own: Int) {
    precondition(columns == other.columns && row >= 0 && row < other.rows && own >= 0 && own < rows)
    let (from, offset, count) = unsafe (other.pointer(toRow: row), own * columns, Int32(columns))
    unsafe withElements { unsafe cblas_dcopy(count, from, 1, $0 + offset, 1) }
  }

  /// Copies a row over another one (`cblas_dcopy`).
  package mutating func copy(row: Int, toRow other: Int) {
    precondition(row >= 0 && row < rows && other >= 0 && other < rows)
    guard row != other else { return }
    let (from, to, count) = (row * columns, other * columns, Int32(columns))
    unsafe withElements { unsafe cblas_dcopy(count, $0 + from, 1, $0 + to, 1) }
  }
}
