import TestSupport
import Testing

/// `--deduplicate`: of the records of one station and time, the first in the order of the inputs.
@Suite struct DeduplicateTests {
  private static let start = 1_704_067_200

  /// Seconds between two times of a log.
  private static let step = 97

  /// Many records of the same station and time, with other counts.
  private static func log(seed: UInt64, count: Int, times: Int) -> TimedLog {
    let log = TimedLog(seed: seed, count: count, times: start..<start + times, stations: 12)
    return TimedLog(
      log.records.map { record in
        var record = record
        record.time = start + step * (record.time - start)
        return record
      })
  }

  /// The log without those that a plain set has seen before.
  private static func first(_ records: [TimedLog.Record]) -> [TimedLog.Record] {
    var seen: Set<[Int]> = []
    return records.filter { seen.insert([$0.station, $0.time]).inserted }
  }

  private static func rows(_ records: [TimedLog.Record], of count: Int) -> String {
    let closed = records.count { $0.free + $0.bikes == 0 }
    return "rows       \(count) read \(records.count - closed) used; left out: "
      + "\(closed) closed station (0 free docks 0 bikes) \(count - records.count) of a station and time read before"
  }

  @Test("Conflicting duplicates: the first ones alone give the same bytes, in every way, whatever the memory")
  func plain() throws {
    let log = Self.log(seed: 11, count: 60_000, times: 4000)
    let kept = TimedLog(Self.first(log.records))
    let velibcorr = try Velibcorr()
    try velibcorr.write("kept.csv", kept.csv())
    let reference = try velibcorr.run("kept.csv", "-o", "kept.r", "--profiles", "kept.p")
    try #require(reference.ending == .exit(0), "\(reference.errors)")
    try velibcorr.write("log.csv", log.csv())
    // 45,000 different records of some six bytes: 300K are enough for most, 60K for a fifth.
    for memory in ["2G", "300K", "60K"] {
      let outcome = try velibcorr.runEveryWay(
        ["log.csv", "--deduplicate", "--memory", memory, "-o", "r.csv", "--profiles", "p.csv"],
        outputs: ["r.csv", "p.csv"])
      #expect(outcome.rows.replacing(",", with: "") == Self.rows(kept.records, of: 60_000), "\(memory)")
      #expect(try velibcorr.text("r.csv") == velibcorr.text("kept.r"))
      #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("kept.p"))
    }
  }

  @Test("In several files, and standard input, the first file's record stays")
  func severalFiles() throws {
    let log = Self.log(seed: 12, count: 6_000, times: 300)
    let parts = [log.records[..<2000], log.records[2000..<2001], log.records[2001...]].map {
      TimedLog(Array($0))
    }
    let velibcorr = try Velibcorr()
    for (i, part) in parts.enumerated() { try velibcorr.write("\(i).csv", part.csv()) }
    for order in [[0, 1, 2], [2, 0, 1]] {
      let kept = TimedLog(Self.first(order.flatMap { parts[$0].records }))
      try velibcorr.write("kept.csv", kept.csv())
      _ = try velibcorr.run("kept.csv", "-o", "kept.r", "--profiles", "kept.p")
      let files = order.map { "\($0).csv" }
      let outcome = try velibcorr.runEveryWay(
        files + ["--deduplicate", "-o", "r.csv", "--profiles", "p.csv"], outputs: ["r.csv", "p.csv"])
      #expect(outcome.rows.replacing(",", with: "") == Self.rows(kept.records, of: 6_000))
      #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("kept.p"))
      let piped = try velibcorr.runEveryWay(
        [files[0], "-", files[2], "--deduplicate", "-o", "r.csv", "--profiles", "p.csv"],
        outputs: ["r.csv", "p.csv"], input: .bytes(Array(parts[order[1]].csv().utf8)))
      #expect(piped.rows == outcome.rows)
      #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("kept.p"))
    }
  }

