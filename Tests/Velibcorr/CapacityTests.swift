import TestSupport
import Testing

/// Logs that tell all docks in the place of free ones, or of bikes.
@Suite struct CapacityTests {
  private struct Log {
    let velibcorr: Velibcorr
    let expected: [UInt8]
  }

  /// `log.csv` has all docks, 10 more than the number of the station, and the columns of the sound log but one.
  private func makeLog(without column: Int, named names: [String]) throws -> Log {
    let velibcorr = try Velibcorr()
    func docks(_ row: [String]) -> Int { 10 + Int(row[0])! }
    try velibcorr.write(
      "sound.csv",
      SoundLog.text { [$1[0], $1[1], "\(docks($1) - Int($1[1])!)", $1[3]] })
    #expect(try velibcorr.run("sound.csv", "-o", "expected.csv").ending == .exit(0))
    try velibcorr.write(
      "log.csv",
      SoundLog.text(names) { _, row in
        let told = column == 1 ? docks(row) - Int(row[1])! : Int(row[1])!
        return [row[0], "\(docks(row))", "\(told)", row[3]]
      })
    return Log(velibcorr: velibcorr, expected: try velibcorr.bytes("expected.csv"))
  }

  @Test("Free docks are all docks less the bikes, by names that are known or named")
  func freeDocks() throws {
    for (names, options) in [
      (["number", "places", "bikes", "last_update"], ["--capacity", "places"]),
      (["number", "a", "b", "last_update"], ["--capacity", "a", "--bikes", "b"]),
    ] {
      let log = try makeLog(without: 1, named: names)
      try log.velibcorr.runEveryWay(["log.csv"] + options + ["-o", "r.csv"], outputs: ["r.csv"])
      #expect(try log.velibcorr.bytes("r.csv") == log.expected)
    }
  }

  @Test("Bikes are all docks less the free ones, by names that are known or named")
  func bikes() throws {
    for (names, options) in [
      (["number", "total", "free_docks", "last_update"], ["--capacity", "total"]),
      (["number", "a", "b", "last_update"], ["--capacity", "a", "--free-docks", "b"]),
    ] {
      let log = try makeLog(without: 2, named: names)
      try log.velibcorr.runEveryWay(["log.csv"] + options + ["-o", "r.csv"], outputs: ["r.csv"])
      #expect(try log.velibcorr.bytes("r.csv") == log.expected)
      let outcome = try log.velibcorr.run(["log.csv"] + options + ["-o", "r.csv"])
      #expect(outcome.errors.contains("bikes '\(names[1])', less the free docks"), "\(outcome.errors)")
    }
  }

  @Test("Columns of both go before all docks")
  func both() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", SoundLog.text(SoundLog.header + ["total"]) { $1 + ["99"] })
    #expect(try velibcorr.run("log.csv", "-o", "a.csv").ending == .exit(0))
    let options = ["--capacity", "total", "--free-docks", "available_bike_stands", "-o", "b.csv"]
    #expect(try velibcorr.run(["log.csv"] + options).ending == .exit(0))
    #expect(try velibcorr.bytes("a.csv") == velibcorr.bytes("b.csv"))
  }

  @Test("A row with more free docks than docks is left out, and shown")
  func tooMany() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv", "number,total,free_docks,heure\n7,10,3,5\n7,10,11,5\n8,10,4,5\n8,10,10,6\n")
    let outcome = try velibcorr.run("log.csv", "--capacity", "total", "--no-matrix", "--profiles", "-")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.rows == "rows       4 read, 3 used; left out: 1 bikes are not a count")
    #expect(
      outcome.errors.contains("'total' holds '10' (line 3), fewer than its 11 free docks"),
      "\(outcome.errors)")
    let rows = outcome.text.split(separator: "\n").dropFirst()
      .map { line in line.split(separator: ",").prefix(4).joined(separator: ",") }
    #expect(rows == ["7,05,1,0.3", "8,05,1,0.4", "8,06,1,1.0"])
  }

  @Test("A log without bikes: the command with its column of all docks, which leads to the matrix")
  func cure() throws {
    let log = try makeLog(without: 2, named: ["number", "total", "free_docks", "last_update"])
    let outcome = try log.velibcorr.run("log.csv", "-o", "r.csv")
    #expect(outcome.ending == .exit(65))
    #expect(
      outcome.errors.hasSuffix(
        """
        no column for bikes found; its columns are: number, total, free_docks, last_update
          name the column with --bikes COLUMN
        as in: velibcorr log.csv -o r.csv --capacity total
        (--capacity: bikes are all docks less the free ones)

        """), "\(outcome.errors)")
    try Cure(
      "all docks, and no bikes", [("log.csv", try log.velibcorr.bytes("log.csv"))], leads: .matrix
    ).check()
  }

  @Test("A log of free docks alone: what else would do")
  func alone() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv", SoundLog.text(["number", "free_docks", "last_update"]) { [$1[0], $1[1], $1[3]] })
    let outcome = try velibcorr.run("log.csv", "-o", "r.csv")
    #expect(outcome.ending == .exit(65))
    #expect(
      outcome.errors.hasSuffix(
        """
          name the column with --bikes COLUMN
          or, where there is none, that of all docks with --capacity COLUMN: bikes are all docks less the free ones

        """), "\(outcome.errors)")
  }
}
