import Foundation
import TestSupport
import Testing

/// What profiles remember, and what may be added to them.
@Suite struct ProvenanceTests {
  private static let start = 1_709_078_400

  /// Three days of a few stations, one of them always closed.
  private static func day(_ number: Int, seed: UInt64 = 5) -> TimedLog {
    let times = start + number * 86_400..<start + (number + 1) * 86_400
    let log = TimedLog(seed: seed + UInt64(number), count: 400, times: times)
    return TimedLog(
      log.records + [.init(station: 99, time: times.lowerBound + 600, free: 0, bikes: 0)])
  }

  /// A folder with three days as logs, and as profiles.
  private static func days(_ options: [String] = []) throws -> Velibcorr {
    let velibcorr = try Velibcorr()
    for number in 0..<3 {
      try velibcorr.write("\(number).csv", day(number).csv())
      let outcome = try velibcorr.run(
        ["\(number).csv", "--no-matrix", "--profiles", "\(number).p"] + options)
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    }
    return velibcorr
  }

  private static func names(_ velibcorr: Velibcorr) throws -> [String] { try velibcorr.files() }

  @Test(
    "pandas reads the table as it is, and the sources as JSON",
    .enabled(if: ReaderTests.python != nil, "VELIBCORR_PYTHON is not set"))
  func pandas() throws {
    let velibcorr = try Self.days()
    try #require(
      try velibcorr.run("0.p", "2.p", "1.csv", "--no-matrix", "--profiles", "p.csv").ending == .exit(0))
    let script = """
      import hashlib, json, pandas
      p = pandas.read_csv("p.csv")
      assert list(p.columns) == "station bin records mean sum_high sum_low closed name lat lng provenance".split()
      assert [str(t) for t in p.dtypes[["station", "records", "sum_high", "sum_low", "closed"]]] == ["int64"] * 5
      exact = (p.sum_high * 2**47 + p.sum_low.astype(object)) if False else [
          (int(h) << 47 | int(l)) for h, l in zip(p.sum_high, p.sum_low)]
      used = p[p.records > 0]
      sums = [s for s, n in zip(exact, p.records) if n > 0]
      assert all(abs(s / 2**60 / n - m) < 1e-15 for s, n, m in zip(sums, used.records, used["mean"]))
      cells = [json.loads(c) for c in p.provenance.dropna()]
      sources = [s for c in cells for s in c.get("sources", [])]
      assert [s["name"] for s in sources] == ["0.csv", "1.csv", "2.csv"], sources
      for s in sources:
          data = open(s["name"], "rb").read()
          assert s["sha256"] == hashlib.sha256(data).hexdigest() and s["bytes"] == len(data)
          assert s["read"] == 401 and s["used"] + s["left_out"]["closed"] == 401 and s["clock"] == "local"
          assert s["time"] == "last_update"
      head = cells[0]["profiles"]
      assert head["records"] == p.records.sum() == sum(s["used"] for s in sources)
      assert head["first"] == min(s["first"] for s in sources) and head["bins"] == "hour-of-day"
      assert p.closed.sum() == sum(s["left_out"]["closed"] for s in sources)
      print("checked")
      """
    let outcome = try velibcorr.start(command: [try #require(ReaderTests.python), "-c", script]).wait()
    #expect(outcome.text == "checked\n", "\(outcome.errors)")
  }

  @Test("Days of the week that differ are refused, with both")
  func weekdays() throws {
    let velibcorr = try Self.days(["--days", "weekdays"])
    try velibcorr.write("3.csv", Self.day(3).csv())
    _ = try velibcorr.run("3.csv", "--no-matrix", "--profiles", "3.p")
    _ = try velibcorr.run("3.csv", "--no-matrix", "--keep-days", "--profiles", "kept.p")
    let files = try Self.names(velibcorr)
    for (inputs, says) in [
      (["0.p", "3.csv"], "3.csv has records of all days, 0.p of days mon,tue,wed,thu,fri"),
      (["0.p", "3.csv"], "make profiles of it with --days mon,tue,wed,thu,fri, and add those"),
      (["0.p", "1.p", "3.p"], "3.p has records of all days, 0.p of days mon,tue,wed,thu,fri"),
      (["0.p", "3.p"], "make one of them again from its logs, as the other was made"),
    ] {
      try velibcorr.expectFailureEveryWay(inputs + ["-o", "r.csv"], exit: 65, says: [says], files: files)
    }
    for inputs in [["0.p", "1.p"], ["kept.p", "1.csv", "--days", "wed,thu,fri,sat"]] {
      let outcome = try velibcorr.run(inputs + ["-o", "r.csv"])
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    }
  }

  @Test("A source that is there already is refused, in every way; --again counts it again")
  func again() throws {
    let velibcorr = try Self.days()
    try velibcorr.write("copy.csv", Self.day(0).csv())
    _ = try velibcorr.run("0.p", "1.p", "--no-matrix", "--profiles", "01.p")
    let files = try Self.names(velibcorr)
    for (inputs, says) in [
      (["01.p", "0.csv"], "'0.csv' ("),
      (["01.p", "copy.csv"], "is in 01.p already: its records would count twice"),
      (["01.p", "1.p"], "is in 01.p and in 1.p: its records would count twice"),
      (["0.p", "2.csv", "0.p"], "0.p is given twice: its rows would count twice"),
      (["2.csv", "2.csv"], "2.csv is given twice: its rows would count twice"),
    ] {
      try velibcorr.expectFailureEveryWay(
        inputs + ["-o", "r.csv"], exit: 65, says: [says, "--again"], files: files)
    }
    try velibcorr.runEveryWay(
      ["01.p", "0.csv", "--again", "-o", "r", "--profiles", "p"], outputs: ["r", "p"])
    try velibcorr.write(
      "twice.csv", TimedLog(Self.day(0).records + Self.day(0).records + Self.day(1).records).csv())
    _ = try velibcorr.run("twice.csv", "-o", "r2", "--profiles", "p2")
    #expect(try velibcorr.profileRows("p") == velibcorr.profileRows("p2"))
    // Taken once, it is still there.
    try velibcorr.runEveryWay(["p", "--without", "0.csv", "-o", "r", "--profiles", "q"], outputs: ["q"])
    #expect(try velibcorr.text("q") == velibcorr.text("01.p"))
  }

  @Test("Another zone, kind of time or deduplication is refused with both values")
  func clocks() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("paris.csv", Self.day(0).csv { "\($0)" })
    try velibcorr.write("epochs.csv", Self.day(1).csv { "\($0)" })
    try velibcorr.write("local.csv", Self.day(1).csv())
    try velibcorr.write("hours.csv", smallLog)
    _ = try velibcorr.run("paris.csv", "--timezone", "Europe/Paris", "--no-matrix", "--profiles", "paris.p")
    _ = try velibcorr.run("local.csv", "--deduplicate", "--no-matrix", "--profiles", "once.p")
    let files = try Self.names(velibcorr)
    for (arguments, says) in [
      (
        ["paris.p", "epochs.csv"],
        [
          "epochs.csv has seconds since 1970, in UTC, paris.p has times in Europe/Paris",
          "--timezone Europe/Paris",
        ]
      ),
      (
        ["paris.p", "epochs.csv", "--timezone", "Europe/London"],
        ["has times in Europe/London, paris.p has times in Europe/Paris"]
      ),
      (
        ["paris.p", "local.csv"],
        ["local.csv has local times as they are written, paris.p has times in Europe/Paris"]
      ),
      (["paris.p", "hours.csv"], ["hours.csv has hours from a column, paris.p has times in Europe/Paris"]),
      (
        ["once.p", "local.csv", "--again"],
        ["local.csv is read without --deduplicate, once.p was made with --deduplicate", "give --deduplicate"]
      ),
      (["paris.p", "once.p"], ["once.p has local times"]),
      (
        ["paris.p", "epochs.csv", "--timezone", "Europe/Paris", "--deduplicate"],
        ["epochs.csv is read with --deduplicate, paris.p was made without --deduplicate"]
      ),
    ] {
      try velibcorr.expectFailureEveryWay(arguments, exit: 65, says: says, files: files)
    }
    let right = try velibcorr.run(
      "paris.p", "epochs.csv", "--timezone", "Europe/Paris", "-o", "r", "--profiles", "p")
    #expect(right.ending == .exit(0), "\(right.errors)")
    _ = try velibcorr.run(
      "paris.csv", "epochs.csv", "--timezone", "Europe/Paris", "-o", "s", "--profiles", "q")
    #expect(try velibcorr.text("p") == velibcorr.text("q"))
    #expect(try velibcorr.text("r") == velibcorr.text("s"))
  }

