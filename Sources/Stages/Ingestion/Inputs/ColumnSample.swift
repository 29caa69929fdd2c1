import Availability

/// Some rows of a log, from its beginning and, of a file, from places further on: what its columns hold.
final class ColumnSample {
  /// Rows of as many fields as the header.
  private let fields: SampledFields
  private let lines: SampledLines
  private var columns: [SampledColumn?]

  /// Without rows, as for a header alone.
  convenience init() { self.init(SampledFields(fieldCount: 0), SampledLines()) }

  init(_ fields: SampledFields, _ lines: SampledLines) {
    var fields = fields
    fields.close()
    self.fields = fields
    self.lines = lines
    columns = [SampledColumn?](repeating: nil, count: fields.fieldCount)
  }

  var rowCount: Int { fields.rowCount }
  var rows: Range<Int> { 0..<fields.rowCount }

  /// Where a row stands, `line 7`, or of JSON `record 6`; nil where it is not known.
  func place(_ row: Int) -> String? { lines.place(row) }

  /// A value as text.
  func text(_ row: Int, _ column: Int) -> String { fields.text(row, column) }

  subscript(_ column: Int) -> SampledColumn {
    guard column < columns.count else { return SampledColumn(SampledFields(fieldCount: 0), column) }
    if let known = columns[column] { return known }
    let new = SampledColumn(fields, column)
    columns[column] = new
    return new
  }

  func withField<R>(_ row: Int, _ column: Int, _ body: (Field) -> R) -> R {
    unsafe fields.withField(row, column, body)
  }

  @inline(__always)
  func forEach(_ column: Int, _ body: (_ row: Int, Field) -> Void) { unsafe fields.forEach(column, body) }

  func isSame(_ column: Int, _ row: Int, _ other: Int) -> Bool {
    unsafe fields.withField(row, column) { field in
      unsafe fields.withField(other, column) { unsafe $0.isSame(as: field) }
    }
  }

  /// By row, the first row that has the same values in some columns.
  func firsts(of columns: [Int]) -> [Int32] {
    columns.dropFirst().reduce(self[columns[0]].firsts) { found, column in
      let values = self[column].firsts
      var numbering = Numbering(rowCount)
      return rows.map { row in
        let key = UInt64(found[row]) << 32 | UInt64(values[row])
        return numbering.first(row, hash: Numbering.mixed(key)) {
          found[$0] == found[row] && values[$0] == values[row]
        }
      }
    }
  }

  // MARK: - Values

  /// Values that say that there is none.
  static func isNothing(_ value: String) -> Bool { unsafe Field.withField(value) { unsafe isNothing($0) } }

  @inline(__always)
  static func isNothing(_ field: Field) -> Bool {
    guard unsafe field.count > 0 else { return true }
    guard unsafe field.count <= longestNothing, unsafe field[0] &- UInt8(ascii: "0") > 9 else { return false }
    return nothings.contains(unsafe field.text.lowercased())
  }

  private static let longestNothing = 9
  private static let nothings: Set<String> = [
    "null", "none", "nan", "na", "n/a", "\\n", "-", "nil", "undefined",
  ]

  static func count(_ text: String) -> Int? {
    unsafe Field.withField(text) { unsafe $0.docks.map(Int.init) }
  }

  static func isTime(_ text: String) -> Bool {
    var probe = TimeProbe()
    return unsafe Field.withField(text) { unsafe probe.isTime($0) }
  }

  /// The first value of a column that is some.
  func firstValue(_ column: Int) -> String? {
    rows.first { isSome($0, column) }.map { text($0, column) }
  }

  func hasValue(_ column: Int, _ isSuch: (Field) -> Bool) -> Bool {
    rows.contains { row in
      unsafe withField(row, column) { unsafe isSuch($0) && !Self.isNothing($0) }
    }
  }

  func isSome(_ row: Int, _ column: Int) -> Bool {
    unsafe withField(row, column) { unsafe !Self.isNothing($0) }
  }

  // MARK: - Columns

  /// Nil where the column has no values; else whether at least half of them are such.
  func mostly(_ column: Int, _ isSuch: (Field) -> Bool) -> Bool? {
    var (good, some) = (0, 0)
    unsafe forEach(column) { _, field in
      guard unsafe !Self.isNothing(field) else { return }
      some += 1
      if unsafe isSuch(field) { good += 1 }
    }
    return some == 0 ? nil : 2 * good >= some
  }

  func isCounts(_ column: Int) -> Bool? { self[column].isCounts }
  func isHours(_ column: Int) -> Bool? { self[column].areCounts(below: 24) }
  func isTimes(_ column: Int) -> Bool? { self[column].isTimes }
  func distinct(_ column: Int) -> Int { self[column].distinct }

  /// A row's count in a column; nil for anything else.
  func count(_ row: Int, _ column: Int) -> Int? {
    let count = self[column].counts[row]
    return count < 0 ? nil : Int(count)
  }

  func isDates(_ column: Int) -> Bool? {
    var probe = TimeProbe()
    return unsafe mostly(column) { unsafe probe.isDate($0) }
  }

  func isTimesOfDay(_ column: Int) -> Bool? {
    var probe = TimeProbe()
    return unsafe mostly(column) { unsafe probe.isTimeOfDay($0) }
  }

  /// Is the column different in every row of a log of more than one hour, and one more in nearly every row than in the
  /// row before, so that it numbers rows? The first rows of a large network differ too, but not so.
  func isRowNumber(_ column: Int, hour: (Int) -> Int?) -> Bool {
    guard differsInEveryRow(column), Set(rows.lazy.compactMap(hour)).count > 1 else { return false }
    let numbers = rows.map { Int(text($0, column)) }
    let steps = zip(numbers, numbers.dropFirst()).count { before, after in
      guard let before, let after else { return false }
      return abs(after - before) == 1
    }
    return 10 * steps >= 9 * (rowCount - 1)
  }

  /// Does the column differ in every row of many?
  func differsInEveryRow(_ column: Int) -> Bool { rowCount >= 24 && self[column].differsInEveryRow }

  /// Has no two rows of a time the same value, though values come again?
  func isUnique(_ column: Int, at time: Int) -> Bool {
    2 * distinct(column) <= rowCount && pairs(column, time) == rowCount
  }

  /// Has the column a few values that come again and again, each at another time, as stations do?
  func repeats(_ column: Int, at time: Int) -> Bool {
    let values = distinct(column)
    guard values > 1, 2 * values <= rowCount else { return false }
    return 20 * pairs(column, time) >= 19 * rowCount
  }

  /// Has each time a value of its own, the same in all its rows, as the number of a poll has?
  func numbersTimes(_ column: Int, _ time: Int) -> Bool {
    let times = distinct(time)
    return times > 2 && 2 * times <= rowCount && distinct(column) == times && pairs(column, time) == times
  }

  private func pairs(_ column: Int, _ other: Int) -> Int {
    let firsts = firsts(of: [column, other])
    return firsts.indices.count { firsts[$0] == $0 }
  }
}
