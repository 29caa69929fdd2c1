import TestSupport
import Testing

/// `--interval days`: what r of listed pairs may be on other days.
@Suite struct IntervalTests {
  private static let arguments = [
    "--no-matrix", "--pairs", "p.csv", "--neighbours", "2", "--neighbours-output", "n.csv", "--interval",
    "days",
  ]

  private static func columns(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test(
    "Every way the same bytes, from a log in any order and split, from profiles that keep days, and with little memory",
    arguments: [
      ["--method", "pearson"], ["--method", "spearman"], ["--method", "kendall"], ["--bins", "hour-of-week"],
      ["--bins", "series", "--transform", "daily"], ["--rank-by", "low"],
    ])
  func everyWay(_ options: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", DailyLog.text)
    try velibcorr.runEveryWay(["log.csv"] + Self.arguments + options, outputs: ["p.csv", "n.csv"])
    let due = try [velibcorr.text("p.csv"), velibcorr.text("n.csv")]
    try velibcorr.write("a.csv", DailyLog.header + DailyLog.rows[700...].reversed().joined())
    try velibcorr.write("b.csv", DailyLog.header + DailyLog.rows[..<700].joined())
    #expect(
      try velibcorr.run("log.csv", "--no-matrix", "--keep-days", "--profiles", "days.csv").ending == .exit(0))
    var ways = [["a.csv", "b.csv"], ["days.csv"], ["log.csv", "--resume"]]
    // All pairs at once want all days at once.
    if !options.contains("low") { ways.append(["log.csv", "--memory", "30K", "--top", "9999"]) }
    for way in ways {
      let outcome = try velibcorr.run(way + Self.arguments + options)
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(try [velibcorr.text("p.csv"), velibcorr.text("n.csv")] == due, "\(way)")
    }
  }

