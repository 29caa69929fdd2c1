import TestSupport
import Testing

/// `--without`: what was added is taken away again, exactly.
@Suite struct WithoutTests {
  private static let start = 1_709_078_400

  private static func log(_ day: Int, seed: UInt64) -> TimedLog {
    let times = start + day * 86_400..<start + (day + 1) * 86_400
    var records = TimedLog(seed: seed, count: 300, times: times).records
    // A station of one day alone, and one that is closed until the third.
    records.append(.init(station: 20 + day, time: times.lowerBound + 30, free: 3, bikes: 1))
    records.append(.init(station: 50, time: times.lowerBound, free: day < 2 ? 0 : 4, bikes: 0))
    return TimedLog(records)
  }

  private static func days(_ bins: [String]) throws -> Velibcorr {
    let velibcorr = try Velibcorr()
    for day in 0..<4 {
      try velibcorr.write("\(day).csv", log(day, seed: UInt64(day) + 1).csv())
      _ = try velibcorr.run(["\(day).csv", "--no-matrix", "--profiles", "\(day).p"] + bins)
    }
    try velibcorr.write("2b.csv", log(2, seed: 77).csv())
    let outcome = try velibcorr.run(
      ["0.p", "1.csv", "2.p", "3.p", "--no-matrix", "--profiles", "all.p"] + bins)
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    return velibcorr
  }

  @Test(
    "A day less, by its log or its profiles, and a day corrected, are as if never added, in every way",
    arguments: [
      ["--bins", "hour-of-day"], ["--bins", "hour-of-week"], ["--bins", "series"], ["--keep-days"],
    ])
  func exact(bins: [String]) throws {
    let velibcorr = try Self.days(bins)
    let outputs = ["-o", "r", "--profiles", "p", "--groups", "g", "--pairs", "x"] + bins
    for (expected, changed) in [
      (["0.csv", "1.csv", "3.csv"], ["all.p", "--without", "2.csv"]),
      (["0.csv", "1.csv", "3.csv"], ["all.p", "--without", "2.p"]),
      (["0.csv", "1.csv", "2b.csv", "3.csv"], ["all.p", "2b.csv", "--without", "2.csv"]),
      (
        ["1.csv"],
        [
          "3.p", "all.p", "--again", "--without", "2.p", "--without", "0.csv", "--without", "3.p",
          "--without", "3.csv",
        ]
      ),
    ] {
      let whole = try velibcorr.run(expected + outputs)
      try #require(whole.ending == .exit(0), "\(whole.errors)")
      let texts = try ["r", "p", "g", "x"].map(velibcorr.text)
      let outcome = try velibcorr.runEveryWay(changed + outputs, outputs: ["r", "p", "g", "x"])
      #expect(outcome.rows == whole.rows, "\(changed)")
      for (name, text) in zip(["r", "p", "g", "x"], texts) {
        #expect(try velibcorr.text(name) == text, "\(name) of \(changed)")
      }
    }
  }

  @Test("What was not added, or not so, is refused, in every way")
  func refused() throws {
    let velibcorr = try Self.days([])
    _ = try velibcorr.run("2.p", "--without", "2.csv", "--no-matrix")
    let files = try velibcorr.files()
    for (arguments, says) in [
      (["all.p", "--without", "2b.csv"], "'2b.csv' is not among the sources of the sums"),
      (["0.p", "1.p", "--without", "2.p"], "'2.csv' is not among the sources of the sums"),
      (["all.p", "--without", "2.csv", "--without", "2.p"], "'2.csv' is not among the sources of the sums"),
      (
        [
          "all.p", "--without", "2.csv", "--time", "last_update", "--bikes", "available_bike_stands",
          "--free-docks", "available_bikes",
        ], "cannot be taken away: less than nothing would be left of station "
      ),
      (["2.p", "--without", "2.csv"], "without 2.csv no record is left"),
    ] {
      try velibcorr.expectFailureEveryWay(arguments, exit: 65, says: [says], files: files)
    }
    try velibcorr.expectFailure(
      velibcorr.run("all.p", "--without", "none.csv"), exit: 66, says: ["cannot open none.csv"], files: files)
    try velibcorr.expectFailure(
      velibcorr.run("all.p", "--without", "-"), exit: 64, says: ["--without reads files"], files: files)
    try velibcorr.expectFailure(
      velibcorr.run("all.p", "--without", "2.p", "--profiles", "2.p"), exit: 64, says: ["2.p is an input"],
      files: files)
  }

  @Test("Of profiles of version 1 nobody knows the sources: less than nothing is refused all the same")
  func version1() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("old.csv", ProvenanceTests.old)
    try velibcorr.write("7.csv", "number,free_docks,bikes,heure\n7,1,1,7\n")
    let outcome = try velibcorr.run("old.csv", "--without", "7.csv", "--no-matrix", "--profiles", "p")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.text("p").contains("\n7,07,1,0.5,4096,0,0,,,,"))
    try velibcorr.write("8.csv", "number,free_docks,bikes,heure\n7,1,1,8\n")
    try velibcorr.expectFailureEveryWay(
      ["old.csv", "--without", "8.csv", "--no-matrix"], exit: 65,
      says: ["8.csv cannot be taken away: less than nothing would be left of station 7 at 08"],
      files: ["7.csv", "8.csv", "old.csv", "p"])
    // As many records as there are, of a smaller sum: of none something would be left.
    try velibcorr.write("9.csv", "number,free_docks,bikes,heure\n7,0,2,7\n7,0,2,7\n")
    try velibcorr.expectFailureEveryWay(
      ["old.csv", "--without", "9.csv", "--no-matrix"], exit: 65,
      says: ["9.csv cannot be taken away: less than nothing would be left of station 7 at 07"],
      files: ["7.csv", "8.csv", "9.csv", "old.csv", "p"])
  }
}