  @Test("A log that adds nothing to profiles is bad data, as it is alone; so is one with profiles at its end")
  func nothing() throws {
    let velibcorr = try Self.days()
    try velibcorr.write("bad.csv", "\(TimedLog.columns)\n7,1,9,yesterday\n8,0,0,2024-02-28 00:00:00\n")
    try velibcorr.write("empty.csv", "\(TimedLog.columns)\n")
    try velibcorr.write("glued.csv", try velibcorr.bytes("1.csv") + velibcorr.bytes("0.p"))
    try velibcorr.write("profiles.p", try velibcorr.bytes("0.p") + velibcorr.bytes("1.csv"))
    let files = try Self.names(velibcorr)
    for (inputs, says) in [
      (
        ["0.p", "bad.csv"],
        "bad.csv: none of its 2 rows is a usable record: 1 closed station (0 free docks, 0 bikes), 1 time not understood"
      ),
      (["0.p", "empty.csv"], "empty.csv: no rows after the header"),
      (["glued.csv"], "glued.csv, line 403: another header begins: station, bin, records, mean, "),
      (["2.p", "glued.csv"], "glued.csv, line 403: another header begins"),
      (["profiles.p"], "profiles.p: row "),
    ] {
      try velibcorr.expectFailureEveryWay(inputs, exit: 65, says: [says], files: files)
    }
  }

