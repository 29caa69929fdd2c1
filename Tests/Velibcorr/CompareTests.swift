import Foundation
import TestSupport
import Testing

/// `--compare`: r of the same pairs in another period.
@Suite struct CompareTests {
  /// Of the same stations but for 6, which is new, in April; the days differ.
  private static let later =
    DailyLog.header
    + DailyLog.makeRows(0..<12, shift: 40).map { row in
      (row.hasPrefix("6,") ? "66" + row.dropFirst() : row).replacingOccurrences(
        of: "2024-03", with: "2024-04")
    }.joined()

  private static let arguments = ["--no-matrix", "--compare", "later.csv", "--compare-output", "c.csv"]

  private func velibcorr() throws -> Velibcorr {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", DailyLog.text)
    try velibcorr.write("later.csv", Self.later)
    return velibcorr
  }

  @Test(
    "Every way the same bytes, of logs, of several, of profiles that keep days, and resumed",
    arguments: [
      ["--top", "7"], ["--method", "spearman"], ["--method", "kendall"], ["--bins", "hour-of-week"],
    ])
  func everyWay(_ options: [String]) throws {
    let velibcorr = try velibcorr()
    let outcome = try velibcorr.runEveryWay(
      ["log.csv"] + Self.arguments + options, outputs: ["c.csv"])
    #expect(outcome.errors.contains("compared   "), "\(outcome.errors)")
    let due = try velibcorr.text("c.csv")
    #expect(due.hasPrefix("station_a,station_b,r1,r2,t,p,q\n"))
    #expect(due.split(separator: "\n").count > 5)
    for (name, days) in [("log.csv", "days.csv"), ("later.csv", "laterdays.csv")] {
      let made = try velibcorr.run(name, "--no-matrix", "--keep-days", "--profiles", days)
      #expect(made.ending == .exit(0), "\(made.errors)")
    }
    let rows = Self.later.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast()
    try velibcorr.write("l1.csv", DailyLog.header + rows.prefix(900).map { $0 + "\n" }.joined())
    try velibcorr.write("l2.csv", DailyLog.header + rows.dropFirst(900).reversed().map { $0 + "\n" }.joined())
    for way in [
      ["days.csv", "--compare", "laterdays.csv"], ["log.csv", "--compare", "l2.csv", "--compare", "l1.csv"],
      ["days.csv", "--compare", "later.csv"], ["log.csv", "--compare", "later.csv", "--resume"],
    ] {
      let outcome = try velibcorr.run(way + ["--no-matrix", "--compare-output", "c.csv"] + options)
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(try velibcorr.text("c.csv") == due, "\(way)")
    }
  }

