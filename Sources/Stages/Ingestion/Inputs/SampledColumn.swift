/// The values of one column in the rows looked at. Each judgement is made when it is asked for, and once.
final class SampledColumn {
  private let fields: SampledFields
  private let column: Int

  /// In place of a count: a value that is none, and no value at all.
  static let (noCount, nothing): (Int32, Int32) = (-1, -2)

  init(_ fields: SampledFields, _ column: Int) { (self.fields, self.column) = (fields, column) }

  /// By row its count, `noCount` or `nothing`.
  private(set) lazy var counts: [Int32] = {
    var counts = [Int32](repeating: Self.nothing, count: fields.rowCount)
    unsafe fields.forEach(column) { row, field in
      if let count = unsafe field.docks {
        counts[row] = Int32(count)
      } else if unsafe !ColumnSample.isNothing(field) {
        counts[row] = Self.noCount
      }
    }
    return counts
  }()

  /// Of the values that are some, whether at least half are counts below `limit`; nil where none is some.
  func areCounts(below limit: Int32 = .max) -> Bool? {
    var (good, some) = (0, 0)
    for count in counts where count != Self.nothing {
      some += 1
      if count >= 0 && count < limit { good += 1 }
    }
    return some == 0 ? nil : 2 * good >= some
  }

  private(set) lazy var isCounts = areCounts()

  /// By row, the first row of the same value: its own number where the value is new.
  private(set) lazy var firsts: [Int32] = {
    var numbering = Numbering(fields.rowCount)
    var firsts = [Int32](repeating: 0, count: fields.rowCount)
    unsafe fields.forEach(column) { row, field in
      let hash = unsafe Numbering.hash(field)
      firsts[row] = numbering.first(row, hash: hash) { earlier in
        unsafe fields.withField(earlier, column) { unsafe $0.isSame(as: field) }
      }
    }
    return firsts
  }()

  /// Values that are some, each counted once.
  private(set) lazy var distinct: Int = {
    firsts.indices.count { row in
      unsafe firsts[row] == row && fields.withField(row, column) { unsafe !ColumnSample.isNothing($0) }
    }
  }()

  private(set) lazy var differsInEveryRow = firsts.indices.allSatisfy { firsts[$0] == $0 }

  /// Are at least half of the values times, read in any order? A placeholder is a time that stands for nothing; nil
  /// where there is no other value.
  private(set) lazy var isTimes: Bool? = {
    var probe = TimeProbe()
    var (times, some) = (0, 0)
    unsafe fields.forEach(column) { _, field in
      if unsafe probe.isTime(field) {
        times += 1
        some += 1
      } else if unsafe !ColumnSample.isNothing(field) && !Self.isPlaceholder(field) {
        some += 1
      }
    }
    return some == 0 ? nil : 2 * times >= some
  }()

  /// Of years that no time is read of.
  private static func isPlaceholder(_ field: Field) -> Bool {
    let text = unsafe field.text
    return placeholders.contains { text.hasPrefix($0) } || ["0", "0.0", "-1", "NaT"].contains(text)
  }

  private static let placeholders = [
    "1970-01-01", "1969-12-31", "0001-01-01", "0000-00-00", "1900-01-01", "9999-12-31", "01/01/1970",
    "1970/01/01",
  ]
}
