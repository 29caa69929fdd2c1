import Text

extension BenchTables {
  /// What does not fit into a table of one problem.
  static func notes(_ rows: [Row]) -> [String] {
    remarks(rows) + rows.compactMap(\.outlierWords)
      + (rows.lazy.compactMap(\.load).first { !$0.isQuiet }.map { [$0.words] } ?? [])
      + rows.flatMap { row in row.failures.map { "\(row.name): \($0)" } }
  }

  /// What verifications have observed, once where all have observed the same.
  private static func remarks(_ rows: [Row]) -> [String] {
    let words = rows.map { row in
      let isOther = !row.passed && row.quantity != rows[0].quantity
      return ((isOther ? ["wrong: \(row.quantity)"] : []) + row.remarks).joined(separator: ", ")
    }
    if words.allSatisfy({ $0 == words[0] }) { return words[0].isEmpty ? [] : [words[0]] }
    return zip(rows, words).filter { !$1.isEmpty }.map { "\($0.name): \($1)" }
  }
}

extension BenchTables.Row {
  /// "average, static 2 x 1"
  var name: String { "\(workload), \(schedule) \(ranks) x \(threads)" }

  fileprivate var outlierWords: String? {
    guard let outliers, outliers > 0 else { return nil }
    return
      "\(name): \(outliers) of \(trials.count) trials far from the others, up to \(Figures.time(maximum)): something else was going on"
  }
}

extension OtherLoad {
  /// What disturbed the trials.
  package var words: String {
    var causes: [String] = []
    if others > Self.limit { causes.append("other programs used \(Figures.percent(others)) % of the cores") }
    if stolen > Self.limit {
      causes.append("other machines on this hardware used \(Figures.percent(stolen)) % of the cores")
    }
    if slowdowns > 0 { causes.append("cores were slowed down \(Figures.grouped(slowdowns)) times") }
    return
      "not quiet: during these trials \(causes.joined(separator: ", ")); --wait-for-quiet waits till they are free"
  }
}
