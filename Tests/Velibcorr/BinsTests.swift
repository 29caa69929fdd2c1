import TestSupport
import Testing

/// `--bins`: hours of the week, and every hour of the calendar.
@Suite struct BinsTests {
  /// 2024-02-26, a Monday.
  private static let monday = 1_708_905_600
  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test("Hours of the week, from Monday: labels, means and matrix of a plain reference, in every way")
  func week() throws {
    let log = TimedLog(seed: 7, count: 20_000, times: Self.monday - 700_000..<Self.monday + 2_000_000)
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", log.csv())
    try velibcorr.runEveryWay(
      ["log.csv", "--bins", "hour-of-week", "-o", "r.csv", "--profiles", "p.csv"],
      outputs: ["r.csv", "p.csv"])
    let reference = log.reference(bins: 168) { ($0 - Self.monday + 336 * 3600) / 3600 % 168 }
    try reference.expect(velibcorr.bytes("r.csv"))
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    try reference.expect(profiles: velibcorr.text("p.csv")) { "\(days[$0 / 24]) \(Self.two($0 % 24))" }
    #expect(try velibcorr.text("p.csv").contains("\"\"bins\"\":\"\"hour-of-week\"\""))
  }

  @Test("Every hour of the calendar, over a leap day: labels, means and matrix, in every way")
  func series() throws {
    let start = Self.monday + 22 * 3600
    let log = TimedLog(seed: 8, count: 2_000, times: start..<start + 100 * 3600)
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", log.csv())
    try velibcorr.runEveryWay(
      ["log.csv", "--bins", "series", "-o", "r.csv", "--profiles", "p.csv"], outputs: ["r.csv", "p.csv"])
    let reference = log.reference(bins: 100) { ($0 - start) / 3600 }
    try reference.expect(velibcorr.bytes("r.csv"))
    try reference.expect(profiles: velibcorr.text("p.csv")) {
      String(TimedLog.wall(start + 3600 * $0).prefix(13)).replacing(" ", with: "T")
    }
    #expect(try velibcorr.text("p.csv").contains(",2024-02-29T05,"))
  }

  @Test("A series in several files, some of other years, some without any record")
  func severalFiles() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "a.csv", "\(TimedLog.columns)\n7,1,9,2023-12-31 23:10:00\n8,1,9,2024-01-01 00:10:00\n")
    try velibcorr.write(
      "b.csv", "\(TimedLog.columns)\n9,0,0,2020-01-01 00:00:00\n9,0,0,2028-01-01 00:00:00\n")
    try velibcorr.write(
      "c.csv", "\(TimedLog.columns)\n7,3,9,2024-01-01 02:59:59\n8,x,1,2030-01-01 00:00:00\n")
    try velibcorr.runEveryWay(
      [
        "b.csv", "c.csv", "a.csv", "--bins", "series", "--min-hours", "2", "-o", "r.csv", "--profiles",
        "p.csv",
      ],
      outputs: ["r.csv", "p.csv"])
    let rows = try velibcorr.text("p.csv").split(separator: "\n").dropFirst().map { $0.prefix(18) }
    #expect(
      rows == [
        "7,2023-12-31T23,1,", "7,2024-01-01T02,1,", "8,2024-01-01T00,1,", "9,2020-01-01T00,0,",
        "9,2028-01-01T00,0,",
      ])
  }

  @Test(
    "Many long profiles, made in several blocks: a station that lacks an hour, the first, the last or none",
    arguments: [1, 900, 0])
  func blocks(gappy: Int) throws {
    let velibcorr = try Velibcorr()
    var random = SeededGenerator(seed: UInt64(gappy) + 1)
    var log = Array("station,time,bikes,docks\n".utf8)
    for hour in 0..<168 where gappy != 0 || hour < 160 {
      let time = "2024-01-0\(1 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00"
      for station in 1...900 where station != gappy || hour != 80 {
        // Station 450 never changes: 1 of 3, from different counts.
        let free = station == 450 ? 1 + hour % 3 : Int.random(in: 0...20, using: &random)
        let bikes = station == 450 ? 2 * free : 20 - free
        log += Array("\(station),\(time),\(bikes),\(free)\n".utf8)
      }
    }
    try velibcorr.write("log.csv", log)
    let arguments = ["log.csv", "--bins", "series", "--free-docks", "docks", "-o", "r.csv"]
    let outcome = try velibcorr.runEveryWay(arguments, outputs: ["r.csv"])
    #expect(outcome.errors.contains("1 with a constant profile"))
    let matrix = try velibcorr.bytes("r.csv")
    // Where the means themselves are wanted they are standardised all together.
    let other = try velibcorr.run(arguments + ["--partial", "p.csv"])
    #expect(other.ending == .exit(0), "\(other.errors)")
    let isSame = try velibcorr.bytes("r.csv") == matrix
    #expect(isSame)
  }

  @Test("A series of too many hours is refused with its ends and what to do", arguments: Way.each)
  func tooLong(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let text =
      "\(TimedLog.columns)\n7,1,9,1990-01-02 00:00:00\n7,1,9,2024-01-02 05:00:00\n7,2,9,2024-01-02 06:00:00\n"
    try velibcorr.write("log.csv", text)
    try velibcorr.expectFailure(
      velibcorr.run(["log.csv", "--bins", "series"], way), exit: 65,
      says: [
        "velibcorr: error: the series has 298039 hours, from 1990-01-02T00 to 2024-01-02T06\n",
        "bound it with --since and --until",
      ], files: ["log.csv"])
    let bounded = try velibcorr.run(["log.csv", "--bins", "series", "--since", "2024-01-01"], way)
    #expect(bounded.ending == .exit(0), "\(bounded.errors)")
  }

  @Test("The longest series allowed is written, one hour more is not")
  func longest() throws {
    let velibcorr = try Velibcorr()
    let start = Self.monday
    func run(_ hours: Int) throws -> Outcome {
      let last = TimedLog.wall(start + 3600 * (hours - 1))
      try velibcorr.write("log.csv", "\(TimedLog.columns)\n7,1,9,\(TimedLog.wall(start))\n7,2,9,\(last)\n")
      return try velibcorr.run("log.csv", "--bins", "series", "--no-matrix")
    }
    #expect(try run(100_000).ending == .exit(0))
    #expect(try run(100_001).ending == .exit(65))
  }

  @Test("An hour of the day is no time of the week or the calendar", arguments: ["hour-of-week", "series"])
  func hourOnly(bins: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--bins", bins), exit: 65,
      says: ["small.csv: no column for time found", "--time COLUMN"], files: ["small.csv"])
  }

  @Test("Bins of another name are a wrong usage that names those there are")
  func unknown() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--bins", "minute"), exit: 64,
      says: ["minute", "hour-of-day", "hour-of-week", "series"], files: ["small.csv"])
  }
}