  @Test(
    "The report has the other period, every way in the same bytes",
    arguments: [[], ["--method", "spearman", "--bins", "hour-of-week"], ["--method", "kendall"]])
  func reported(_ options: [String]) throws {
    let velibcorr = try velibcorr()
    try velibcorr.runEveryWay(
      ["log.csv"] + Self.arguments + ["--report", "r.html"] + options, outputs: ["c.csv", "r.html"])
    let html = try velibcorr.text("r.html")
    let pairs = try velibcorr.text("c.csv").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",")
    }
    let significant = pairs.count { Double($0[6])! < 0.05 }
    #expect(
      html.contains(#""pairs":\#(pairs.count),"significant":\#(significant),"stations":"#), "\(pairs.count)")
    #expect(html.contains(#""first":"2024-04-01 00:05:00","inputs":["later.csv"],"last":"#))
    // 6 is not in it.
    let changes = try #require(html.firstMatch(of: #/"changes":\[([^a-z]|null)*?\],"correlations":"/#))
    #expect(changes.0.ranges(of: "null").count == 1 && changes.0.ranges(of: "[").count == 8, "\(changes.0)")
  }

  @Test("of more than 4,000 stations it has profiles of both periods")
  func large() throws {
    let velibcorr = try Velibcorr()
    for (name, month) in [("log.csv", 3), ("later.csv", 4)] {
      let rows = (1...4_001).map { station in
        (0..<4).map {
          "\(station),2024-0\(month)-01 0\($0):00:00,\((station * ($0 + month)) % 17),\(3 + $0)\n"
        }
        .joined()
      }
      try velibcorr.write(name, "station,time,free_docks,bikes\n" + rows.joined())
    }
    let outcome = try velibcorr.run(["log.csv"] + Self.arguments + ["--clusters", "3", "--report", "r.html"])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let html = try velibcorr.text("r.html")
    #expect(html.ranges(of: #""values":"eN"#).count == 2)
    #expect(html.contains(#""pairs":0,"significant":0,"stations":4001"#), "one day is too few")
  }

  @Test(
    "A period and itself differ in nothing; the other way round t changes its sign; r is that of the pairs")
  func symmetry() throws {
    let velibcorr = try velibcorr()
    func rows(_ arguments: [String]) throws -> [[String]] {
      let outcome = try velibcorr.run(arguments + ["--no-matrix", "--compare-output", "c.csv"])
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      return try velibcorr.text("c.csv").split(separator: "\n").dropFirst().map {
        $0.split(separator: ",").map(String.init)
      }
    }
    let there = try rows(["log.csv", "--compare", "later.csv"])
    let back = try rows(["later.csv", "--compare", "log.csv"])
    for (one, other) in zip(there, back) {
      #expect(one[0..<2] == other[0..<2] && one[2] == other[3] && one[3] == other[2])
      #expect(Double(one[4]) == -Double(other[4])! && one[5...] == other[5...])
    }
    #expect(there.allSatisfy { !["6", "66", "8"].contains($0[0]) && !["6", "66", "8"].contains($0[1]) })
    try velibcorr.write("copy.csv", DailyLog.text)
    let same = try rows(["log.csv", "--compare", "copy.csv"])
    #expect(same.allSatisfy { $0[2] == $0[3] && $0[4] == "0.0" && $0[5] == "1.0" && $0[6] == "1.0" })
    #expect(try velibcorr.run("log.csv", "--no-matrix", "--pairs", "p.csv").ending == .exit(0))
    let known = try velibcorr.text("p.csv")
    for row in same { #expect(known.contains("\n\(row[0]),\(row[1]),\(row[2]),")) }
  }

  @Test("--since and --until are of the first, --days of both")
  func bounds() throws {
    let velibcorr = try velibcorr()
    let outcome = try velibcorr.run(
      [
        "log.csv", "--until", "2024-03-09", "--compare", "log.csv", "--again", "--no-matrix",
        "--compare-output", "c.csv",
      ])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.text("c.csv").split(separator: "\n").count > 3)
    let weekends = try velibcorr.run(["log.csv", "--days", "weekends"] + Self.arguments)
    // Four days of weekends are too few.
    #expect(weekends.ending == .exit(0) && weekends.errors.contains("compared   none"), "\(weekends.errors)")
  }

  @Test("What cannot be compared is refused, with a cure")
  func refused() throws {
    let velibcorr = try velibcorr()
    try velibcorr.write("other.csv", Self.later.replacingOccurrences(of: "\n", with: "\nx"))
    #expect(try velibcorr.run("later.csv", "--no-matrix", "--profiles", "p.csv").ending == .exit(0))
    let files = ["later.csv", "log.csv", "other.csv", "p.csv"]
    for (arguments, exit, words) in [
      (["--compare", "gone.csv"], 66, "gone.csv"),
      (["--compare", "other.csv"], 65, "no station is in both periods"),
      (["--compare", "p.csv"], 65, "p.csv holds profiles by hour-of-day, not by series"),
      (["--compare", "-"], 64, "--compare reads files, not standard input (-)"),
      (["--compare-output", "x.csv"], 64, "--compare-output wants --compare"),
      (["--compare", "later.csv", "--compare-output", "later.csv"], 64, "later.csv is an input"),
      (["--compare", "later.csv", "--memory", "1K"], 64, "comparisons of all pairs of 8 stations need"),
    ] as [([String], Int32, String)] {
      try velibcorr.expectFailure(
        velibcorr.run(["log.csv", "--no-matrix"] + arguments), exit: exit, says: [words], files: files)
    }
  }
}
