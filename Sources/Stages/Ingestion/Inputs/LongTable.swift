/// A table of a row a count: one column says of what, as `bikes`, another how many.
struct LongTable {
  private let kind: String
  private let value: String

  /// Nil for any other table.
  init?(_ names: [String], _ rows: ColumnSample) {
    let values = names.indices.filter {
      ["value", "values", "val", "wert", "valeur", "valor", "count"].contains(
        ColumnNames.normalised(names[$0]))
        && rows.isCounts($0) == true
    }
    let kinds = names.indices.filter { column in
      guard 2...8 ~= rows.distinct(column) else { return false }
      let firsts = rows[column].firsts
      let words = rows.rows.filter { firsts[$0] == $0 }.map { ColumnNames.normalised(rows.text($0, column)) }
      return words.contains { KnownNames.isKnown($0, in: .bikes) }
        && words.contains { KnownNames.isKnown($0, in: .freeDocks) }
    }
    guard let value = values.first, let kind = kinds.first, Self.isPlain(names[value]),
      Self.isPlain(names[kind])
    else { return nil }
    (self.kind, self.value) = (names[kind], names[value])
  }

  /// Can it stand within a statement of Python, within quotes of the shell?
  static func isPlain(_ name: String) -> Bool { !name.contains { "'\"\\$`".contains($0) } }

  func refusal(_ path: String) -> IngestionError {
    .refused(
      path: path, what: "it has a row for each count, which '\(kind)' tells apart",
      advice: "a log has a row a station and time, with bikes and free docks side by side:\n  "
        + Cure(path).python(
          "d=pandas.read_csv(sys.argv[1], sep=None, engine='python', dtype=str, keep_default_na=False); "
            + "d.pivot(index=[c for c in d.columns if c not in ('\(kind)', '\(value)')], columns='\(kind)', "
            + "values='\(value)').reset_index().to_csv(sys.argv[2], index=False)", to: "-rows.csv"))
  }

  /// The command that makes rows of a table with columns of bikes and docks for each station, whose names differ by a
  /// number.
  static func rows(ofPairs names: [String], hints: [String], _ path: String) -> String? {
    let others = names.filter { name in
      let plain = ColumnNames.normalised(name)
      return !(plain.contains { $0.isNumber } && hints.contains(where: plain.contains))
    }
    guard names.allSatisfy(isPlain) else { return nil }
    let keys = others.map { "'\($0)'" }.joined(separator: ", ")
    return Cure(path).python(
      "d=pandas.read_csv(sys.argv[1], sep=None, engine='python', dtype=str).melt([\(keys)]); "
        + "d['station_id']=d['variable'].str.extract('([0-9]+)'); "
        + "d['kind']=d['variable'].str.replace('[0-9]+', '', regex=True); "
        + "d.pivot(index=[\(keys), 'station_id'], columns='kind', values='value').reset_index()"
        + ".to_csv(sys.argv[2], index=False)", to: "-rows.csv")
  }
}
