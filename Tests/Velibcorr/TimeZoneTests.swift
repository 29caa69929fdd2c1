import Foundation
import TestSupport
import Testing

/// `--timezone`: the local hours of epochs and of times with an offset.
@Suite struct TimeZoneTests {
  /// From 2024-03-30 to 2024-04-02 and from 2024-10-26 to 2024-10-29: both changes of summer time.
  private static let spring = 1_711_756_800..<1_712_016_000
  private static let autumn = 1_729_900_800..<1_730_160_000

  private static func hour(_ zone: String) throws -> (Int) -> Int {
    let zone = try #require(TimeZone(identifier: zone))
    return { time in
      let local = time + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time)))
      return local / 3600 % 24
    }
  }

  @Test(
    "Epochs get the hours that another implementation gives, around both clock changes",
    arguments: ["Europe/Paris", "Europe/Oslo", "Asia/Kolkata", "Australia/Lord_Howe"], [spring, autumn])
  func epochs(zone: String, times: Range<Int>) throws {
    let log = TimedLog(seed: 1, count: 3000, times: times)
    let reference = try log.reference(bins: 24, bin: Self.hour(zone))
    let velibcorr = try Velibcorr()
    for (name, text) in [
      ("seconds", log.csv { "\($0)" }), ("milliseconds", log.csv { "\($0)999" }),
      ("z", log.csv { TimedLog.wall($0) + "Z" }),
    ] {
      try velibcorr.write("\(name).csv", text)
      let outcome = try velibcorr.run(
        "\(name).csv", "--timezone", zone, "-o", "\(name).r", "--profiles", "\(name).p")
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(!outcome.errors.contains("UTC"))
    }
    try reference.expect(velibcorr.bytes("seconds.r"))
    try reference.expect(profiles: velibcorr.text("seconds.p")) { $0 < 10 ? "0\($0)" : "\($0)" }
    for name in ["milliseconds", "z"] {
      #expect(try velibcorr.profileRows("\(name).p") == velibcorr.profileRows("seconds.p"))
    }
  }

  @Test("The same by any threads and ranks, with an hour that comes twice")
  func everyWay() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", TimedLog(seed: 2, count: 20_000, times: Self.autumn).csv { "\($0)" })
    let outcome = try velibcorr.runEveryWay(
      ["log.csv", "--timezone", "Europe/Paris", "-o", "r.csv", "--profiles", "p.csv"],
      outputs: ["r.csv", "p.csv"])
    #expect(
      outcome.errors.contains(
        "velibcorr: clocks in Europe/Paris were set back to 2024-10-27 02:00: "
          + "records of the hour that came twice share a bin\n"))
  }

  @Test("Clocks that were not set back meanwhile, or without a zone, are not spoken of")
  func noSetBack() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("spring.csv", TimedLog(seed: 3, count: 50, times: Self.spring).csv { "\($0)" })
    try velibcorr.write("autumn.csv", TimedLog(seed: 3, count: 50, times: Self.autumn).csv())
    for arguments in [
      ["spring.csv", "--timezone", "Europe/Paris"], ["autumn.csv"], ["autumn.csv", "--timezone", "UTC"],
    ] {
      let outcome = try velibcorr.run(arguments)
      #expect(outcome.ending == .exit(0))
      #expect(!outcome.errors.contains("set back"))
    }
  }

  @Test("Years of a log have many set-backs: three are named")
  func manySetBacks() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv", "\(TimedLog.columns)\n7,1,9,2013-06-01 00:00:00\n7,1,9,2024-12-01 00:00:00\n")
    let outcome = try velibcorr.run("log.csv", "--timezone", "Europe/Oslo")
    #expect(
      outcome.errors.contains(
        "set back to 2013-10-27 02:00, 2014-10-26 02:00, 2015-10-25 02:00, ...: records"))
  }

  @Test("Epochs without a zone are UTC, and that is said once", arguments: Way.each)
  func utc(_ way: Way) throws {
    let log = TimedLog(seed: 4, count: 500, times: Self.autumn)
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", log.csv { "\($0)" })
    let outcome = try velibcorr.run(["log.csv", "-o", "r.csv"], way)
    #expect(
      outcome.errors.matches(of: #/epoch times are taken as UTC; for local time give --timezone/#).count == 1)
    try log.reference(bins: 24) { $0 / 3600 % 24 }.expect(velibcorr.bytes("r.csv"))
    #expect(try velibcorr.run(["log.csv", "-q"], way).errors == "")
  }

  @Test("Times as written have no note about UTC, and no zone moves them")
  func naive() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", TimedLog(seed: 5, count: 500, times: Self.spring).csv())
    let plain = try velibcorr.run("log.csv", "-o", "-")
    let zoned = try velibcorr.run("log.csv", "-o", "-", "--timezone", "Asia/Kolkata")
    #expect(plain.ending == .exit(0) && plain.output == zoned.output)
    #expect(!plain.errors.contains("UTC") && !zoned.errors.contains("UTC"))
  }

  @Test(
    "An unknown zone is refused, with what names are like",
    arguments: ["Europe/Nowhere", "Pariss", "", "Europe", "+01:00"])
  func unknown(zone: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    for way in [Way.alone, .ranks(2)] {
      try velibcorr.expectFailure(
        velibcorr.run(["small.csv", "--timezone", zone], way), exit: 64,
        says: ["error: no time zone '\(zone)' in the system's database", "like Europe/Paris"],
        files: ["small.csv"])
    }
  }

  @Test(
    "A zone that is nearly one is told",
    arguments: [
      ("europe/paris", "Europe/Paris"), ("Paris", "Europe/Paris"), ("new york", "America/New_York"),
      ("utc", "UTC"),
    ])
  func nearly(zone: String, meant: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run(["small.csv", "--timezone", zone]), exit: 64,
      says: ["error: no time zone '\(zone)'", "did you mean --timezone \(meant)?"], files: ["small.csv"])
  }

  @Test("A bound that can be read in two ways is refused, one that cannot is read")
  func ambiguousBound() throws {
    let velibcorr = try Velibcorr()
    let rows = (0..<8).flatMap { hour in
      ["7", "8"].map { "\($0),\(hour + 1),\(hour * hour + 1),2024-06-05 0\(hour):00:00\n" }
    }
    try velibcorr.write("log.csv", "number,free_docks,bikes,time\n" + rows.joined())
    try velibcorr.expectFailure(
      velibcorr.run("log.csv", "--since", "05/06/2024"), exit: 64,
      says: ["--since '05/06/2024' can be read as 2024-06-05 and as 2024-05-06", "--since 2024-06-05"],
      files: ["log.csv"])
    for bound in [
      ["--since", "31/05/2024"], ["--since", "05/31/2024"], ["--since", "05/06/2024", "--date-order", "dmy"],
    ] {
      let outcome = try velibcorr.run(["log.csv", "-o", "r.csv"] + bound)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(outcome.errors.contains("16 read, 16 used"), "\(outcome.errors)")
    }
  }

  @Test("Fewer hours than --min-hours at every station are no log")
  func fewHours() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--min-hours", "5"), exit: 65,
      says: ["each station has records in fewer than 5 hours (--min-hours)", "collect for longer"],
      files: ["small.csv"])
  }

  @Test("Of several columns of times, the one taken is named, and the others with their option")
  func severalTimes() throws {
    let velibcorr = try Velibcorr()
    let rows = (0..<4).map { "7,\($0),9,2024-01-01 0\($0):00:00,2024-01-01 1\($0):00:00\n" }.joined()
    try velibcorr.write("log.csv", "\(TimedLog.columns),collect_date\n\(rows)")
    let note = "velibcorr: log.csv: time from 'last_update'; there is also 'collect_date' (--time)\n"
    let first = try velibcorr.run("log.csv", "--no-matrix", "--profiles", "-")
    #expect(first.errors.contains("\n\(note)"))
    #expect(first.text.contains("\n7,00,1,0.0,") && !first.text.contains("\n7,10,"))
    let chosen = try velibcorr.run("log.csv", "--no-matrix", "--profiles", "-", "--time", "collect_date")
    #expect(chosen.errors.contains("time from 'collect_date'; there is also 'last_update'"))
    #expect(chosen.text.contains("\n7,10,1,0.0,") && !chosen.text.contains("\n7,00,"))
    #expect(try velibcorr.run("log.csv", "-q").errors == "")
  }
}
