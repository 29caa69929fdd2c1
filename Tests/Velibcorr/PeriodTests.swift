import Foundation
import TestSupport
import Testing

/// `--since` and `--until`: the first time that counts, and the first that does not any more.
@Suite struct PeriodTests {
  /// Records of one station, each in an hour of its own: the profile tells which were used.
  private func used(_ times: [String], _ arguments: String...) throws -> [Int] {
    let velibcorr = try Velibcorr()
    let rows = times.enumerated().map { "s\($0),1,9,\($1)\n" }.joined()
    try velibcorr.write("log.csv", "\(TimedLog.columns)\n\(rows)")
    let outcome = try velibcorr.run(["log.csv", "--no-matrix", "--profiles", "-"] + arguments)
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let stations = outcome.text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," }.dropFirst() }
    let out = times.count - stations.count
    #expect(
      outcome.rows == "rows       \(times.count) read, \(stations.count) used"
        + (out > 0 ? "; left out: \(out) outside --since and --until or on other days" : ""))
    return stations.compactMap { Int($0) }.sorted()
  }

  private static let times = [
    "2024-01-01 09:59:59.999999", "2024-01-01 10:00:00", "2024-01-01 10:00:00.000001",
    "2024-01-02 09:59:59.999999", "2024-01-02 10:00:00", "2024-01-02 10:00:00.000001",
  ]

  @Test("The first time counts and the last does not, to the microsecond")
  func bounds() throws {
    #expect(try used(Self.times, "--since", "2024-01-01 10:00:00") == [1, 2, 3, 4, 5])
    #expect(try used(Self.times, "--until", "2024-01-02 10:00:00") == [0, 1, 2, 3])
    #expect(
      try used(Self.times, "--since", "2024-01-01 10:00:00.000001", "--until", "2024-01-02T10:00:00.000001")
        == [2, 3, 4])
    #expect(
      try used(Self.times, "--since", "2024-01-02 10:00", "--until", "2024-01-02 10:00:00.000001") == [4])
    #expect(try used(Self.times, "--since", "2000-01-01", "--until", "2100-01-01") == [0, 1, 2, 3, 4, 5])
  }

  @Test(
    "A date alone is its midnight, in any layout of dates",
    arguments: ["2024-01-02", "2024/01/02", "02/01/2024"])
  func date(day: String) throws {
    let times = ["2024-01-01 23:59:59.999999", "2024-01-02 00:00:00", "2024-01-02 00:00:01"]
    #expect(try used(times, "--since", day, "--date-order", "dmy") == [1, 2])
    #expect(try used(times, "--until", day, "--date-order", "dmy") == [0])
  }

  @Test("The bounds are local times; one with an offset, or an epoch, is converted as a record's is")
  func zone() throws {
    // 10:30, 11:30 and 12:30 in Paris.
    let times = ["1704101400", "1704105000", "2024-01-01T11:30:00Z"]
    let zone = ["--timezone", "Europe/Paris"]
    for since in ["2024-01-01 11:30:00", "2024-01-01T10:30:00Z", "2024-01-01 11:30:00+01:00", "1704105000"] {
      #expect(try used(times, zone[0], zone[1], "--since", since) == [1, 2], "\(since)")
      #expect(try used(times, zone[0], zone[1], "--until", since) == [0], "\(since)")
    }
    // Without a zone an epoch is UTC, and an offset is not looked at.
    #expect(try used(times, "--since", "2024-01-01 10:30:00") == [1, 2])
  }

  @Test("The time stamp decides, also where the hour has a column of its own")
  func hourColumn() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv", "\(TimedLog.columns),heure\n7,1,9,2024-01-01 10:00:00,3\n7,2,8,2024-01-02 10:00:00,4\n")
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--profiles", "-", "--since", "2024-01-02")
    #expect(outcome.text.split(separator: "\n").dropFirst().map { $0.prefix(10) } == ["7,04,1,0.2"])
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--until", "2024-01-02"), exit: 65,
      says: [
        "small.csv: no column for time found; its columns are: number, available_bike", "--time COLUMN",
      ],
      files: ["log.csv", "small.csv"])
  }

  @Test("A part of a log is that part alone, by any threads and ranks")
  func everyWay() throws {
    let day = 1_704_067_200
    let log = TimedLog(seed: 6, count: 30_000, times: day..<day + 10 * 86_400)
    let part = TimedLog(log.records.filter { (day + 86_400..<day + 4 * 86_400 + 7200).contains($0.time) })
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", log.csv())
    let outcome = try velibcorr.runEveryWay(
      [
        "log.csv", "--since", "2024-01-02", "--until", "2024-01-05 02:00:00", "-o", "r.csv", "--profiles",
        "p.csv",
      ],
      outputs: ["r.csv", "p.csv"])
    let closed = part.records.count { $0.free + $0.bikes == 0 }
    #expect(
      outcome.rows.replacing(",", with: "")
        == "rows       30000 read \(part.records.count - closed) used; left out: "
        + "\(closed) closed station (0 free docks 0 bikes) \(30_000 - part.records.count) outside --since and --until or on other days"
    )
    try velibcorr.write("part.csv", part.csv())
    #expect(try velibcorr.run("part.csv", "-o", "r2.csv", "--profiles", "p2.csv").ending == .exit(0))
    #expect(try velibcorr.text("r.csv") == velibcorr.text("r2.csv"))
    #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("p2.csv"))
  }

  @Test("A period without a record is bad data", arguments: Way.own)
  func nothing(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv",
      "\(TimedLog.columns)\n7,1,9,2024-01-02 10:00:00\n8,1,9,2024-03-01 09:59:58\n,1,9,2025-01-01\n")
    for options in [["--until", "2024-01-02 10:00:00"], ["--until", "2024-01-02", "--deduplicate"]] {
      try velibcorr.expectFailure(
        velibcorr.run(["log.csv"] + options, way), exit: 65,
        says: [
          "none of the 3 rows is a usable record: 2 outside --since and --until or on other days, 1 no station",
          "its records are from 2024-01-02 10:00:00 to 2024-03-01 09:59:58",
        ],
        files: ["log.csv"])
    }
    let kept = try velibcorr.run("log.csv", "--no-matrix", "--keep-days", "--profiles", "p.csv")
    #expect(kept.ending == .exit(0), "\(kept.errors)")
    try velibcorr.expectFailure(
      velibcorr.run(["p.csv", "--since", "2026-01-01"], way), exit: 65,
      says: ["its records are from 2024-01-02 10:00:00 to 2024-03-01 09:59:58"],
      files: ["log.csv", "p.csv"])
  }

  @Test(
    "A bound that is no time is a wrong usage",
    arguments: ["2024-13-01", "2024-02-30", "yesterday", "", "2024", "10:00"])
  func notUnderstood(text: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    for option in ["--since", "--until"] {
      try velibcorr.expectFailure(
        velibcorr.run("small.csv", option, text), exit: 64,
        says: ["error: \(option) '\(text)' is not understood", "'2013-09-10 11:30:19' or 2013-09-10"],
        files: ["small.csv"])
    }
  }
}
