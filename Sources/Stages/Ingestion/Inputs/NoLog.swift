import Availability

/// Text that is delimited but no log: what it is, and what to do.
struct NoLog {
  private enum Kind {
    case trips, noHeader, widePairs, ownOutput
    case wide(WideTable)
    case long(LongTable)
  }
  private let kind: Kind
  private let names: [String]
  private let delimiter: UInt8
  /// The first rows, without that of `names`.
  private let rows: ColumnSample

  /// Nil where it may be a log of columns that are not known.
  init?(_ names: [String], _ delimiter: UInt8, _ bytes: [UInt8], from end: Int) {
    self.names = names
    self.delimiter = delimiter
    var sampler = RowSampler(fieldCount: names.count, delimiter: delimiter)
    sampler.read(beginning: bytes, from: end, linesAbove: 1, isAll: false)
    rows = sampler.sample()
    let plain = names.map(ColumnNames.normalised)
    func has(_ parts: [String]) -> Bool { plain.contains { name in parts.allSatisfy(name.contains) } }
    let isTrips =
      (has(["start", "station"]) || has(["from", "station"]) || has(["start", "date"]) || has(["started"]))
      && (has(["end", "station"]) || has(["to", "station"]) || has(["end", "date"]) || has(["ended"]))
      || has(["retiro"]) && has(["arribo"]) || has(["departures"]) && has(["arrivals"])
    let values = names.filter {
      ColumnSample.count($0) != nil || ColumnSample.isTime($0) || Double($0) != nil
    }
    if OwnOutput.isIts(names, bytes, from: end, delimiter) {
      kind = .ownOutput
    } else if isTrips {
      kind = .trips
    } else if let table = LongTable(names, rows) {
      kind = .long(table)
    } else if let table = WideTable(names, rows, mayBeOfStations: !Self.hasColumnsByStation(plain)) {
      kind = .wide(table)
    } else if Self.hasColumnsByStation(plain) {
      kind = .widePairs
    } else if names.count > 2, let first = names.first,
      ColumnSample.count(first) != nil || ColumnSample.isTime(first),
      2 * values.count >= names.count || values.contains(where: ColumnSample.isTime)
    {
      kind = .noHeader
    } else if names.count > 2, 2 * values.count >= names.count, ColumnSample.count(names[0]) == nil {
      kind = names.contains(where: ColumnSample.isTime) ? .noHeader : .wide(WideTable(ofNumbers: names))
    } else {
      return nil
    }
  }

  /// Are there several columns of bikes, or of docks, whose names differ by a number only?
  private static func hasColumnsByStation(_ names: [String]) -> Bool {
    let numbered = names.filter { $0.contains { $0.isNumber } }
    let groups = Dictionary(grouping: numbered) { name in name.filter { !$0.isNumber } }
    let hints = ColumnRole.bikes.hints + ColumnRole.freeDocks.hints
    return groups.contains { name, columns in
      columns.count > 1 && hints.contains { name.contains($0) } && Set(columns).count == columns.count
    }
  }

  func refusal(_ path: String) -> IngestionError {
    let cure = Cure(path)
    return switch kind {
    case .trips:
      .refused(
        path: path, what: "this is a list of trips, not an availability log",
        advice:
          "velibcorr reads how many bikes and free docks each station has, hour by hour; trips do not tell it"
      )
    case .wide(let table): table.refusal(path)
    case .long(let table): table.refusal(path)
    case .widePairs:
      .refused(
        path: path, what: "this is a wide table: it has columns of bikes or docks for each station",
        advice:
          "a log has a row a station and time, with one column of bikes and one of free docks: bring it "
          + "into that form first"
          + (LongTable.rows(
            ofPairs: names, hints: ColumnRole.bikes.hints + ColumnRole.freeDocks.hints, path
          ).map { ":\n  \($0)" } ?? ""))
    case .ownOutput:
      .refused(
        path: path, what: "this is a result that velibcorr itself has written, not a log",
        advice: "leave it out; earlier results that can be read again are those of --profiles")
    case .noHeader:
      .refused(
        path: path,
        what: "it has no header line: its first line is \(names.prefix(8).joined(separator: ","))",
        advice: "put one before it that names the columns in your order (number, available_bike_stands, "
          + "available_bikes, last_update), for instance:\n"
          + "  "
          + cure.command({ "(\(suggestedHeader); cat \($0)) > \($1)" }, to: "-header.csv")
      )
    }
  }

  /// The command that writes names, by what is in the rows: times are known, stations come again at each time, and of four columns the others
  /// are the counts; in which order is for the user to say.
  private var suggestedHeader: String {
    let time = names.firstIndex(where: ColumnSample.isTime)
    var found = names.indices.map { "column\($0 + 1)" }
    if let time { found[time] = "last_update" }
    let others = names.indices.filter { $0 != time }
    if let time, others.count == 3 {
      let stations = others.filter { rows.isUnique($0, at: time) }
      if stations.count == 1 {
        let counts = others.filter { $0 != stations[0] }
        (found[stations[0]], found[counts[0]], found[counts[1]]) = (
          "number", "available_bike_stands", "available_bikes"
        )
      }
    }
    // A message shows no TAB as it is.
    return delimiter == UInt8(ascii: "\t")
      ? "printf '\(found.joined(separator: "\\t"))\\n'"
      : "echo " + found.joined(separator: String(decoding: [delimiter], as: UTF8.self)).shellQuoted
  }
}

