import TestSupport
import Testing

/// Counts and stations as logs write them.
@Suite struct CountFormTests {
  private static let header = "number,available_bike_stands,available_bikes,heure\n"

  /// The profiles of a log, without their exact sums, and the line of rows.
  private func profiles(_ rows: String) throws -> (rows: String, profiles: [String]) {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.header + rows)
    try velibcorr.runEveryWay(["log.csv", "--no-matrix", "--profiles", "p.csv"], outputs: ["p.csv"])
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--profiles", "-")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let lines = outcome.text.split(separator: "\n").dropFirst()
    return (outcome.rows, lines.map { $0.split(separator: ",").prefix(4).joined(separator: ",") })
  }

  @Test(
    "Decimals that are whole, spaces and TABs around, quotes and leading zeros are counts",
    arguments: [
      ("12.0", "4"), ("12.000", "4.0"), (" 12 ", " 4"), ("\t12", "4\t"), ("\"12\"", "\"4\""),
      ("\" 12.0 \"", " \"4\" "),
      ("000012", "0004"), ("12", "\"4\""),
    ])
  func counts(free: String, bikes: String) throws {
    let found = try profiles("7,\(free),\(bikes),5\n")
    #expect(found.rows == "rows       1 read, 1 used")
    #expect(found.profiles == ["7,05,1,0.75"])
  }

  @Test(
    "Other numbers and words are none",
    arguments: [
      "-1", "+12", "12.5", "12.", ".0", "1e1", "0x1", "1000000", "0000012", "1 2", "1,2", "NaN", "null", "",
      "１２",
    ])
  func noCounts(count: String) throws {
    let count = count.contains(",") ? "\"\(count)\"" : count
    let found = try profiles("7,3,1,5\n7,\(count),4,5\n7,4,\(count),5\n")
    #expect(
      found.rows
        == "rows       3 read, 1 used; left out: 1 free docks are not a count, 1 bikes are not a count")
    #expect(found.profiles == ["7,05,1,0.75"])
  }

  @Test("999999 is a count, 1000000 a fault of the collector")
  func largest() throws {
    let found = try profiles(
      "7,999999,1,5\n7,0,999999,6\n7,999999,999999,7\n7,999999.0,0,8\n8,1000000,0,5\n8,0,1000000,5\n")
    #expect(
      found.rows
        == "rows       6 read, 4 used; left out: 1 free docks are not a count, 1 bikes are not a count")
    #expect(found.profiles == ["7,05,1,0.999999", "7,06,1,0.0", "7,07,1,0.5", "7,08,1,1.0"])
  }

  @Test(
    "Rows without a station are left out, whatever stands for it",
    arguments: ["", " ", "\"\"", "\" \"", "\t"])
  func noStation(station: String) throws {
    let found = try profiles("\(station),3,1,5\n7,3,1,5\n")
    #expect(found.rows == "rows       2 read, 1 used; left out: 1 no station")
    #expect(found.profiles == ["7,05,1,0.75"])
  }

  @Test("A NUL in a field that is read makes it faulty, in another it does not matter")
  func nul() throws {
    let velibcorr = try Velibcorr()
    let header = "note,number,available_bike_stands,available_bikes,heure\n"
    let rows = [
      "a\0b,7,3,1,5", "n,7,3\0,1,5", "n,7,3,\u{0}1,5", "n,7,3,1,5\0", "n,7\0,1,1,6", "\0,7,\"3\",1,5",
      "n,7,2,2,6",
    ]
    try velibcorr.write("log.csv", header + rows.map { $0 + "\n" }.joined())
    let outcome = try velibcorr.runEveryWay(
      ["log.csv", "--no-matrix", "--profiles", "p.csv", "--rejects", "rejects.csv"],
      outputs: ["p.csv", "rejects.csv"])
    #expect(
      outcome.rows
        == "rows       7 read, 4 used; left out: 1 free docks are not a count, 1 bikes are not a count, "
        + "1 time not understood")
    let stations = try velibcorr.text("p.csv").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",")[0]
    }
    #expect(stations == ["7", "7"])
    #expect(
      try velibcorr.text("rejects.csv")
        == "file,line,reason,row\nlog.csv,3,free docks are not a count,\"n,7,3\0,1,5\"\n"
        + "log.csv,4,bikes are not a count,\"n,7,3,\01,5\"\nlog.csv,5,time not understood,\"n,7,3,1,5\0\"\n")
  }

  @Test("The last line may end anywhere: without its line end it counts, cut it is left out")
  func cutEnd() throws {
    let last = "12,0,6,3"
    for (cut, used) in [(8, 12), (7, 11), (6, 11), (5, 11), (4, 11), (3, 11), (2, 11), (1, 11), (0, 11)] {
      let velibcorr = try Velibcorr()
      try velibcorr.write("log.csv", String(smallLog.dropLast(last.count + 1 - cut)))
      let outcome = try velibcorr.runEveryWay(["log.csv", "-o", "r.csv"], outputs: ["r.csv"])
      let reason = cut == 7 ? "time not understood" : "another number of fields than the header"
      #expect(
        outcome.rows == "rows       \(cut == 0 ? 11 : 12) read, \(used) used"
          + (cut == 8 || cut == 0 ? "" : "; left out: 1 \(reason)"), "\(cut)")
    }
  }

  @Test("A row of 16 MiB is refused with its place, a shorter one is read", arguments: Way.own)
  func longRow(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    func log(_ count: Int) -> [UInt8] {
      Array("note,\(Self.header)a,7,3,1,5\n".utf8) + [UInt8](repeating: 120, count: count)
        + Array(",7,3,1,5\n".utf8)
    }
    for (count, isRead) in [((15 << 20), true), (18 << 20, false)] {
      try velibcorr.write("log.csv", log(count))
      let file = try velibcorr.run(["log.csv", "--no-matrix", "--strict"], way)
      let stream = try velibcorr.run(
        ["-", "--no-matrix", "--strict"], way, input: .file(velibcorr.path("log.csv")))
      for (outcome, name) in [(file, "log.csv"), (stream, "standard input")] {
        if isRead {
          #expect(outcome.rows == "rows       2 read, 2 used")
        } else {
          #expect(outcome.ending == .exit(65))
          #expect(outcome.errors.contains("error: \(name), line 3: the row does not end within 16 MiB"))
        }
      }
    }
  }
}
