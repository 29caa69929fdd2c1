import Availability
import LinearAlgebra

/// The correlation matrix as CSV: a header `station,<id>,<id>,...`, then a row a station; an undefined r is
/// an empty field; lines end with a line feed.
///
/// Rows are rendered in bands. Each pair is formatted once, and put into both of its rows, for all bands that are
/// rendered at a time.
package struct MatrixCSV: Sendable {
  /// The tiles of the matrix; its size is the number of stations.
  package let grid: TileGrid
  /// How each r is written.
  package let format: NumberFormat
  private let labels: [[UInt8]]
  private let layout: TextBlock.Layout

  /// `stations` are by number in the matrix, as many as the grid has rows.
  package init(stations: [StationID], grid: TileGrid, format: NumberFormat) {
    precondition(stations.count == grid.size)
    self.grid = grid
    self.format = format
    labels = stations.map(\.csvField)
    let side = min(grid.tileSize, grid.size)
    let longestLabel = labels.lazy.map(\.count).max() ?? 0
    layout = TextBlock.Layout(
      rows: side, rowCapacity: longestLabel + side * (1 + format.unitLength) + 1)
  }

  /// The line above all rows.
  package var header: [UInt8] {
    Array("station".utf8) + labels.flatMap { [UInt8(ascii: ",")] + $0 } + [UInt8(ascii: "\n")]
  }

  /// Bytes of memory that the text of a tile row may take.
  package var tileRowCapacity: Int { grid.count * layout.blockSize }

  /// Memory for the text of bands that are in so many tile rows at a time at most, for some after others.
  package func makeMemory(tileRows: Int) -> TextMemory {
    TextMemory(capacity: tileRows * grid.count, layout: layout)
  }

  /// Some rows, without text yet.
  package func makeBand(_ rows: Range<Int>, in memory: TextMemory) -> TextBand {
    TextBand(rows, of: grid, in: memory)
  }

  /// Working memory of one thread.
  package func makeFields() -> TileFields { TileFields(side: layout.rows, format: format) }

  /// Puts the text of a tile, i <= j, into its rows and into those of its mirror image, as far as they are of
  /// the bands. Any thread may place any tile, each once. Throws what a band's writer throws.
  package func place(
    _ tile: borrowing some TileNumbers & ~Copyable, _ i: Int, _ j: Int, in bands: [TextBand],
    _ fields: inout TileFields
  ) throws {
    let (above, right) = (0..<grid.range(i).count, 0..<grid.range(j).count)
    let (ownAbove, ownRight) = (bands.map { $0.lines(of: i) }, bands.map { $0.lines(of: j) })
    for row in above {
      let columns = (i == j ? row : 0)..<right.count
      if ownAbove.contains(where: { $0.contains(row) }) {
        fields.write(tile, row: row, columns: columns)
      } else {
        // What belongs to rows of the bands as a column.
        for own in ownRight { fields.write(tile, row: row, columns: own.clamped(to: columns)) }
      }
    }
    for band in bands {
      if i == j {
        try fill(i, i, band) { row, text in
          text.append(fields.column(row, 0..<row))
          text.append(fields.row(row, row..<right.count))
        }
        continue
      }
      try fill(i, j, band) { row, text in text.append(fields.row(row, right)) }
      try fill(j, i, band) { row, text in text.append(fields.column(row, above)) }
    }
  }

  private func fill(
    _ i: Int, _ j: Int, _ band: TextBand, _ body: (Int, inout TextBlock.Cursor) -> Void
  ) throws {
    guard band.tileRows.contains(i) else { return }
    let first = grid.range(i).lowerBound
    try band.fill(i, j) { row, text in
      if j == 0 { text.append(labels[first + row]) }
      body(row, &text)
      if j == grid.count - 1 { text.append([UInt8(ascii: "\n")]) }
    }
  }
}
