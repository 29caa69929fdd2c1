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

  /// `select`, and on the way appends the absolute values of the elements of at least `least` to `magnitudes`.
  package borrowing func select(
    row: Int, columns: Range<Int>, atLeast threshold: Double, places: inout [UInt32],
    magnitudesFrom least: Double, to magnitudes: inout Magnitudes,
    _ body: (_ column: Int, _ value: Double) -> Void
  ) {
    precondition(columns.upperBound <= self.columns && places.count >= columns.count)
    magnitudes.reserve(columns.count)
    unsafe withRow(row) { values in
      let values = unsafe UnsafeBufferPointer(rebasing: values[columns])
      var taken = 0
      let found = unsafe magnitudes.values.withUnsafeMutableBufferPointer { room in
        unsafe velibcorr_split(
          values.baseAddress, values.count, threshold, &places, least,
          room.baseAddress! + magnitudes.count, &taken)
      }
      magnitudes.count += taken
      for i in 0..<found {
        let place = Int(places[i])
        body(columns.lowerBound + place, unsafe values[place])
      }
    }
  }

  /// Absolute values, in memory that stays.
  package struct Magnitudes: Sendable {
    fileprivate var values: [Double] = []
    package fileprivate(set) var count = 0

    package init() {}

    package mutating func removeAll() { count = 0 }

    package func withValues<R>(_ body: (UnsafeBufferPointer<Double>) -> R) -> R {
      unsafe values.withUnsafeBufferPointer { unsafe body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }

    fileprivate mutating func reserve(_ more: Int) {
      let room = count + more + Int(VELIBCORR_SPLIT_SLACK)
      if values.count < room { values += [Double](repeating: 0, count: 2 * room - values.count) }
    }
  }
}