  @Test("r is within its interval, and the other columns are as without")
  func columns() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", DailyLog.text)
    #expect(try velibcorr.run(["log.csv"] + Self.arguments).ending == .exit(0))
    let with = try (velibcorr.text("p.csv"), velibcorr.text("n.csv"))
    #expect(with.0.hasPrefix("station_a,station_b,r,hours,hours_eff,p,q,days,se,low,high\n"))
    #expect(with.1.hasPrefix("station,rank,neighbour,r,hours,days,se,low,high\n"))
    for row in Self.columns(with.0) + Self.columns(with.1) {
      let (r, low, high) = (Double(row["r"]!)!, Double(row["low"]!)!, Double(row["high"]!)!)
      #expect(low <= r && r <= high && Double(row["se"]!)! >= 0)
      // The last day has five hours.
      #expect(row["days"] == "13")
    }
    #expect(try velibcorr.run(["log.csv"] + Self.arguments.dropLast(2)).ending == .exit(0))
    for (name, text) in [("p.csv", with.0), ("n.csv", with.1)] {
      let shorter = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).dropLast(4).joined(separator: ",") + "\n"
      }
      #expect(try velibcorr.text(name) == shorter.joined())
    }
  }

  @Test("Of few days, and of equal profiles, the columns are empty, and it is said")
  func empty() throws {
    let velibcorr = try Velibcorr()
    let rows = DailyLog.makeRows(0..<4)
    try velibcorr.write("few.csv", DailyLog.header + rows.joined())
    let outcome = try velibcorr.run(["few.csv"] + Self.arguments)
    #expect(
      outcome.errors.contains(
        "there are 4 days with records in half of the hours; an interval wants 5 of them"),
      "\(outcome.errors)")
    for row in Self.columns(try velibcorr.text("p.csv")) {
      #expect(row["se"] == "" && row["low"] == "" && row["high"] == "")
    }
    // Station 2 is station 1, 3 its mirror image.
    let twins = DailyLog.rows.filter { $0.hasPrefix("1,") }.flatMap { row in
      let fields = row.split(separator: ",").map(String.init)
      let bikes = fields[3].dropLast()
      return [row, "2" + row.dropFirst(), "3,\(fields[1]),\(bikes),\(fields[2])\n"]
    }
    try velibcorr.write("twins.csv", DailyLog.header + twins.joined())
    #expect(try velibcorr.run(["twins.csv"] + Self.arguments).ending == .exit(0))
    let found = Self.columns(try velibcorr.text("p.csv"))
    #expect(found.map { $0["r"] } == ["1.0", "-1.0", "-1.0"])
    #expect(found.allSatisfy { $0["days"] == "13" && $0["se"] == "" })
  }

  @Test("Groups tell how alike they are without a day, and all silhouettes")
  func groups() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", DailyLog.text)
    let arguments = [
      "log.csv", "--no-matrix", "--groups", "g.csv", "--interval", "days", "--summary", "s.json",
    ]
    for method in ["pearson", "spearman", "kendall"] {
      var lines: Set<String> = []
      for way in [["--threads", "1"], ["--threads", "3"], ["--ranks", "3"]] {
        let outcome = try velibcorr.run(arguments + ["--method", method] + way)
        try #require(outcome.ending == .exit(0), "\(outcome.errors)")
        lines.formUnion(
          outcome.errors.split(separator: "\n").filter { $0.contains("silhouette") }.map(String.init))
      }
      #expect(lines.count == 2, "\(lines)")
      #expect(lines.contains { $0.contains("; without a day as they are by ") }, "\(lines)")
      #expect(lines.contains { $0.contains("mean silhouettes 2: ") }, "\(lines)")
    }
    let json = try velibcorr.text("s.json")
    #expect(json.contains("\"stability\" : ") && json.contains("\"silhouettes\" : ["))
  }

  @Test("The number of groups has the greatest silhouette times what is found again")
  func choice() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", DailyLog.text)
    let common = ["log.csv", "--no-matrix", "--summary", "s.json", "--groups", "g.csv", "--plot", "m.svg"]
    var pages: Set<[UInt8]> = []
    for way in [["--threads", "1"], ["--threads", "3"], ["--ranks", "3"]] {
      let outcome = try velibcorr.run(common + ["--interval", "days", "--report", "r.html"] + way)
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      let said = #/\n +of a group found again without a day 2: [^;]*\n +chosen by the product of both\n/#
      #expect(outcome.errors.contains(said), "\(outcome.errors)")
      let groups = try #require(SummaryFile(velibcorr.bytes("s.json")).json["groups"] as? [String: Any])
      let tried = try #require(groups["silhouettes"] as? [[String: Any]]).map { each in
        (each["clusters"] as! Int, (each["silhouette"] as! Double) * (each["agreement"] as! Double))
      }
      let best = try #require(tried.max { ($0.1, $1.0) < ($1.1, $0.0) })
      let count = try #require(groups["clusters"] as? Int)
      #expect(count == best.0, "\(tried)")
      #expect(try velibcorr.text("m.svg").contains("\(count) groups"))
      // As many, asked for, are the same.
      let (chosen, picture) = try (velibcorr.text("g.csv"), velibcorr.text("m.svg"))
      try #require(try velibcorr.run(common + ["--clusters", "\(count)"]).ending == .exit(0))
      #expect(try velibcorr.text("g.csv") == chosen)
      #expect(try velibcorr.text("m.svg") == picture)
      pages.insert(try velibcorr.bytes("r.html"))
    }
    #expect(pages.count == 1)
    #expect(String(decoding: try #require(pages.first), as: UTF8.self).contains("\"intervals\":\""))
  }

  @Test("What cannot be is refused, with a cure")
  func refused() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", DailyLog.text)
    #expect(try velibcorr.run("log.csv", "--no-matrix", "--profiles", "old.csv").ending == .exit(0))
    try velibcorr.expectFailureEveryWay(
      ["old.csv"] + Self.arguments, exit: 65,
      says: ["old.csv holds profiles by hour-of-day, not by series", "make it again with --keep-days"],
      files: ["log.csv", "old.csv"])
    for (arguments, exit, words) in [
      (["--interval", "days"], 64, "--interval is of pairs, neighbours and groups"),
      (["--pairs", "q.csv", "--rank-by", "low"], 64, "it wants --interval days"),
      (["--pairs", "q.csv", "--interval", "weeks"], 64, "weeks"),
      (
        ["--pairs", "q.csv", "--interval", "days", "--rank-by", "low", "--memory", "1K"], 64,
        "intervals of all pairs of 8 stations need"
      ),
    ] as [([String], Int32, String)] {
      try velibcorr.expectFailure(
        velibcorr.run(["log.csv"] + arguments), exit: exit, says: [words], files: ["log.csv", "old.csv"])
    }
  }
}
