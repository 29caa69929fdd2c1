/// Takes rows of places of a log, and all values of a column there.
struct RowSampler {
  let fieldCount: Int
  let delimiter: UInt8
  private(set) var sample = ColumnSample()
  private var places: [(bytes: [UInt8], start: Int)] = []

  /// Rows of a place that are kept.
  private static let rowsOfPlace = 96

  init(fieldCount: Int, delimiter: UInt8) {
    self.fieldCount = fieldCount
    self.delimiter = delimiter
  }

  /// The rows of a place, whose first may have begun before it; a row that is cut is left out.
  mutating func read(_ bytes: [UInt8], from start: Int, isBeginning: Bool, linesAbove: Int) {
    var start = start
    if !isBeginning {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return }
      start = end + 1
    }
    places.append((bytes, start))
    var line = linesAbove
    var kept = 0
    rows(of: bytes, from: start) { csv in
      line += 1
      guard csv.fieldCount == fieldCount else { return true }
      sample.rows.append(csv.strings)
      sample.lines.append(isBeginning ? line : nil)
      kept += 1
      return kept < Self.rowsOfPlace
    }
  }

  /// Calls `body` with every row of the places, until it returns false.
  func forEachRow(_ body: (LibCSV) -> Void) {
    for place in places {
      rows(of: place.bytes, from: place.start) { csv in
        if csv.fieldCount == fieldCount { body(csv) }
        return true
      }
    }
  }

  private func rows(of bytes: [UInt8], from start: Int, _ body: (LibCSV) -> Bool) {
    let csv = LibCSV(delimiter: delimiter)
    unsafe bytes.withUnsafeBytes { buffer in
      var position = start
      while position < buffer.count {
        // The last row may be cut: of a small file it is whole, but not needed.
        switch unsafe csv.readRow(buffer, from: position, final: bytes.count < HeaderReader.placeSize) {
        case .incomplete: return
        case .blank(let end): position = end
        case .row(let end):
          position = end
          if !body(csv) { return }
        }
      }
    }
  }
}
