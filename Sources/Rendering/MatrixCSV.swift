import Availability
import LinearAlgebra

/// The correlation matrix as CSV: a header `station,<id>,<id>,...`, then a row a station; an undefined r is
/// an empty field; lines end with a line feed.
///
/// Rows are rendered in bands. Within a band each pair is formatted once and put into both of
/// its rows.
package struct MatrixCSV: Sendable {
  package let grid: TileGrid
  package let format: NumberFormat
  private let labels: [[UInt8]]
  private let layout: TextBlock.Layout

  package init(stations: [StationID], grid: TileGrid, format: NumberFormat) {
    precondition(stations.count == grid.size)
    self.grid = grid
    self.format = format
    labels = stations.map(\.csvField)
    let side = min(grid.tileSize, grid.size)
    let longestLabel = labels.lazy.map(\.count).max() ?? 0
    layout = TextBlock.Layout(
      rows: side, rowCapacity: longestLabel + side * (1 + NumberFormat.maximumLength) + 1)
  }

  package var header: [UInt8] {
    Array("station".utf8) + labels.flatMap { [UInt8(ascii: ",")] + $0 } + [UInt8(ascii: "\n")]
  }

  /// Bytes of memory that the text of a tile row may take.
  package var tileRowCapacity: Int { grid.count * layout.blockSize }

  /// Memory for the text of bands that are in so many tile rows at most, for one after another.
  package func makeMemory(tileRows: Int) -> TextMemory {
    TextMemory(capacity: tileRows * grid.count, layout: layout)
  }

  /// Some rows, without text yet. With a writer, text is handed to it as it becomes
  /// complete, in order and one call at a time, by one of the threads that place tiles, and its memory is
  /// used again.
  package func makeBand(
    _ rows: Range<Int>, in memory: TextMemory, write: TextBand.Writer? = nil
  ) -> TextBand {
    unsafe TextBand(rows, of: grid, in: memory, write: write)
  }

  /// Working memory of one thread.
  package func makeFields() -> TileFields { TileFields(side: layout.rows, format: format) }

  /// Puts the text of a tile, i <= j, into its rows and into those of its mirror image, as far as they are of
  /// the band. Any thread may place any tile, each once. Throws what the band's writer throws.
  package func place(
    _ tile: borrowing Matrix, _ i: Int, _ j: Int, in band: TextBand, _ fields: inout TileFields
  ) throws {
    let (above, right) = (0..<grid.range(i).count, 0..<grid.range(j).count)
    fields.write(tile, rows: above.count, columns: right.count, isSymmetric: i == j)
    if i == j {
      try fill(i, i, band) { row, text in
        text.append(fields.column(row, 0..<row))
        text.append(fields.row(row, row..<right.count))
      }
      return
    }
    if band.tileRows.contains(i) {
      try fill(i, j, band) { row, text in text.append(fields.row(row, right)) }
    }
    if band.tileRows.contains(j) {
      try fill(j, i, band) { row, text in text.append(fields.column(row, above)) }
    }
  }

  private func fill(
    _ i: Int, _ j: Int, _ band: TextBand, _ body: (Int, inout TextBlock.Cursor) -> Void
  ) throws {
    let first = grid.range(i).lowerBound
    try band.fill(i, j) { row, text in
      if j == 0 { text.append(labels[first + row]) }
      body(row, &text)
      if j == grid.count - 1 { text.append([UInt8(ascii: "\n")]) }
    }
  }
}
