import Availability

/// Knows a header that comes again in the middle of a log, in whatever disguise: after a byte-order mark or a `#`, with
/// blanks or quotes around its names, glued to a row without a line end. What follows one of other columns, or in
/// another order, must not be read as if it did not.
struct RepeatedHeader {
  enum Look: Equatable {
    case no
    /// The header as it was.
    case same
    case changed(columns: [String])
  }

  private let layout: RecordLayout
  /// Bare names, in small letters.
  private let names: [String]
  private let needed: Set<String>
  /// Bytes of the names of needed columns, small: a row that has none of them is looked at no further.
  private let neededBytes: [[UInt8]]
  /// Names that begin as numbers do: `1st_note`.
  private let digitNames: [[UInt8]]

  init(_ layout: RecordLayout) {
    self.layout = layout
    names = layout.header.map(Self.plain)
    needed = Set([layout.station, layout.freeDocks, layout.bikes].map { Self.plain(layout.header[$0]) })
    neededBytes = needed.map { Array($0.utf8) }
    digitNames = names.map { Array($0.utf8) }.filter { $0.first.map(Self.isDigit) ?? false }
  }

  private static func plain(_ name: String) -> String { ColumnNames.bare(name).lowercased() }

  func look(at row: LibCSV) -> Look {
    if isOfProfiles(row) { return .changed(columns: row.strings) }
    let hasName = (0..<row.fieldCount).contains { i in unsafe row.withField(i) { unsafe endsWithName($0) } }
    guard hasName || mayBeNames(row) else { return .no }
    let found = row.strings.map(ColumnNames.bare)
    let small = found.map { $0.lowercased() }
    if small == names { return .same }
    let glued = hasName ? glued(small) : nil
    // The same header again loses but the row that it is glued to.
    if glued == names { return .no }
    if needed.isSubset(of: small) { return .changed(columns: found) }
    if let glued { return .changed(columns: glued) }
    guard mayBeNames(row), Set(small).count == small.count || small.count == names.count else { return .no }
    // Finding columns takes long: not for each of many rows that are no records, but hold values.
    let isHeader =
      !found.contains(where: Self.isValue)
      && (try? RecordLayout(header: found, delimiter: layout.delimiter, choice: ColumnChoice())) != nil
    let areNames = areWords(small) || (!Self.begins(row, with: ["#", "//", "--"]) && areOtherNames(small))
    return isHeader || (areNames && !Self.begins(row, with: Self.logLevels)) ? .changed(columns: found) : .no
  }

  /// Is it the header of profiles, which somebody has put at the end of a log?
  private func isOfProfiles(_ row: LibCSV) -> Bool {
    [ProfileTable.columns.count, ProfileFile.columns.count + 1].contains(row.fieldCount)
      && (ProfileTable.isHeader(row.strings) || ProfileFile.isHeader(row.strings))
  }

  /// Has the row the name of each needed column, in whatever order?
  func hasNeeded(_ row: LibCSV) -> Bool {
    row.fieldCount <= 2 * names.count + 8 && hasNeeded(row.strings)
  }

  func hasNeeded(_ fields: [String]) -> Bool { needed.isSubset(of: fields.map(Self.plain)) }

  /// Has the row something else than numbers where a record has its counts? Of a row of another number of fields no
  /// place is known: none may be a number.
  private func mayBeNames(_ row: LibCSV) -> Bool {
    guard row.fieldCount > 2, row.fieldCount <= 2 * names.count + 8 else { return false }
    let hasText = (0..<row.fieldCount).contains { i in
      unsafe row.withField(i) { unsafe $0.count > ColumnNames.longestName }
    }
    if hasText { return false }
    let counts =
      row.fieldCount == names.count ? [layout.freeDocks, layout.bikes] : Array(0..<row.fieldCount)
    return counts.allSatisfy { i in
      unsafe row.withField(i) { field in
        if unsafe field.count == 0 { return row.fieldCount != names.count }
        return unsafe Self.isDigit(field[0]) ? isDigitName(field) : !field.isNothing
      }
    }
  }

