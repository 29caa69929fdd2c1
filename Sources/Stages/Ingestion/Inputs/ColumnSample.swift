import Availability

/// Some rows of a log, from its beginning and, of a file, from places further on: what its columns hold.
struct ColumnSample {
  /// Rows of as many fields as the header.
  var rows: [[String]] = []
  /// By row: its line, where that is known.
  var lines: [Int?] = []

  /// Values that say that there is none.
  static func isNothing(_ value: String) -> Bool {
    value.isEmpty || nothings.contains(value.lowercased())
  }

  static let nothings: Set<String> = ["null", "none", "nan", "na", "n/a", "\\n", "-", "nil", "undefined"]

  /// The values of a column that are some, and the numbers of their rows.
  func values(_ column: Int) -> [(row: Int, text: String)] {
    rows.indices.lazy.map { (row: $0, text: rows[$0][column]) }.filter { !Self.isNothing($0.text) }
  }

  /// Nil where the column has no values; else whether at least half of them are such.
  func mostly(_ column: Int, _ isSuch: (String) -> Bool) -> Bool? {
    let values = values(column)
    return values.isEmpty ? nil : 2 * values.count { isSuch($0.text) } >= values.count
  }

  func isCounts(_ column: Int) -> Bool? { mostly(column) { Self.count($0) != nil } }

  static func count(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      return unsafe Field(start, count: buffer.count).docks.map(Int.init)
    }
  }

  func isHours(_ column: Int) -> Bool? { mostly(column) { Self.count($0).map { $0 < 24 } ?? false } }

  func isTimes(_ column: Int) -> Bool? {
    var readers = DateOrder.allCases.map { TimestampReader(style: TimestampStyle(order: $0)) }
    return mostly(column) { text in
      for i in readers.indices where readers[i].read(text) != nil { return true }
      // A placeholder is a time that stands for nothing.
      return text.hasPrefix("1970-01-01") || text == "0"
    }
  }

  func isDates(_ column: Int) -> Bool? { mostly(column) { Self.isTime($0 + " 00:00") && !Self.isTime($0) } }
  func isTimesOfDay(_ column: Int) -> Bool? {
    mostly(column) { $0.contains(":") && Self.isTime("2000-01-01 " + $0) }
  }

  static func isTime(_ text: String) -> Bool {
    DateOrder.allCases.contains { order in
      var reader = TimestampReader(style: TimestampStyle(order: order))
      return reader.read(text) != nil
    }
  }

  /// Is the column different in every row of a log of more than one hour, and one more in nearly every row than in the
  /// row before, so that it numbers rows? The first rows of a large network differ too, but not so.
  func isRowNumber(_ column: Int, hour: (Int) -> Int?) -> Bool {
    guard rows.count >= 24 else { return false }
    let hours = Set(rows.indices.lazy.compactMap(hour))
    guard hours.count > 1, Set(rows.lazy.map { $0[column] }).count == rows.count else { return false }
    let numbers = rows.map { Int($0[column]) }
    let steps = zip(numbers, numbers.dropFirst()).count { before, after in
      before != nil && after != nil && abs(after! - before!) == 1
    }
    return 10 * steps >= 9 * (rows.count - 1)
  }

  func distinct(_ column: Int) -> Int { Set(values(column).lazy.map(\.text)).count }

  /// Does the column stay the same at each station where the other changes? So do all docks, not the free ones.
  func isConstant(_ column: Int, by station: Int, where other: Int) -> Bool {
    var first: [String: (value: String, other: String)] = [:]
    var hasChange = false
    for row in rows {
      guard let before = first[row[station]] else {
        first[row[station]] = (row[column], row[other])
        continue
      }
      if before.value != row[column] { return false }
      if before.other != row[other] { hasChange = true }
    }
    return hasChange
  }
}
