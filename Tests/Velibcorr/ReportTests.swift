import TestSupport
import Testing

/// `--report`: a page to look at. What a browser makes of it, `Scripts/test-report` tests.
@Suite struct ReportTests {
  @Test(
    "every way writes the same bytes",
    arguments: [
      ["--method", "pearson"], ["--method", "spearman", "--bins", "hour-of-week"],
      ["--method", "kendall", "--bins", "series"],
    ])
  func everyWay(options: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.runEveryWay(
      ["log.txt", "--no-matrix", "--report", "r.html"] + options, outputs: ["r.html"])
    let html = try velibcorr.text("r.html")
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(html.hasSuffix("</html>\n"))
    #expect(
      html.contains(#""binKind":""# + (options.last == "pearson" ? "hour-of-day" : options.last!) + #"""#))
    try velibcorr.expectNothingLeft(but: ["log.txt", "r.html"])
  }

  @Test(
    "beside other outputs: it is listed, in the summary with its digest, and the groups are those of --groups"
  )
  func beside() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let (summary, outcome) = try velibcorr.report(
      ["log.txt", "--report", "r.html", "--groups", "g.csv", "--clusters", "3", "-o", "r.csv"])
    #expect(outcome.errors.contains("output     r.html ("))
    #expect(outcome.errors.contains("groups     3, "))
    let due = try velibcorr.contents(of: "r.html")
    #expect(try summary.contents("outputs").contains(due))
    let html = try velibcorr.text("r.html")
    #expect(html.contains(#""groups":3"#))
    for row in try velibcorr.text("g.csv").split(separator: "\n").dropFirst() {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      let group = fields[1].isEmpty ? "" : #""group":\#(fields[1]),"#
      #expect(html.contains(#"\#(group)"id":"\#(fields[0])","#))
    }
  }

  @Test("what was left out is told with its reasons, and names come from a list")
  func told() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog + "13,0,0,5\n14,1,1,0\n14,1,1,1\n14,1,1,2\n15,x,1,1\n")
    try velibcorr.write("list.csv", "id,name,lat,lng\n7,<b>Here</b>,48.5,2.25\n13,Gone,,\n")
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--report", "r.html", "--stations", "list.csv")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let html = try velibcorr.text("r.html")
    for text in [
      #""rowsRead":17"#, #""rowsUsed":15"#, #"{"count":1,"reason":"closed station (0 free docks, 0 bikes)"}"#,
      #"{"count":1,"reason":"free docks are not a count"}"#,
      #"{"count":3,"reason":"a profile that never changes"}"#,
      #""pairs":6"#, #""closed":[{"id":"13","name":"Gone"}]"#, #"{"id":"14","number":3}"#,
      #""lat":48.5,"lng":2.25,"name":"\u003cb>Here\u003c/b>""#, #""inputs":["log.csv"]"#,
    ] { #expect(html.contains(text), "\(text)") }
  }

  @Test("two stations, one, and none with a correlation have a report too")
  func few() throws {
    let velibcorr = try Velibcorr()
    for (name, rows) in [
      ("two", "1,1,9,0\n1,2,8,1\n1,3,7,2\n2,5,5,0\n2,6,4,1\n2,8,2,2\n"), ("one", "1,1,9,0\n"),
      ("constant", "1,1,9,0\n1,1,9,1\n1,1,9,2\n2,5,5,0\n2,5,5,1\n2,5,5,2\n"),
    ] {
      try velibcorr.write("log.csv", "number,available_bike_stands,available_bikes,heure\n" + rows)
      let arguments = ["log.csv", "--no-matrix", "--report", "\(name).html", "--groups", "\(name).csv"]
      try velibcorr.runEveryWay(arguments, outputs: ["\(name).html", "\(name).csv"])
      #expect(
        try velibcorr.text("\(name).html").contains(#""groups":\#(name == "two" ? 1 : 0)"#) || name == "one"
      )
    }
  }

  @Test("more than memory allows, and more hours than a browser would show, are refused with the way out")
  func refused() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectFailureEveryWay(
      ["log.txt", "--report", "r.html", "--memory", "500K"], exit: 64,
      says: [
        "the pairs in a report of 297 stations need", "--memory allows 512", "allow it with --memory 1M",
      ],
      files: ["log.txt"])
    let rows = (1...4_001).map { "\($0),1,2,2024-01-01 03:00:00\n" }.joined()
    try velibcorr.write("log.txt", "station,free_docks,bikes,time\n" + rows + "1,1,2,2024-02-01 03:00:00\n")
    try velibcorr.expectFailureEveryWay(
      ["log.txt", "--bins", "series", "--report", "r.html"], exit: 64,
      says: [
        "a report of 4,001 stations shows at most 374 hours of each; here are 745",
        "use --bins hour-of-day, or leave --report out: --plot, --groups and --pairs take any number",
      ], files: ["log.txt"])
  }

  @Test("of more than 4,000 stations a report has profiles in place of a matrix")
  func large() throws {
    let velibcorr = try Velibcorr()
    let rows = (1...4_001).map { station in
      (0..<4).map { "\(station),\((station * ($0 + 3)) % 17),\(3 + $0),\($0)\n" }.joined()
    }
    try velibcorr.write("log.csv", "number,available_bike_stands,available_bikes,heure\n" + rows.joined())
    try velibcorr.runEveryWay(
      ["log.csv", "--no-matrix", "--clusters", "3", "--report", "r.html"], outputs: ["r.html"])
    let html = try velibcorr.text("r.html")
    #expect(html.contains(#""values":"eN"#) && html.utf8.count < 2_000_000)
    #expect(html.contains(#""pairs":8002000"#))
  }

  @Test("standard output takes it; a folder that is not there is told before the long work")
  func places() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog)
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--report", "-")
    #expect(outcome.ending == .exit(0) && outcome.text.hasPrefix("<!doctype html>"))
    try velibcorr.expectFailureEveryWay(
      ["log.csv", "--report", "none/r.html"], exit: 73, says: ["cannot create none/r.html", "--report FILE"],
      files: ["log.csv"])
  }
}
