import LinearAlgebra

/// The matrix as a square of pixels: a station is some pixels, or a pixel some stations.
package struct MatrixRaster {
  /// Pixels of a side.
  package let side: Int
  /// Pixels of a station; below 1 where several share a pixel.
  package let cell: Double
  /// Row by row, 0x00RRGGBB.
  package let pixels: [UInt32]
  /// Has a pixel the colour of undefined r?
  package let hasUndefined: Bool

  private static let wanted = 960
  private static let largestCell = 48
  private static let most = 2_000

  /// `forEachBlock` gives r of the first `defined` places in blocks of so many rows, each with all columns from its
  /// first row on; what is below the diagonal is not looked at. NaN is undefined, as are the pairs of other places.
  package init(
    stations: Int, defined: Int,
    forEachBlock: (_ rows: Int, _ body: (_ places: Range<Int>, _ r: borrowing Matrix) -> Void) -> Void
  ) {
    precondition(defined <= stations)
    let shared = max(1, (stations + Self.most - 1) / Self.most)
    let cell = shared > 1 ? 1 : max(1, min(Self.largestCell, Self.wanted / max(1, stations)))
    let side = (stations + shared - 1) / shared * cell
    var pixels = [UInt32](repeating: DivergingMap.code(of: .nan), count: side * side)
    var hasUndefined = defined < stations
    forEachBlock(max(1, Self.blockRows / shared) * shared) { places, r in
      for row in places.lowerBound / shared..<(places.upperBound + shared - 1) / shared {
        for column in row..<(defined + shared - 1) / shared {
          let (rows, columns) = (
            row * shared..<min(defined, (row + 1) * shared),
            column * shared..<min(defined, (column + 1) * shared)
          )
          let value = Self.mean(rows, columns, in: r, from: places.lowerBound)
          if value.isNaN { hasUndefined = true }
          let code = DivergingMap.code(of: value)
          for y in row * cell..<(row + 1) * cell {
            for x in column * cell..<(column + 1) * cell {
              pixels[y * side + x] = code
              pixels[x * side + y] = code
            }
          }
        }
      }
    }
    self.side = side
    self.cell = stations == 0 ? 1 : Double(cell) / Double(shared)
    self.pixels = pixels
    self.hasUndefined = hasUndefined
  }

  /// Rows of a block: enough for products of matrices to be fast.
  private static let blockRows = 64

  /// Of those that are defined; NaN when none is. `r` begins with place `first`.
  @inline(__always)
  private static func mean(
    _ rows: Range<Int>, _ columns: Range<Int>, in r: borrowing Matrix, from first: Int
  ) -> Double {
    var (sum, count) = (0.0, 0)
    for row in rows {
      for column in columns {
        let value = r[min(row, column) - first, max(row, column) - first]
        guard !value.isNaN else { continue }
        sum += value
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : .nan
  }
}
