import Availability

/// Some rows of a log, from its beginning and, of a file, from places further on: what its columns hold.
struct ColumnSample {
  /// Rows of as many fields as the header.
  var rows: [[String]] = []
  /// By row: its line, where that is known.
  var lines: [Int?] = []

  /// Values that say that there is none.
  static func isNothing(_ value: String) -> Bool {
    guard let first = value.utf8.first else { return true }
    guard value.utf8.count <= longestNothing, first &- UInt8(ascii: "0") > 9 else { return false }
    return nothings.contains(value.lowercased())
  }

  private static let longestNothing = 9
  static let nothings: Set<String> = ["null", "none", "nan", "na", "n/a", "\\n", "-", "nil", "undefined"]

  /// The values of a column that are some, and the numbers of their rows.
  func values(_ column: Int) -> [(row: Int, text: String)] {
    rows.indices.lazy.map { (row: $0, text: rows[$0][column]) }.filter { !Self.isNothing($0.text) }
  }

  /// Rows with a station and time that one before them has.
  func repeatedRows(of layout: RecordLayout) -> Int {
    guard let time = layout.time else { return 0 }
    let columns = [layout.station, time] + layout.clock.map(\.column)
    var seen: Set<[String]> = []
    return rows.count { row in
      let record = columns.map { row[$0] }
      return !Self.isNothing(record[1]) && !seen.insert(record).inserted
    }
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
    // A placeholder is a time that stands for nothing.
    let values = values(column).filter { !Self.isPlaceholder($0.text) }
    guard !values.isEmpty else { return nil }
    let times = values.count { value in readers.indices.contains { readers[$0].read(value.text) != nil } }
    return 2 * times >= values.count
  }

  private static func isPlaceholder(_ text: String) -> Bool {
    placeholders.contains { text.hasPrefix($0) } || ["0", "0.0", "-1", "NaT"].contains(text)
  }

  private static let placeholders = [
    "1970-01-01", "1969-12-31", "0001-01-01", "0000-00-00", "1900-01-01", "9999-12-31", "01/01/1970",
    "1970/01/01",
  ]

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

  /// Does the column differ in every row of many?
  func differsInEveryRow(_ column: Int) -> Bool {
    var seen: Set<String> = []
    return rows.count >= 24 && rows.allSatisfy { seen.insert($0[column]).inserted }
  }

  /// Has no two rows of a time the same value, though values come again?
  func isUnique(_ column: Int, at time: Int) -> Bool {
    2 * distinct(column) <= rows.count && Set(rows.lazy.map { [$0[column], $0[time]] }).count == rows.count
  }

  /// Has the column a few values that come again and again, each at another time, as stations do?
  func repeats(_ column: Int, at time: Int) -> Bool {
    let values = distinct(column)
    guard values > 1, 2 * values <= rows.count else { return false }
    return 20 * Set(rows.lazy.map { [$0[column], $0[time]] }).count >= 19 * rows.count
  }
}