  @Test("What overlaps in time, and times from another column, are told")
  func told() throws {
    let velibcorr = try Self.days()
    let (a, b) = (Self.day(0).records, Self.day(1, seed: 90).records)
    try velibcorr.write(
      "late.csv", TimedLog(b + [.init(station: 3, time: a[0].time, free: 1, bikes: 1)]).csv())
    let outcome = try velibcorr.run("0.p", "late.csv", "-o", "r")
    #expect(outcome.errors.contains("the records of '0.csv' and 'late.csv' overlap in time, "))
    // So does one that begins at the very moment where the other ends, not one that begins later.
    let end = a.map(\.time).max()!
    for (later, overlaps) in [(0, true), (60, false)] {
      try velibcorr.write(
        "next.csv", TimedLog(b + [.init(station: 3, time: end + later, free: 1, bikes: 1)]).csv())
      let next = try velibcorr.run("0.p", "next.csv", "-o", "r")
      #expect(next.ending == .exit(0), "\(next.errors)")
      #expect(next.errors.contains("'0.csv' and 'next.csv' overlap in time, ") == overlaps, "\(next.errors)")
    }
    try velibcorr.write("other.csv", Self.day(1).csv().replacing("last_update", with: "timestamp"))
    let other = try velibcorr.run("0.p", "other.csv", "-o", "r")
    #expect(other.ending == .exit(0), "\(other.errors)")
    #expect(other.errors.contains("other.csv: times are from 'timestamp', those of 0.p from 'last_update'"))
    let apart = try velibcorr.run("0.p", "1.csv", "2.p", "-o", "r")
    #expect(!apart.errors.contains("velibcorr:"), "\(apart.errors)")
  }

  @Test("Profiles of version 1 are read; what they do not remember is said")
  func version1() throws {
    let velibcorr = try Self.days()
    // As version 1 wrote the three records of two stations.
    try velibcorr.write("old.csv", Self.old)
    let outcome = try velibcorr.run("old.csv", "1.csv", "--min-hours", "2", "-o", "r", "--profiles", "p")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("old.csv: profiles of version 1, which do not remember sources"))
    #expect(try velibcorr.text("p").contains("\"\"name\"\":\"\"old.csv\"\""))
    let files = try Self.names(velibcorr)
    try velibcorr.expectFailureEveryWay(["p", "old.csv"], exit: 65, says: ["is in p already"], files: files)
  }

  static let old = """
    station,bin,records,mean,velibcorr-profiles=1 bins=hour-of-day rows=2 check=78d2ff710c3d43d4
    7,07,2,0.5,1152921504606846976
    7,23,1,0.0,0

    """
}