  @Test("The same moment in another layout is the same time; another microsecond is not")
  func layouts() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv",
      """
      \(TimedLog.columns)
      7,1,9,2024-01-01 10:00:00
      7,9,1,2024-01-01T10:00:00.000
      7,9,1,01/01/2024 10:00
      7,9,1,1704103200
      7,3,7,2024-01-01 10:00:00.000001
      007,5,5,2024-01-01 10:00:00

      """)
    let outcome = try velibcorr.run("log.csv", "--deduplicate", "--no-matrix", "--profiles", "-")
    #expect(outcome.rows == "rows       6 read, 3 used; left out: 3 of a station and time read before")
    #expect(outcome.text.split(separator: "\n").count == 3)
    #expect(outcome.text.contains("\n7,10,2,0.2,"))
    #expect(outcome.text.contains("\n007,10,1,0.5,"))
  }

  @Test("A closed record is one too: a second record of its time does not count")
  func closed() throws {
    let velibcorr = try Velibcorr()
    let time = "2024-01-01 10:00:00"
    try velibcorr.write(
      "log.csv",
      "\(TimedLog.columns)\n7,0,0,\(time)\n7,1,9,\(time)\n8,1,9,\(time)\n8,0,0,\(time)\n7,x,9,\(time)\n")
    let outcome = try velibcorr.run("log.csv", "--deduplicate", "--no-matrix")
    #expect(
      outcome.rows == "rows       5 read, 1 used; left out: 1 closed station (0 free docks, 0 bikes), "
        + "2 of a station and time read before, 1 free docks are not a count")
    #expect(outcome.errors.contains("1 more without a profile, always closed: 7"))
  }

  @Test("A stream whose records need more memory than allowed is refused, a file is read several times")
  func stream() throws {
    let velibcorr = try Velibcorr()
    let text = Self.log(seed: 13, count: 20_000, times: 100_000).csv()
    let path = try velibcorr.write("log.csv", text)
    let arguments = ["--deduplicate", "--memory", "100K", "-o", "r.csv"]
    for way in Way.own {
      try velibcorr.expectFailure(
        velibcorr.run(["-"] + arguments, way, input: .bytes(Array(text.utf8))), exit: 65,
        says: [
          "the different records of a stream need more than 102.4 kB",
          "allow more with --memory, or name a file",
        ], files: ["log.csv"])
    }
    try velibcorr.runEveryWay(["log.csv"] + arguments, outputs: ["r.csv"])
    let enough = try velibcorr.run("-", "--deduplicate", "--memory", "10M", "-o", "s.csv", input: .file(path))
    #expect(enough.ending == .exit(0), "\(enough.errors)")
    #expect(try velibcorr.text("s.csv") == velibcorr.text("r.csv"))
  }

  @Test("Where one station's records need more memory than allowed, enough is named")
  func station() throws {
    let velibcorr = try Velibcorr()
    let rows = (0..<6_000).map { i in
      "\(i % 2 == 0 ? "Gare" : "Mairie"),\(i * 7 % 20),\(20 - i * 7 % 20),\(1_700_000_000 + i * 300)\n"
    }
    try velibcorr.write("log.csv", "station_id,free_docks,bikes,time\n" + rows.joined())
    let arguments = ["log.csv", "--deduplicate", "-o", "r.csv", "--memory"]
    try velibcorr.expectFailureEveryWay(
      arguments + ["10K"], exit: 65,
      says: [
        "the different records of one station need more than 10.2 kB",
        "--memory 1M is enough for all 6,000 records",
      ], files: ["log.csv"])
    let enough = try velibcorr.run(arguments + ["1M"])
    #expect(enough.ending == .exit(0), "\(enough.errors)")
  }

  @Test("With weeks, series and a period too", arguments: ["hour-of-week", "series"])
  func bins(_ bins: String) throws {
    let log = Self.log(seed: 14, count: 5_000, times: 400)
    let times = Self.start + 100 * Self.step..<Self.start + 300 * Self.step
    let kept = TimedLog(Self.first(log.records.filter { times.contains($0.time) }))
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", log.csv())
    try velibcorr.write("kept.csv", kept.csv())
    try velibcorr.runEveryWay(
      [
        "log.csv", "--deduplicate", "--bins", bins, "--since", TimedLog.wall(times.lowerBound), "--until",
        TimedLog.wall(times.upperBound), "-o", "r.csv", "--profiles", "p.csv",
      ], outputs: ["r.csv", "p.csv"])
    _ = try velibcorr.run("kept.csv", "--bins", bins, "--no-matrix", "--profiles", "kept.p")
    #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("kept.p"))
  }

  @Test(
    "A size of memory that is none is a wrong usage",
    arguments: ["0", "1X", "", "-1", "G", "2 G", "99999999999T"])
  func memory(size: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--memory=\(size)"), exit: 64, says: ["--memory"], files: ["small.csv"])
  }
}