/// Contents that cannot be delimited text, by their first bytes.
enum ForeignKind {
  static func refusal(_ bytes: [UInt8], path: String) -> IngestionError? {
    guard mayBeForeign(bytes.prefix(256)) else { return nil }
    let head = String(decoding: bytes.prefix(256), as: UTF8.self)
    let start = head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head")
      || start.hasPrefix("<") && ["<html", "<body", "<table"].contains(where: start.contains)
    {
      return .refused(
        path: path, what: "this is a web page (HTML), not a log",
        advice: "the server answered with a page, perhaps an error: fetch the log again, and look at it first"
      )
    }
    if let what = markup(start) {
      let rows = start.hasPrefix("copy ") || start.contains("postgresql") ? copiedRows : nil
      return .refused(
        path: path, what: "this is \(what), not delimited text",
        advice: "export it as CSV, a row a station and time"
          + (rows.map { ", or take the rows out of it:\n  " + Cure(path).filter($0, to: "-rows.tsv") } ?? ""))
    }
    if head.hasPrefix("version https://git-lfs.github.com/spec/") {
      return .refused(
        path: path, what: "this is a Git LFS pointer, not the log itself",
        advice: "fetch the file it stands for, in its repository: git lfs pull")
    }
    if head.hasPrefix("SQLite format 3\0") {
      return database(bytes, path)
    }
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)), isWorkbook(bytes) {
      return .refused(
        path: path, what: "this is an Excel workbook (xlsx), not delimited text",
        advice: "export the sheet as CSV (UTF-8), or:\n  "
          + Cure(path).python(
            "pandas.read_excel(sys.argv[1]).to_csv(sys.argv[2], index=False)", to: "-export.csv"))
    }
    return nil
  }

  /// What makes a header and rows of the tables in a dump of PostgreSQL.
  private static let copiedRows =
    #"awk '/^\\\.$/{f=0} f; /^COPY .*FROM stdin;/{f=1; sub(/^[^(]*\(/,""); sub(/\).*/,""); gsub(/, */,"\t"); print}'"#

  /// False for nearly all headers: text that begins with a letter or a quote, and none of the words below.
  private static func mayBeForeign(_ head: ArraySlice<UInt8>) -> Bool {
    guard let first = head.first else { return false }
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
    guard isLetter || first == UInt8(ascii: "\""), !"vSP".utf8.contains(first) else { return true }
    // The last words of the first commands of a dump: `create table`, `insert into`.
    return ["table", "into", "stdin"].contains { word in
      head.indices.contains { start in
        start + word.utf8.count <= head.endIndex
          && zip(head[start...], word.utf8).allSatisfy { $0 | 0x20 == $1 }
      }
    }
  }

  /// Names the format of a text that has no delimited fields; nil for any other.
  private static func markup(_ start: String) -> String? {
    // `<date>,<time>` are names of columns.
    let behind = start.drop { $0 != ">" }.dropFirst().drop(while: \.isWhitespace)
    if start.hasPrefix("<?xml") || start.hasPrefix("<") && behind.hasPrefix("<") { return "XML" }
    if start.hasPrefix("%pdf") { return "PDF" }
    if ["-- mysql dump", "-- mariadb dump", "--\n-- postgresql"].contains(where: start.hasPrefix)
      || ["create table ", "insert into "].contains(where: start.contains)
      || start.hasPrefix("copy ") && start.contains(" from stdin")
    {
      return "a dump of a database (SQL)"
    }
    let first = start.prefix { $0 != "\n" }
    let isList = first.hasPrefix("- ") && first.contains(": ") || first.hasPrefix("---")
    return isList && !first.contains(",") ? "YAML" : nil
  }

  /// SQLite's first page has the tables' definitions in clear text, at its end.
  private static func database(_ bytes: [UInt8], _ path: String) -> IngestionError {
    let text = String(decoding: bytes, as: UTF8.self)
    let definitions = text.matches(of: /CREATE TABLE ("[^"]+"|\[[^\]]+\]|\w+) ?\(([^)]*)/.ignoresCase())
    let tables = definitions.map {
      ($0.1.trimmingPrefix(/["\[]/).prefix { !"\"]".contains($0) }, $0.2.lowercased())
    }
    .filter { !$0.0.hasPrefix("sqlite_") }
    let isLog = { (columns: String) in ColumnRole.bikes.hints.contains { columns.contains($0) } }
    let table = (tables.first { isLog($0.1) } ?? tables.first).map { String($0.0) }
    let select = "SELECT * FROM \"\(table ?? "TABLE")\""
    let cure = Cure(path)
    let list = cure.command({ input, _ in "sqlite3 \(input) .tables" }, to: "-export.csv")
    let export = cure.command(
      { "sqlite3 -header -csv \($0) \(select.shellQuoted) > \($1)" }, to: "-export.csv")
    return .refused(
      path: path, what: "this is an SQLite database, not delimited text",
      advice: table == nil
        ? "list its tables:\n  \(list)\nand export the one that is the log (here called TABLE):\n  \(export)"
        : "export the table that is the log:\n  \(export)"
          + (tables.count > 1 ? "\n(its tables: \(tables.map { String($0.0) }.joined(separator: ", ")))" : "")
    )
  }

  private static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    let names = String(decoding: bytes.prefix(InputKind.sniffedBytes), as: UTF8.self)
    return names.contains("[Content_Types].xml") || names.contains("xl/workbook")
      || names.contains("xl/worksheets")
  }
}
