import Foundation
import TestSupport
import Testing

/// Logs whose rows are parts of records, or of several stations: each is refused with a command that makes it whole, or
/// it is said.
@Suite struct PartialRowsTests {
  private static func typed(_ header: [String], docks: (Int, [String]) -> (String, String)) -> [UInt8] {
    SoundLog.text(header) { number, row in
      let (one, other) = docks(number, row)
      let bikes = Int(row[2])!
      let parts = [(bikes / 2, "mechanical", one), (bikes - bikes / 2, "ebike", other)]
      let rows = parts.map { "\(row[0]),\($0.2),\($0.0),\(row[3]),\($0.1)" }
      return [rows.joined(separator: "\n")]
    }
  }

  static let kinds: [Cure] = [
    Cure(
      "a row a kind of bikes", [("a.csv", typed(SoundLog.header + ["vehicle_type"]) { ($1[1], $1[1]) })],
      leads: .log),
    Cure(
      "the same below a name that all docks may have",
      [
        (
          "a.csv",
          typed(["station", "docks", "bikes", "time", "vehicle_type_id"]) { ($1[1], $1[1]) }
        )
      ], leads: .log),
  ]

  @Test("A row a kind of bikes", arguments: kinds) func kind(cure: Cure) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", cure.files[0].bytes)
    try velibcorr.expectFailure(
      velibcorr.run("a.csv"), exit: 65,
      says: ["several rows of a station and time, one for each 'vehicle_type", "add them up"],
      files: ["a.csv"])
    try cure.check()
  }

  private static var wide: [UInt8] {
    var text = "time,7_bikes,7_docks,8_bikes,8_docks,12_bikes,12_docks\n"
    for first in stride(from: 0, to: SoundLog.rows.count, by: 3) {
      text += SoundLog.rows[first][3]
      for row in SoundLog.rows[first..<first + 3] { text += ",\(row[2]),\(row[1])" }
      text += "\n"
    }
    return Array(text.utf8)
  }

  static let whole: [Cure] = [
    Cure(
      "two header lines",
      [("a.csv", SoundLog.text { $0 == 0 ? ["id,free,available,local\n" + $1[0]] + $1[1...] : $1 })],
      leads: .log),
    Cure(
      "a row a count",
      [
        (
          "a.csv",
          SoundLog.text(["station", "time", "variable", "value"]) {
            [$1[0], $1[3], "bikes", $1[2] + "\n\($1[0]),\($1[3]),docks,\($1[1])"]
          }
        )
      ], leads: .log),
    Cure(
      "columns of bikes and docks for each station",
      [
        (
          "a.csv",
          wide
        )
      ], leads: .log),
    Cure("carets", [("a.csv", SoundLog.text(delimiter: "^"))], leads: .matrix),
    Cure(
      "blanks",
      [("a.csv", SoundLog.text(delimiter: " ") { $1.map { $0.replacing(" ", with: "T") } })], leads: .matrix),
    Cure("control characters", [("a.csv", SoundLog.text(delimiter: "\u{1}"))], leads: .log),
    Cure("columns told by their width", [("a.csv", SoundLog.text(delimiter: "   "))], leads: .log),
  ]

  @Test("Commands that make the log whole", arguments: whole)
  func commands(cure: Cure) throws { try cure.check() }

  @Test("Stations of two columns: none of them alone is taken")
  func joined() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", SoundLog.text(SoundLog.header + ["city"]) { $1 + [$0 < 12 ? "A" : "B"] })
    let outcome = try velibcorr.run("a.csv", "--station", "city+number")
    try velibcorr.expectFailure(
      outcome, exit: 65,
      says: ["stations are read from one column, not from 'city' and 'number' together", "joined_station"],
      files: ["a.csv"])
    let command = try #require(printedCommands(outcome.errors).first)
    #expect(try velibcorr.paste(command).ending == .exit(0))
    let run = try velibcorr.run("a-joined.csv", "--station", "joined_station", "-o", "r.csv")
    #expect(run.ending == .exit(0), "\(run.errors)")
    #expect(try velibcorr.text("r.csv").hasPrefix("station,A-12,A-7,A-8,B-12,B-7,B-8\n"))
  }

  @Test("Where a row's own field stands is not guessed")
  func placesWithCommas() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "a.csv",
      SoundLog.text(["number", "position", "available_bike_stands", "available_bikes", "last_update"]) {
        [$1[0], "48,2"] + $1[1...]
      })
    let outcome = try velibcorr.run("a.csv")
    try velibcorr.expectFailure(
      outcome, exit: 65, says: ["its header has 5 fields, its rows have 6", "write it in quotes"],
      files: ["a.csv"])
    #expect(printedCommands(outcome.errors).isEmpty)
  }

  @Test("AM and PM that are lost behind some times")
  func halves() throws {
    let velibcorr = try Velibcorr()
    func time(_ number: Int, _ half: String) -> String {
      "2024-05-\(14 + number / 12) 0\(number / 3 % 4 + 1):30\(half)"
    }
    try velibcorr.write(
      "a.csv",
      SoundLog.text { [$1[0], $1[1], $1[2], time($0, $0 < 12 ? "" : $0 / 3 % 2 == 0 ? " AM" : " PM")] })
    let outcome = try velibcorr.run("a.csv")
    try velibcorr.expectFailure(
      outcome, exit: 65, says: ["'last_update' has times with AM or PM, and others of 1 to 12 without"],
      files: ["a.csv"])
    let command = try #require(printedCommands(outcome.errors).first)
    #expect(try velibcorr.paste(command).ending == .exit(0))
    let run = try velibcorr.run("a-mended.csv", "-o", "r.csv")
    #expect(run.ending == .exit(0), "\(run.errors)")
    #expect(run.errors.contains("12 read, 12 used"), "\(run.errors)")
  }

  @Test("Numbers of polls give way to the names of stations; identifiers of rows are named")
  func numbers() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("s.csv", SoundLog.text(["name"] + SoundLog.header.dropFirst()))
    #expect(try velibcorr.run("s.csv", "-o", "s.r.csv").ending == .exit(0))
    let header = ["id", "name"] + SoundLog.header.dropFirst()
    try velibcorr.write("a.csv", SoundLog.text(header) { ["\($0 / 3)"] + $1 })
    let run = try velibcorr.run("a.csv", "-o", "r.csv")
    #expect(run.ending == .exit(0), "\(run.errors)")
    #expect(try velibcorr.bytes("r.csv") == velibcorr.bytes("s.r.csv"))
    try velibcorr.write(
      "b.csv", SoundLog.text(["id", "wo"] + SoundLog.header.dropFirst()) { ["r\($0 * 7)-x"] + $1 })
    try velibcorr.expectFailure(
      velibcorr.run("b.csv", "-o", "b.r.csv"), exit: 65,
      says: ["each station has one record only", "tells stations apart with --station"],
      files: ["a.csv", "b.csv", "r.csv", "s.csv", "s.r.csv"])
  }

  @Test("All stations together, and two networks without a name, are said")
  func together() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "a.csv",
      SoundLog.text { $0 % 3 == 2 ? Array($1[..<3]) + [$1[3] + "\nTOTAL,40,60," + $1[3]] : $1 })
    let total = try velibcorr.run("a.csv", "-o", "r.csv")
    #expect(
      total.ending == .exit(0) && total.errors.contains("station 'TOTAL' is read as one like the others"))
    let other = SoundLog.text(nil) { [$1[0], $1[2], $1[1], $1[3]] }
    try velibcorr.write("b.csv", SoundLog.text() + other)
    let both = try velibcorr.run("b.csv", "-o", "b.r.csv")
    #expect(both.errors.contains("most with other counts: if they are of two networks"), "\(both.errors)")
  }

  @Test("Files of a folder that are not complete yet")
  func unfinished() throws {
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("logs"), withIntermediateDirectories: false)
    for name in ["a.csv", "b.csv.part", "c.csv.tmp", "d.csv.crdownload"] {
      try velibcorr.write("logs/\(name)", SoundLog.text())
    }
    let run = try velibcorr.run("logs", "-o", "r.csv")
    #expect(run.ending == .exit(0) && run.errors.contains("24 read, 24 used"), "\(run.errors)")
  }

  @Test(
    "Headers in the encodings of other countries",
    arguments: [
      ("BIG5", [0xAF, 0xB8, 0xC2, 0x49, 0xA5, 0x4E, 0xB8, 0xB9] as [UInt8]),
      ("GB18030", [0xD5, 0xBE, 0xB5, 0xE3, 0xB1, 0xE0, 0xBA, 0xC5]),
    ])
  func encodings(name: String, station: [UInt8]) throws {
    let rest = SoundLog.text([""] + SoundLog.header.dropFirst())
    try Cure("\(name)", [("a.csv", station + rest)], leads: .log).check()
  }
}
