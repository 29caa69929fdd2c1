import Foundation
import TestSupport
import Testing

/// Every command that is printed as a cure is pasted: it works, and leaves the input as it is.
@Suite struct CureTests {
  /// Names that a shell, Python or SQL would take for something else.
  static let fileNames: [String] = [
    "log.csv", "my log.csv", "it's.csv", "$(touch oops).csv", "`touch oops`.csv", "a\"b.csv", "-log.csv",
    "a;b&c.csv",
  ]

  /// Text in UTF-16.
  private static func utf16(_ bytes: [UInt8], isBig: Bool, isMarked: Bool) -> [UInt8] {
    ((isMarked ? "\u{FEFF}" : "") + String(decoding: bytes, as: UTF8.self)).utf16
      .flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
  }

  /// The log with a fourth of all counts.
  private static func quarters(_ header: [String]) -> [UInt8] {
    func quarter(_ count: String) -> String {
      let count = Int(count)!
      return "\(count / 4).\(["00", "25", "50", "75"][count % 4])"
    }
    return SoundLog.text(header) { [$1[0], quarter($1[1]), quarter($1[2]), $1[3]] }
  }

  /// Files that have to be made into others, under each name.
  static let conversions: [(mistake: String, bytes: [UInt8], end: Cure.End)] = [
    ("UTF-16 with a mark", utf16(SoundLog.text(), isBig: false, isMarked: true), .log),
    ("UTF-16, big-endian", utf16(SoundLog.text(), isBig: true, isMarked: false), .log),
    ("UTF-16, little-endian", utf16(SoundLog.text(), isBig: false, isMarked: false), .log),
    ("no header line", SoundLog.text(nil), .log),
    (
      "a header above another",
      Array("\(SoundLog.header.reversed().joined(separator: ",")),more\n".utf8) + SoundLog.text(), .log
    ),
    (
      "a quote that nothing closes",
      SoundLog.text(SoundLog.header + ["name"]) { $1 + [$0 == 5 ? "\"Main" : "Main"] }, .log
    ),
    (
      "quotes behind backslashes",
      SoundLog.text(SoundLog.header + ["name"]) { $1 + [$0 == 5 ? #""Rue \"A, B\"""# : "Main"] }, .log
    ),
    (
      "a wide table",
      Array("time,7,8,12\n2024-05-14 00:30:00,9,8,1\n2024-05-14 01:30:00,7,4,7\n".utf8),
      .file("time,station_id,bikes\n2024-05-14 00:30:00,7,9\n")
    ),
    (
      "no header line, and no time twice",
      SoundLog.text(nil) { [$1[0], "\($1[3].dropLast())\($0 % 3)", $1[1], $1[2]] },
      .file("column1,last_update,column3,column4\n7,2024-05-14 00:30:00,1,9\n")
    ),
    ("no header line, with TABs", SoundLog.text(nil, delimiter: "\t"), .log),
    ("row names, with TABs", SoundLog.text(delimiter: "\t") { ["\($0)"] + $1 }, .log),
    ("averages", quarters(SoundLog.header), .log),
    ("averages below names in quotes", quarters(SoundLog.header.map { "\"\($0)\"" }), .log),
    ("a Parquet file", Array("PAR1".utf8) + [0x15, 0, 0x15], .understood),
    ("a workbook", storedZip([("[Content_Types].xml", []), ("xl/workbook.xml", [])]), .understood),
  ]

  @Test("Conversions, under every name", arguments: conversions.indices, fileNames)
  func conversion(_ number: Int, name: String) throws {
    let (mistake, bytes, end) = Self.conversions[number]
    try Cure(mistake, [(name, bytes)], ["--", name], leads: end).check()
  }

  @Test("An SQLite database", .enabled(if: Velibcorr.path(of: "sqlite3") != nil), arguments: fileNames)
  func database(name: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("sound.csv", SoundLog.text())
    let made = try velibcorr.start(
      command: ["sqlite3", "made", "-cmd", ".mode csv", ".import sound.csv \"the log\""]
    ).wait()
    try #require(made.ending == .exit(0), "\(made.errors)")
    try Cure("a database", [(name, velibcorr.bytes("made"))], ["--", name], leads: .log).check()
  }

  /// Columns that are not found, or misspelt.
  static let columns: [Cure] = [
    Cure(
      "an option's near miss", [("a.csv", SoundLog.text())], ["a.csv", "--bikes", "availble_bikes"],
      leads: .matrix),
    Cure(
      "several near misses", [("a.csv", SoundLog.text())],
      ["a.csv", "--bikes", "availble_bikes", "--free-docks", "available_bike_stand"], leads: .matrix),
    Cure(
      "near misses, and options that are right", [("a.csv", SoundLog.text())],
      ["a.csv", "--bikes", "availble_bikes", "--time", "last_update", "--bins", "hour-of-week"],
      leads: .matrix),
    Cure(
      "names with blanks, quotes and a dollar",
      [
        ("it's a.csv", SoundLog.text(["the station's code", "free docks now", "bikes $here", "last update"]))
      ], leads: .matrix),
    Cure(
      "one column is left", [("a.csv", SoundLog.text(["wo"] + SoundLog.header.dropFirst()))], leads: .matrix),
    Cure(
      "bikes of two kinds",
      [
        (
          "a.csv",
          SoundLog.text(["number", "docks_available", "ebikes_here", "classic_bikes_here", "last_update"]) {
            [$1[0], $1[1], "0", $1[2], $1[3]]
          }
        )
      ], leads: .matrix),
    Cure(
      "all docks, and no free ones",
      [
        (
          "a.csv",
          SoundLog.text(["number", "capacity", "bikes", "last_update"]) { [$1[0], "10", $1[2], $1[3]] }
        )
      ],
      leads: .matrix),
    Cure(
      "a near miss with several inputs", SoundLog.halves("a.csv", "b c.csv"),
      ["a.csv", "b c.csv", "--bikes", "availble_bikes"], leads: .matrix),
    Cure(
      "a near miss with standard input", [("a.csv", SoundLog.text())], ["-", "--bikes", "availble_bikes"],
      input: "a.csv", leads: .matrix),
  ]

  @Test("Columns: the command that is printed", arguments: columns)
  func column(cure: Cure) throws { try cure.check() }

  /// Advice that names options.
  static let options: [Cure] = [
    Cure(
      "dates of which nothing proves the order",
      [("a.csv", SoundLog.text { [$1[0], $1[1], $1[2], "05/05/2024" + $1[3].dropFirst(10)] })],
      leads: .options([["--date-order", "mdy"], ["--date-order", "ymd"]])),
    Cure(
      "dates in two orders",
      [
        (
          "a.csv",
          SoundLog.text {
            [$1[0], $1[1], $1[2], ($0 < 12 ? "14/05/2024" : "05/14/2024") + $1[3].dropFirst(10)]
          }
        )
      ], leads: .options([["--date-order", "dmy"], ["--date-order", "mdy"]])),
    Cure(
      "too little memory for partial correlations", [("a.csv", SoundLog.text())],
      ["a.csv", "--partial", "p.csv", "--memory", "1K"], leads: .options([["--memory", "1M"]])),
    Cure(
      "a station without times in the column that was chosen",
      [
        (
          "a.csv",
          SoundLog.text(SoundLog.header + ["timestamp"]) {
            [$1[0], $1[1], $1[2], $1[0] == "7" ? "" : $1[3], $1[3]]
          }
        )
      ], leads: .options([["--time", "timestamp"]])),
    Cure(
      "hours that contradict the time",
      [("a.csv", SoundLog.text(SoundLog.header + ["hour"]) { $1 + ["\($0 * 7 % 24)"] })],
      leads: .options([["--time", "last_update"]])),
  ]

  @Test("Options that are named", arguments: options)
  func option(cure: Cure) throws { try cure.check() }

  @Test("Profiles by other bins")
  func bins() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", SoundLog.text())
    let made = try velibcorr.run("a.csv", "--no-matrix", "--profiles", "p.csv", "--bins", "hour-of-week")
    try #require(made.ending == .exit(0), "\(made.errors)")
    try Cure(
      "profiles", [("p.csv", velibcorr.bytes("p.csv"))], leads: .options([["--bins", "hour-of-week"]])
    )
    .check()
  }

  @Test("What --resume cannot use is removed, and nothing else")
  func resume() throws {
    let velibcorr = try Velibcorr()
    for folder in ["out dir/r.csv.resume", "out", "dir"] {
      try FileManager.default.createDirectory(
        atPath: velibcorr.path(folder), withIntermediateDirectories: true)
    }
    try velibcorr.write("out dir/r.csv.resume/run.json", "{}")
    try velibcorr.write("a.csv", SoundLog.text())
    let arguments = ["a.csv", "-o", "out dir/r.csv", "--resume"]
    let outcome = try velibcorr.run(arguments)
    #expect(outcome.ending == .exit(64), "\(outcome.errors)")
    let command = try #require(outcome.errors.firstMatch(of: /rm -r .*/).map { String($0.output) })
    #expect(try velibcorr.paste(command).ending == .exit(0))
    #expect(try velibcorr.files() == ["a.csv", "dir", "out", "out dir"])
    let again = try velibcorr.run(arguments)
    #expect(again.ending == .exit(0), "\(again.errors)")
  }
}
