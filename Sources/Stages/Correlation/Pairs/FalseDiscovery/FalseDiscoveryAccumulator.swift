import LinearAlgebra

/// What a pass adds keys to. One a thread, merged in any order: the sums are the same to the last bit.
package protocol KeyAccumulator: Sendable {
  /// Adds keys: a row of a tile, the part above the diagonal of one.
  mutating func add(_ keys: UnsafeBufferPointer<Double>)

  /// Adds rows x columns keys, `stride` from row to row.
  mutating func add(_ keys: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int)

  /// Adds what another has.
  mutating func merge(_ other: Self)
}

extension KeyAccumulator {
  /// Adds the rows one by one.
  package mutating func add(_ keys: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int) {
    for row in 0..<rows {
      unsafe add(UnsafeBufferPointer(start: keys + row * stride, count: columns))
    }
  }
}

extension KeyAccumulator {
  /// Adds the values of a tile's pairs: rows <= columns are its stations.
  package mutating func add(_ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>) {
    if rows == columns {
      for row in 0..<rows.count {
        unsafe tile.withRow(row) {
          unsafe add(UnsafeBufferPointer(rebasing: $0[row + 1..<columns.count]))
        }
      }
    } else if !rows.isEmpty {
      unsafe tile.withRow(0) {
        unsafe add($0.baseAddress!, rows: rows.count, columns: columns.count, stride: tile.columns)
      }
    }
  }
}
