import Availability
import LinearAlgebra
import Synchronization
import Workers

/// The correlation matrix as CSV: a header `station,<id>,...`, then a row a station; an undefined r is
/// an empty field; lines end with a line feed.
///
/// Rows are rendered in bands of tile rows. Within a band each pair is computed and formatted once and
/// put into both of its rows.
package struct MatrixCSV: Sendable {
  package let grid: TileGrid
  package let format: NumberFormat
  private let labels: [[UInt8]]

  package init(stations: [StationID], grid: TileGrid, format: NumberFormat) {
    precondition(stations.count == grid.size)
    self.grid = grid
    self.format = format
    labels = stations.map(\.csvField)
  }

  package var header: [UInt8] {
    Array("station".utf8) + labels.flatMap { [UInt8(ascii: ",")] + $0 } + [UInt8(ascii: "\n")]
  }

  /// Bytes of memory that one rendered row may take.
  package var rowCapacity: Int { grid.count * slotSize }

  private var slotSize: Int {
    let text =
      grid.tileSize * (NumberFormat.maximumLength + 1) + (labels.lazy.map(\.count).max() ?? 0)
      + RenderedRows.slack
    // An odd number of cache lines, so that a column of slots does not share few of a cache's sets.
    return (text / 128) * 128 + 192
  }

  /// Computes tiles on the caller's thread: `(i, j, use)` calls `use` with the tile in tile row i and
  /// tile column j >= i.
  package typealias TileComputer = (Int, Int, (borrowing Matrix) -> Void) -> Void

  /// Renders the rows of a range of tile rows by `threads` threads, each with a computer of its own.
  package func render(
    tileRows: Range<Int>, threads: Int, computer: @Sendable (_ use: (TileComputer) -> Void) -> Void
  ) throws -> RenderedRows {
    let firstRow = tileRows.isEmpty ? 0 : grid.range(tileRows.lowerBound).lowerBound
    let endRow = tileRows.isEmpty ? 0 : grid.range(tileRows.upperBound - 1).upperBound
    let rows = RenderedRows(
      rowCount: endRow - firstRow, slotsPerRow: grid.count, slotSize: slotSize,
      labels: labels[firstRow..<endRow])
    // Every unordered pair of tile rows with one in the band; those nearest the diagonal first.
    let tiles = tileRows.flatMap { i in
      (0..<grid.count).filter { $0 >= i || !tileRows.contains($0) }.map { (min(i, $0), max(i, $0)) }
    }
    let dispenser = Dispenser(0..<tiles.count)
    _ = try concurrently(max(1, min(threads, tiles.count))) { _ in
      computer { compute in
        while let next = dispenser.next() {
          let (i, j) = tiles[next]
          compute(i, j) { tile in
            if i == j {
              placeDiagonal(tile, i, firstRow, rows)
            } else {
              place(tile, i, j, tileRows, firstRow, rows)
            }
          }
        }
      }
    }
    rows.endLines()
    return rows
  }

  private func placeDiagonal(_ tile: borrowing Matrix, _ i: Int, _ firstRow: Int, _ rows: RenderedRows) {
    let range = grid.range(i)
    let origin = range.lowerBound - firstRow
    for a in 0..<range.count {
      unsafe tile.withRow(a) { values in
        for b in a..<range.count {
          let (text, count) = unsafe rows.append(values[b], format, row: origin + a, slot: i)
          if b > a { unsafe rows.append(text, count, row: origin + b, slot: i) }
        }
      }
    }
  }

  private func place(
    _ tile: borrowing Matrix, _ i: Int, _ j: Int, _ band: Range<Int>, _ firstRow: Int, _ rows: RenderedRows
  ) {
    let above = grid.range(i)
    let right = grid.range(j)
    let inBand = (above: band.contains(i), right: band.contains(j))
    for a in 0..<above.count {
      unsafe tile.withRow(a) { values in
        let row = above.lowerBound - firstRow + a
        for b in 0..<right.count {
          let mirrored = right.lowerBound - firstRow + b
          if inBand.above {
            let (text, count) = unsafe rows.append(values[b], format, row: row, slot: j)
            if inBand.right { unsafe rows.append(text, count, row: mirrored, slot: i) }
          } else {
            _ = unsafe rows.append(values[b], format, row: mirrored, slot: i)
          }
        }
      }
    }
  }
}
