/// Takes rows of places of a log, and all values of a column there.
struct RowSampler {
  let fieldCount: Int
  let delimiter: UInt8
  private(set) var sample = ColumnSample()
  /// Rows of another number of fields, and their lines where these are known; the first few.
  private(set) var otherRows: [(fields: [String], line: Int?)] = []
  /// Does a quote stand in any place?
  private(set) var hasQuotes = false
  private var places: [(bytes: [UInt8], start: Int)] = []

  /// Rows of a place that are kept.
  private static let rowsOfPlace = 96
  private static let mostOtherRows = 8

  init(fieldCount: Int, delimiter: UInt8) {
    self.fieldCount = fieldCount
    self.delimiter = delimiter
  }

  /// The rows of the beginning, and of places in its middle and at its end where there are no others.
  mutating func read(beginning bytes: [UInt8], from start: Int, linesAbove: Int, isAll: Bool) {
    add(bytes, start)
    var (position, line) = (start, linesAbove)
    var starts = [start]
    if isAll { starts += [bytes.count / 2, bytes.count - bytes.count / 8] }
    for next in starts {
      // A place ends where the next begins: of a short log no row is taken twice.
      var from = max(next, position)
      if next > position {
        guard let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) else { return }
        from = end + 1
      }
      line += bytes[position..<from].count { $0 == UInt8(ascii: "\n") }
      position = keep(bytes, from: from, line: line)
      line += bytes[from..<position].count { $0 == UInt8(ascii: "\n") }
    }
  }

  /// The rows of a place further on, whose first may have begun before it.
  mutating func read(place bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return }
    add(bytes, end + 1)
    _ = keep(bytes, from: end + 1, line: nil)
  }

  private mutating func add(_ bytes: [UInt8], _ start: Int) {
    places.append((bytes, start))
    hasQuotes = hasQuotes || bytes.contains(UInt8(ascii: "\""))
  }

  /// Keeps some rows from `start` on, after `line` lines; returns where the last of them ends.
  private mutating func keep(_ bytes: [UInt8], from start: Int, line: Int?) -> Int {
    var end = start
    var line = line
    var kept = 0
    rows(of: bytes, from: start) { csv, rowEnd in
      let here = line.map { $0 + 1 }
      line = line.map { $0 + bytes[end..<rowEnd].count { $0 == UInt8(ascii: "\n") } }
      end = rowEnd
      guard csv.fieldCount == fieldCount else {
        if otherRows.count < Self.mostOtherRows { otherRows.append((csv.strings, here)) }
        return true
      }
      sample.rows.append(csv.strings)
      sample.lines.append(here)
      kept += 1
      return kept < Self.rowsOfPlace
    }
    return end
  }

  /// Calls `body` with every row of the places.
  func forEachRow(_ body: (LibCSV) -> Void) {
    for place in places {
      rows(of: place.bytes, from: place.start) { csv, _ in
        if csv.fieldCount == fieldCount { body(csv) }
        return true
      }
    }
  }

  private func rows(of bytes: [UInt8], from start: Int, _ body: (LibCSV, _ end: Int) -> Bool) {
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
          if !body(csv, end) { return }
        }
      }
    }
  }
}
