/// The matrix as a square of pixels: a station is some pixels, or a pixel some stations.
package struct MatrixRaster {
  /// Pixels of a side.
  package let side: Int
  /// Pixels of a station; below 1 where several share a pixel.
  package let cell: Double
  /// Row by row, 0x00RRGGBB.
  package let pixels: [UInt32]
  package let hasUndefined: Bool

  private static let wanted = 960
  private static let largestCell = 48
  private static let most = 2_000

  /// `r` of two places, NaN where it is undefined.
  package init(stations: Int, r: (Int, Int) -> Double) {
    let shared = max(1, (stations + Self.most - 1) / Self.most)
    let cell = shared > 1 ? 1 : max(1, min(Self.largestCell, Self.wanted / max(1, stations)))
    let cells = (stations + shared - 1) / shared
    let side = cells * cell
    var pixels = [UInt32](repeating: 0, count: side * side)
    var hasUndefined = false
    for row in 0..<cells {
      for column in row..<cells {
        let value =
          shared == 1
          ? r(row, column)
          : Self.mean(
            row * shared..<min(stations, (row + 1) * shared),
            column * shared..<min(stations, (column + 1) * shared), r)
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
    self.side = side
    self.cell = stations == 0 ? 1 : Double(cell) / Double(shared)
    self.pixels = pixels
    self.hasUndefined = hasUndefined
  }

  /// Of those that are defined; NaN when none is.
  private static func mean(_ rows: Range<Int>, _ columns: Range<Int>, _ r: (Int, Int) -> Double) -> Double {
    var (sum, count) = (0.0, 0)
    for row in rows {
      for column in columns {
        let value = r(row, column)
        guard !value.isNaN else { continue }
        sum += value
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : .nan
  }
}
