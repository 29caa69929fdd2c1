import CLinearAlgebra

/// A row-major matrix of whole numbers that owns its memory; `none` stands where there is no number.
@safe package struct WholeMatrix: ~Copyable, @unchecked Sendable {
  /// What a missing number is.
  package static var none: Int64 { .min }

  /// Any number, none too.
  package let rows: Int
  /// Elements of a row.
  package let columns: Int
  private let storage: UnsafeMutableBufferPointer<Int64>

  /// All elements 0.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    unsafe storage = .allocate(capacity: rows * columns)
    unsafe storage.initialize(repeating: 0)
  }

  deinit { unsafe storage.deallocate() }

  /// The element of a row and a column, both counted from 0 and checked.
  package subscript(row: Int, column: Int) -> Int64 {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return unsafe storage[row &* columns &+ column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      unsafe storage[row &* columns &+ column] = newValue
    }
  }

  /// One row, for loops that are too hot for a check an element.
  package borrowing func withRow<R>(_ row: Int, _ body: (UnsafeBufferPointer<Int64>) -> R) -> R {
    precondition(row >= 0 && row < rows)
    return unsafe body(UnsafeBufferPointer(rebasing: storage[row * columns..<(row + 1) * columns]))
  }

  /// Rounds elements of a row of another matrix, in `columns`, times `scale`, to whole numbers of the same places; NaN
  /// becomes `none`. Those that are farther than `reach` from a whole number become what `doubt` says.
  ///
  /// `scale` is a power of ten up to 10^15, and magnitudes are 2 at most. `places` is working memory for as many numbers
  /// as there are columns.
  package mutating func round(
    row: Int, columns: Range<Int>, of other: borrowing Matrix, scale: Double, reach: Double,
    places: inout [UInt32], doubt: (_ column: Int, _ value: Double) -> Int64
  ) {
    precondition(row >= 0 && row < rows && columns.lowerBound >= 0 && columns.upperBound <= self.columns)
    precondition(columns.upperBound <= other.columns && places.count >= columns.count)
    unsafe other.withRow(row) { values in
      let wholes = unsafe storage.baseAddress! + row * self.columns + columns.lowerBound
      let found = unsafe velibcorr_round(
        values.baseAddress! + columns.lowerBound, columns.count, scale, reach, wholes, &places)
      for i in 0..<found {
        let place = Int(places[i])
        let column = columns.lowerBound + place
        unsafe wholes[place] = doubt(column, unsafe values[column])
      }
    }
  }
}
