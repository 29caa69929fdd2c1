/// Knows the records that a quote in the wrong place takes for text: of the lines of such a row some are records by
/// themselves. Those of a note are not.
struct SwallowedRows {
  private let layout: RecordLayout
  private let csv: LibCSV

  init(_ layout: RecordLayout) {
    self.layout = layout
    csv = LibCSV(delimiter: layout.delimiter)
  }

  /// Is a line of the row, after its first, a record by itself?
  func isRecord(in row: UnsafeRawBufferPointer) -> Bool {
    var start = unsafe row.endOfLine(from: 0) ?? row.count
    while start < row.count {
      let end = unsafe row.endOfLine(from: start) ?? row.count
      let line = unsafe UnsafeRawBufferPointer(rebasing: row[start..<end])
      // The rest of a note may look like a record, but for the quote that ends it.
      let isWhole = unsafe line.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
      if isWhole, case .row = unsafe csv.readRow(line, from: 0, final: true), csv.isRecord(layout) {
        return true
      }
      start = end
    }
    return false
  }
}