  /// Is it a number or a time, without a doubt?
  private static func isValue(_ text: String) -> Bool {
    let digits = text.utf8.prefix(4).count(where: isDigit)
    return digits == 4 || (digits > 0 && !text.contains(where: \.isLetter))
  }

  private func isDigitName(_ field: Field) -> Bool {
    digitNames.contains { name in
      unsafe field.count == name.count
        && name.indices.allSatisfy { unsafe Self.small(field[$0]) == name[$0] }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

  /// First words of what a program says of itself.
  private static let logLevels = [
    "error", "warn", "info", "debug", "fatal", "critical", "exception", "traceback",
  ]

  private static func begins(_ row: LibCSV, with words: [String]) -> Bool {
    let text = unsafe row.withField(0) { unsafe $0.text }.drop { $0 == " " }.lowercased()
    return words.contains(where: text.hasPrefix)
  }

  /// Are these different words, of which some are names of the header, or which are as many as its names? Where columns
  /// were added, taken away or called otherwise, this much is left of a header. A header that is cut has changed nothing.
  private func areOtherNames(_ fields: [String]) -> Bool {
    let words = fields.filter { !$0.isEmpty }
    let known = words.count(where: names.contains)
    guard words.count > 2, Set(words).count == words.count, !isCutHeader(fields),
      words.allSatisfy({ names.contains($0) || isWord($0, mayHaveDigits: known > 0) })
    else { return false }
    let surplus = words.count - names.count { !$0.isEmpty }
    return known > 1 || abs(surplus) <= known
  }

  private func isCutHeader(_ fields: [String]) -> Bool {
    guard fields.count <= names.count else { return false }
    return (0...names.count - fields.count).contains { start in
      let part = names[start..<start + fields.count]
      return part.first!.hasSuffix(fields.first!) && part.last!.hasPrefix(fields.last!)
        && part.dropFirst().dropLast().elementsEqual(fields.dropFirst().dropLast())
    }
  }

  private func isWord(_ text: String, mayHaveDigits: Bool) -> Bool {
    text.contains(where: \.isLetter) && !ColumnSample.isNothing(text)
      && (mayHaveDigits || !text.contains { $0.isASCII && $0.isNumber })
  }

  /// Are these, in the places of station, counts and time, different words, none with a digit? Values never are all
  /// of that: they are names, though none is known.
  private func areWords(_ fields: [String]) -> Bool {
    guard fields.count == names.count else { return false }
    let words = layout.needed.map { fields[$0] }
    return Set(words).count == words.count && words.allSatisfy { isWord($0, mayHaveDigits: false) }
  }

  /// The names after a row's last value, without a line end between.
  private func glued(_ fields: [String]) -> [String]? {
    for (i, field) in fields.enumerated() {
      for name in names where !name.isEmpty && field.count > name.count && field.hasSuffix(name) {
        let found = [name] + fields[(i + 1)...]
        if needed.isSubset(of: found) { return found }
      }
    }
    return nil
  }

  private func endsWithName(_ field: Field) -> Bool {
    neededBytes.contains { name in
      // Something may stand after a name: a quote, a blank.
      for slack in unsafe 0...min(4, max(0, field.count - name.count)) {
        let start = unsafe field.count - name.count - slack
        guard start >= 0 else { return false }
        if name.indices.allSatisfy({ unsafe Self.small(field[start + $0]) == Self.small(name[$0]) }) {
          return true
        }
      }
      return false
    }
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

extension LeftOut {
  /// A header has names where a record has counts.
  var mayBeHeader: Bool {
    switch self {
    case .fieldCount, .quote, .noStation, .freeDocks, .bikes: true
    case .time, .closed, .period, .duplicate, .header: false
    }
  }
}
