import CLinearAlgebra

/// An element of a symmetric matrix above its diagonal: `a` < `b`.
package typealias MatrixPair = velibcorr_pair

extension [MatrixPair] {
  /// Keeps the best pairs, in no order: by greatest |r|, then by `a` and by `b`. No r is NaN.
  package mutating func keepBest(_ kept: Int) {
    guard kept < count else { return }
    unsafe withUnsafeMutableBufferPointer { unsafe velibcorr_select_pairs($0.baseAddress, $0.count, kept) }
    removeLast(count - kept)
  }

  /// Sorts by greatest |r|, then by `a` and by `b`.
  package mutating func sortBestFirst() {
    unsafe withUnsafeMutableBufferPointer { unsafe $0.sortBestFirst() }
  }
}

extension UnsafeMutableBufferPointer<MatrixPair> {
  /// Sorts by greatest |r|, then by `a` and by `b`.
  package func sortBestFirst() { unsafe velibcorr_sort_pairs(baseAddress, count) }
}

extension Matrix {
  /// Calls `body` for the elements of a row, in `columns`, of at least that absolute value; never for NaN.
  /// `places` is working memory for as many numbers as there are columns.
  package borrowing func select(
    row: Int, columns: Range<Int>, atLeast threshold: Double, places: inout [UInt32],
    _ body: (_ column: Int, _ value: Double) -> Void
  ) {
    precondition(columns.upperBound <= self.columns && places.count >= columns.count)
    unsafe withRow(row) { values in
      let values = unsafe UnsafeBufferPointer(rebasing: values[columns])
      let found = unsafe velibcorr_select(values.baseAddress, values.count, threshold, &places)
      for i in 0..<found {
        let place = Int(places[i])
        body(columns.lowerBound + place, unsafe values[place])
      }
    }
  }

  /// `select`, and on the way appends the absolute values of elements that `magnitudes` is for.
  package borrowing func select(
    row: Int, columns: Range<Int>, atLeast threshold: Double, places: inout [UInt32],
    magnitudes: inout Magnitudes, _ body: (_ column: Int, _ value: Double) -> Void
  ) {
    precondition(columns.upperBound <= self.columns && places.count >= columns.count)
    magnitudes.reserve(columns.count)
    unsafe withRow(row) { values in
      let values = unsafe UnsafeBufferPointer(rebasing: values[columns])
      var taken = 0
      let (least, before) = (magnitudes.least, magnitudes.count)
      let found = unsafe magnitudes.values.withUnsafeMutableBufferPointer { room in
        unsafe velibcorr_split(
          values.baseAddress, values.count, threshold, &places, least,
          room.baseAddress! + before, &taken)
      }
      magnitudes.count += taken
      for i in 0..<found {
        let place = Int(places[i])
        body(columns.lowerBound + place, unsafe values[place])
      }
    }
  }

  /// Absolute values of elements, from a least one on, in memory that stays.
  package struct Magnitudes: Sendable {
    fileprivate let least: Double
    fileprivate var values: [Double] = []
    /// How many there are now; `values` has room for more.
    fileprivate var count = 0

    /// None yet. Elements of at least `least` are for it.
    package init(atLeast least: Double) { self.least = least }

    /// Forgets them, and keeps their memory.
    package mutating func removeAll() { count = 0 }

    /// Calls `body` with them, in the order in which they came.
    package func withValues<R>(_ body: (UnsafeBufferPointer<Double>) -> R) -> R {
      unsafe values.withUnsafeBufferPointer { unsafe body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }

    fileprivate mutating func reserve(_ more: Int) {
      let room = count + more + Int(VELIBCORR_SPLIT_SLACK)
      if values.count < room { values += [Double](repeating: 0, count: 2 * room - values.count) }
    }
  }
}
