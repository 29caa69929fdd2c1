import CLinearAlgebra
import Memory

/// A row-major matrix of doubles that owns its memory.
@safe public struct Matrix: ~Copyable, @unchecked Sendable {
  /// Any number, none too.
  public let rows: Int
  /// Elements of a row.
  public let columns: Int
  private let memory: HugePageMemory
  private let storage: UnsafeMutableBufferPointer<Double>

  /// All elements 0. Stops the program where there is no memory for them.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    let count = rows * columns
    memory = HugePageMemory(byteCount: count * MemoryLayout<Double>.stride)
    unsafe storage = UnsafeMutableBufferPointer(
      start: memory.start.bindMemory(to: Double.self, capacity: count), count: count)
  }

  /// `elements` is row-major.
  package init(_ elements: [Double], columns: Int) {
    precondition(columns > 0 && elements.count % columns == 0)
    self.init(rows: elements.count / columns, columns: columns)
    _ = unsafe storage.update(fromContentsOf: elements)
  }

  /// A matrix of the same elements in memory of its own.
  package borrowing func copy() -> Matrix {
    let copy = Matrix(rows: rows, columns: columns)
    _ = unsafe copy.storage.update(fromContentsOf: storage)
    return copy
  }

  /// The element of a row and a column, both counted from 0 and checked.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return unsafe elements[row &* columns &+ column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      unsafe elements[row &* columns &+ column] = newValue
    }
  }

  /// The elements, row-major, for loops and for BLAS; not to outlive the matrix.
  @usableFromInline
  var elements: UnsafeMutablePointer<Double> { unsafe storage.baseAddress! }

  /// One row, for loops that are too hot for a check an element.
  package borrowing func withRow<R>(_ row: Int, _ body: (UnsafeBufferPointer<Double>) -> R) -> R {
    precondition(row >= 0 && row < rows)
    return unsafe body(UnsafeBufferPointer(rebasing: storage[row * columns..<(row + 1) * columns]))
  }

  /// One row to be written, unchecked as in `withRow`.
  package mutating func withMutableRow<R>(_ row: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> R) -> R
  {
    precondition(row >= 0 && row < rows)
    return unsafe body(UnsafeMutableBufferPointer(rebasing: storage[row * columns..<(row + 1) * columns]))
  }

  /// All rows, for threads that fill them at the same time, each its own.
  package mutating func withRows<R>(_ body: (Rows) throws -> R) rethrows -> R {
    try unsafe body(Rows(columns: columns, elements: storage))
  }

  /// The rows of a matrix, without a check that no two threads write the same one.
  @unsafe package struct Rows: @unchecked Sendable {
    fileprivate let columns: Int
    /// Row-major.
    package let elements: UnsafeMutableBufferPointer<Double>

    /// One row.
    package subscript(row: Int) -> UnsafeMutableBufferPointer<Double> {
      unsafe UnsafeMutableBufferPointer(rebasing: elements[row * columns..<(row + 1) * columns])
    }
  }

  /// Takes each element of a row, in `columns`, to the nearest number in -1 ... 1; NaN stays.
  package mutating func clamp(row: Int, columns: Range<Int>) {
    precondition(columns.lowerBound >= 0 && columns.upperBound <= self.columns)
    unsafe withMutableRow(row) { values in
      let values = unsafe UnsafeMutableBufferPointer(rebasing: values[columns])
      unsafe velibcorr_clamp(values.baseAddress, values.count)
    }
  }

  /// Sets each element of the upper left corner.
  package mutating func fill(_ rows: Int, _ columns: Int, with value: Double) {
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] = value }
    }
  }

  borrowing func pointer(toRow row: Int) -> UnsafePointer<Double> {
    unsafe UnsafePointer(storage.baseAddress! + row * columns)
  }

  mutating func withElements<R>(_ body: (UnsafeMutablePointer<Double>) -> R) -> R {
    unsafe body(storage.baseAddress!)
  }
}
