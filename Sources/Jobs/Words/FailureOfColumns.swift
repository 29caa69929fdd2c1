import Ingestion

extension Failure {
  /// What columns a header lacks, and the command that names them.
  init(_ path: String, _ layout: LayoutError) {
    guard layout.columns.count > 1 else {
      self = Self.undelimited(path, layout.columns.first ?? "")
      return
    }
    let columns = Printable.names(layout.columns.map { $0.isEmpty ? "(no name)" : $0 })
    let wanted = layout.missing.compactMap(\.wanted)
    let absent = layout.missing.filter { $0.wanted == nil }.map { ($0.role == .hour ? .time : $0.role).title }
    var problems = wanted.map { "no column named '\($0)'" }
    if let first = absent.first { problems.append("no column for \(first) found") }
    let what =
      wanted.isEmpty ? "\(path): \(problems[0])" : "\(path) has \(problems.joined(separator: ", and "))"
    var reasons = layout.missing.compactMap { missed in
      missed.reason ?? missed.wanted.flatMap { _ in missed.likely.map { "did you mean '\($0)'?" } }
    }
    if absent.count > 1 {
      reasons.insert("none for \(absent.dropFirst().joined(separator: ", ")) either", at: 0)
    }
    self.init(
      .badData, "\(what); its columns are: \(columns)" + reasons.map { "; " + $0 }.joined(),
      advice: Self.advice(layout).joined(separator: "\n"))
  }

  /// What to type next.
  private static func advice(_ layout: LayoutError) -> [String] {
    let options = layout.missing.map { "--\($0.role.rawValue) COLUMN" }.joined(separator: " ")
    guard !layout.hasNestedValues else {
      return [
        "some fields hold nested values ({...}): put the counts into columns of their own first, "
          + "for instance with pandas.json_normalize; then, if need be, name them with \(options)"
      ]
    }
    var advice = ["name the column\(layout.missing.count > 1 ? "s" : "") with \(options)"]
    // A command to fill in is none, nor is one with characters that no keyboard has.
    let isTypable = layout.options.allSatisfy { option in
      option.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
    if !layout.options.isEmpty, !layout.options.contains(""), isTypable {
      advice.append(
        TypedCommand().with(layout.options).map { "as in: \($0)" }
          ?? "add to the command: \(TypedCommand.words(layout.options).joined(separator: " "))")
    }
    let counts = layout.missing.map(\.role).filter { [.freeDocks, .bikes].contains($0) }
    guard counts.count == 1, layout.wanted == nil else { return advice }
    let rule =
      counts == [.bikes]
      ? "bikes are all docks less the free ones" : "free docks are all docks less the bikes"
    if layout.options.contains("--capacity"), !layout.options.contains("") {
      advice.append("(--capacity: \(rule))")
    } else if layout.missing.count == 1, layout.missing[0].likely == nil, layout.missing[0].reason == nil {
      advice.append("  or, where there is none, that of all docks with --capacity COLUMN: \(rule)")
    }
    return advice
  }

  /// A first line of one field is no header.
  private static func undelimited(_ path: String, _ line: String) -> Failure {
    let what =
      "\(path): no delimiter (tab, comma, semicolon, pipe) is found in its first line: "
      + "'\(Printable.name(line))'"
    let delimiters: [Character] = ["\t", ",", ";", "|"]
    if line.contains("{"), line.contains(":"), !line.hasPrefix("{") {
      return Failure(
        .badData, what,
        advice: "where JSON stands behind something else in each line, keep what begins with the brace:\n  "
          + Cure(path).filter("sed 's/^[^{]*//'", to: "-only.jsonl"))
    }
    if line.contains("\" \"") {
      return Failure(
        .badData, what, advice: "where blanks stand between its fields, as R writes them, add --delimiter ' '"
      )
    }
    if delimiters.contains(where: { delimiter in line.count { $0 == delimiter } > 1 }) {
      return Failure(
        .badData, what,
        advice: "each line stands in quotes as a whole; take these off:\n  "
          + Cure(path).filter(Cure.unquotingLines, to: "-unquoted.csv"))
    }
    if let advice = otherDelimiter(path, line) { return Failure(.badData, what, advice: advice) }
    return Failure(
      .badData, what,
      advice: "a log starts with a header line that names its columns; --delimiter names another delimiter")
  }

  /// What to do where another character, or blanks, stand between names that are known.
  private static func otherDelimiter(_ path: String, _ line: String) -> String? {
    func areNames(_ names: [Substring]) -> Bool {
      names.count > 2
        && (try? RecordLayout(header: names.map(String.init), delimiter: 0, choice: ColumnChoice())) != nil
    }
    if areNames(line.split(separator: "\u{1}")) {
      return "make commas of the control characters between its fields:\n  "
        + Cure(path).filter(#"tr '\001' ',' <"#, to: "-mended.csv")
    }
    let isColumns = line.contains("  ")
    let marks: [Character] = ["^", "~", "!", "#"]
    let known = marks.first { areNames(line.split(separator: $0)) }
    guard let other = known ?? (!isColumns && areNames(line.split(separator: " ")) ? " " : nil) else {
      guard isColumns, areNames(line.split(separator: " ")) else { return nil }
      return "columns are told by how wide they are; where two blanks or more stand between them, make a TAB "
        + "of these:\n  "
        + Cure(path).filter(#"sed -E 's/^ +//; s/ +$//; s/ {2,}/\t/g'"#, to: "-mended.csv")
    }
    let option = ["--delimiter", String(other)]
    return "its fields have '\(other)' between them"
      + (TypedCommand().with(option).map { ":\nas in: \($0)" }
        ?? ": add \(TypedCommand.words(option).joined(separator: " "))")
  }
}
