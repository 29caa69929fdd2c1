import Availability

/// Text that is delimited but no log: what it is, and what to do.
struct NoLog {
  private enum Kind { case trips, noHeader, wide }
  private let kind: Kind
  private let names: [String]
  private let delimiter: UInt8

  /// Nil where it may be a log of columns that are not known.
  init?(_ names: [String], _ delimiter: UInt8, _ bytes: [UInt8], from end: Int) {
    self.names = names
    self.delimiter = delimiter
    let plain = names.map(ColumnNames.normalised)
    func has(_ parts: [String]) -> Bool { plain.contains { name in parts.allSatisfy(name.contains) } }
    let isTrips =
      (has(["start", "station"]) || has(["from", "station"]) || has(["start", "date"]) || has(["started"]))
      && (has(["end", "station"]) || has(["to", "station"]) || has(["end", "date"]) || has(["ended"]))
    let values = names.filter {
      ColumnSample.count($0) != nil || ColumnSample.isTime($0) || Double($0) != nil
    }
    if isTrips {
      kind = .trips
    } else if names.count > 2, let first = names.first,
      ColumnSample.count(first) != nil || ColumnSample.isTime(first),
      2 * values.count >= names.count || values.contains(where: ColumnSample.isTime)
    {
      kind = .noHeader
    } else if names.count > 2, 2 * values.count >= names.count, ColumnSample.count(names[0]) == nil {
      kind = names.contains(where: ColumnSample.isTime) ? .noHeader : .wide
    } else {
      return nil
    }
  }

  func refusal(_ path: String) -> IngestionError {
    switch kind {
    case .trips:
      .refused(
        path: path, what: "this is a list of trips, not an availability log",
        advice:
          "velibcorr reads how many bikes and free docks each station has, hour by hour; trips do not tell it"
      )
    case .wide:
      .refused(
        path: path, what: "this is a wide table: a column a station, '\(names[1])', '\(names[2])', ...",
        advice:
          "a log has a row a station and time, with bikes and free docks; melt it first, for instance:\n"
          + "  python3 -c \"import pandas; pandas.read_csv('\(path)', sep=None, engine='python')"
          + ".melt('\(names[0])', var_name='station_id', value_name='bikes')"
          + ".to_csv('\(path.beside("-long.csv"))', index=False)\"\n"
          + "and add the free docks, or read them off the docks there are with --capacity")
    case .noHeader:
      .refused(
        path: path,
        what: "it has no header line: its first line is \(names.prefix(8).joined(separator: ","))",
        advice: "put one before it that names the columns in their order, for instance:\n"
          + "  (echo '\(suggestedHeader)'; cat \(path.shellQuoted)) > \(path.beside("-header.csv").shellQuoted)"
      )
    }
  }

  /// Names by what is in the first line: times are known; which numbers are bikes is not.
  private var suggestedHeader: String {
    var rest = names.count == 4 ? ["number", "available_bike_stands", "available_bikes"] : []
    let hasTime = names.contains(where: ColumnSample.isTime)
    var isTimeGiven = false
    let found = names.enumerated().map { i, value -> String in
      if !isTimeGiven, ColumnSample.isTime(value) {
        isTimeGiven = true
        return "last_update"
      }
      return rest.isEmpty || !hasTime ? "column\(i + 1)" : rest.removeFirst()
    }
    return found.joined(separator: String(decoding: [delimiter], as: UTF8.self))
  }
}

/// What cannot be delimited text, by its first bytes.
enum ForeignKind {
  static func refusal(_ bytes: [UInt8], path: String) -> IngestionError? {
    let head = String(decoding: bytes.prefix(256), as: UTF8.self)
    let start = head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head") {
      return .refused(
        path: path, what: "this is a web page (HTML), not a log",
        advice: "the server answered with a page, perhaps an error: fetch the log again, and look at it first"
      )
    }
    if start.hasPrefix("<?xml") {
      return .refused(
        path: path, what: "this is XML, not delimited text",
        advice: "export it as CSV, a row a station and time")
    }
    if head.hasPrefix("version https://git-lfs.github.com/spec/") {
      return .refused(
        path: path, what: "this is a Git LFS pointer, not the log itself",
        advice: "fetch the file it stands for, in its repository: git lfs pull")
    }
    if head.hasPrefix("SQLite format 3\0") {
      let quoted = path.shellQuoted
      return .refused(
        path: path, what: "this is an SQLite database, not delimited text",
        advice:
          "list its tables and export the one that is the log (here called TABLE):\n  sqlite3 \(quoted) .tables\n"
          + "  sqlite3 -header -csv \(quoted) 'SELECT * FROM TABLE' > \(path.beside("-export.csv").shellQuoted)"
      )
    }
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)), isWorkbook(bytes) {
      return .refused(
        path: path, what: "this is an Excel workbook (xlsx), not delimited text",
        advice: "export the sheet as CSV (UTF-8), or: python3 -c \"import pandas; "
          + "pandas.read_excel('\(path)').to_csv('\(path.beside("-export.csv"))', index=False)\"")
    }
    return nil
  }

  private static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    let names = String(decoding: bytes.prefix(InputKind.sniffedBytes), as: UTF8.self)
    return names.contains("[Content_Types].xml") || names.contains("xl/workbook")
      || names.contains("xl/worksheets")
  }
}

extension String {
  /// As one word of a shell's command.
  package var shellQuoted: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=:,@%".contains($0)) }
    return plain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }

  /// A name for what is made of the file of this name, and never that name itself.
  package func beside(_ ending: String) -> String {
    let file = split(separator: "/").last.map(String.init) ?? self
    let stem = file == "standard input" ? "log" : String(file.prefix { $0 != "." })
    return (stem.isEmpty ? "log" : stem) + ending
  }
}
