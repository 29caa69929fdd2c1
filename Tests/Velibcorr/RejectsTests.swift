import TestSupport
import Testing

/// `--rejects`: the rows that cannot be used, as they are, with their lines and reasons.
@Suite struct RejectsTests {
  private static let header = "file,line,reason,row\n"
  private static let log = [
    "number,available_bike_stands,available_bikes,heure", "7,1,9,0", "7,x,9,1", "", "8,1,9",
    "number,available_bike_stands,available_bikes,heure",
    "\"7\",\" 2\",8,2", ",1,2,3", "7,3,-1,3", "0,0,0,0", "7,4,6,noon", "\"7\",\"q\"\"\",6,1", "7,5,5,3",
    "7,4,6,3,3",
  ]
  private static func rejects(_ file: String) -> String {
    [
      "3,free docks are not a count,\"7,x,9,1\"", "5,another number of fields than the header,\"8,1,9\"",
      "8,no station,\",1,2,3\"", "9,bikes are not a count,\"7,3,-1,3\"",
      "11,time not understood,\"7,4,6,noon\"",
      "12,free docks are not a count,\"\"\"7\"\",\"\"q\"\"\"\"\"\",6,1\"",
      "14,another number of fields than the header,\"7,4,6,3,3\"",
    ].map { "\(file),\($0)\n" }.joined()
  }

  @Test(
    "Lines, reasons and rows, whatever the line end, with or without one at the end",
    arguments: ["\n", "\r\n", "\r"])
  func lineEnds(lineEnd: String) throws {
    let velibcorr = try Velibcorr()
    for end in [lineEnd, ""] {
      try velibcorr.write("log.csv", Self.log.joined(separator: lineEnd) + end)
      let outcome = try velibcorr.runEveryWay(
        ["log.csv", "--rejects", "rejects.csv", "-o", "r.csv"], outputs: ["rejects.csv", "r.csv"])
      #expect(try velibcorr.text("rejects.csv") == Self.header + Self.rejects("log.csv"))
      #expect(outcome.rows.hasPrefix("rows       12 read, 3 used; left out: 1 closed"))
      #expect(outcome.errors.contains("output     rejects.csv (0.4 kB)"))
    }
  }

  @Test(
    "Line ends within quotes count as lines of the file, and stay in the row",
    arguments: ["\n", "\r\n", "\r"])
  func quotedLineEnds(lineEnd: String) throws {
    let velibcorr = try Velibcorr()
    let lines = [
      "note,number,available_bike_stands,available_bikes,heure", "\"two\(lineEnd)lines\",7,1,9,0",
      "\"one\(lineEnd)\(lineEnd)three\",7,x,9,1", "\"\(lineEnd)\",7,1,9,25", "plain,,1,9,2",
    ]
    try velibcorr.write("log.csv", lines.joined(separator: lineEnd) + lineEnd)
    try velibcorr.runEveryWay(["log.csv", "--rejects", "rejects.csv"], outputs: ["rejects.csv"])
    #expect(
      try velibcorr.text("rejects.csv") == Self.header
        + "log.csv,4,free docks are not a count,\"\"\"one\(lineEnd)\(lineEnd)three\"\",7,x,9,1\"\n"
        + "log.csv,7,time not understood,\"\"\"\(lineEnd)\"\",7,1,9,25\"\n"
        + "log.csv,9,no station,\"plain,,1,9,2\"\n")
  }

  @Test("A long log with faulty rows all over it, in notes with treacherous line ends too")
  func long() throws {
    let velibcorr = try Velibcorr()
    let plain = try QuotedFieldTests.log(lineEnd: "\n")
    var (text, expected, line): ([UInt8], String, Int) = ([], Self.header, 1)
    let pad = String(repeating: "p", count: 300)
    for (number, piece) in plain.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      text += piece + [10]
      // A lone carriage return ends a line too.
      line += 1 + piece.dropLast().count { $0 == 13 }
      // Between rows only: the piece is a row without quotes.
      let isPlainRow = String(decoding: piece, as: UTF8.self).contains(",plain,")
      guard number % 97 == 3, isPlainRow, !piece.contains(34) else { continue }
      text += "\(number),\(pad),x,5,3\n".utf8
      expected += "log.csv,\(line),free docks are not a count,\"\(number),\(pad),x,5,3\"\n"
      line += 1
    }
    #expect(expected.utf8.count > 20_000)
    try velibcorr.write("log.csv", text)
    try velibcorr.runEveryWay(
      ["log.csv", "--rejects", "rejects.csv", "--no-matrix"], outputs: ["rejects.csv"])
    let isSame = try velibcorr.text("rejects.csv") == expected
    #expect(isSame)
    let outcome = try velibcorr.runEveryWay(
      ["-", "--rejects", "rejects.csv", "--no-matrix"], outputs: ["rejects.csv"], input: .bytes(text))
    let isSameOfStream =
      try velibcorr.text("rejects.csv") == expected.replacing("log.csv,", with: "standard input,")
    #expect(isSameOfStream, "\(outcome.rows)")
  }

  @Test("Several files in their order, standard input behind them")
  func severalFiles() throws {
    let velibcorr = try Velibcorr()
    let text = Self.log.joined(separator: "\n")
    try velibcorr.write("b.csv", text)
    try velibcorr.write("a, b.csv", text)
    try velibcorr.write("good.csv", smallLog)
    try velibcorr.runEveryWay(
      ["b.csv", "good.csv", "-", "a, b.csv", "--rejects", "rejects.csv", "--no-matrix"],
      outputs: ["rejects.csv"],
      input: .bytes(Array(text.utf8)))
    #expect(
      try velibcorr.text("rejects.csv") == Self.header + Self.rejects("b.csv")
        + Self.rejects("standard input")
        + Self.rejects("\"a, b.csv\""))
  }

  @Test("With --deduplicate and a period: faulty rows only, each once")
  func otherRules() throws {
    let velibcorr = try Velibcorr()
    let time = "2024-01-01 10:00:00"
    let rows = [
      "7,1,9,\(time)", "7,1,9,\(time)", "7,1,9,2020-01-01 00:00:00", "7,x,9,\(time)", "7,1,9,now",
      "8,0,0,\(time)",
    ]
    let text = ([TimedLog.columns] + rows).map { $0 + "\n" }.joined()
    try velibcorr.write("log.csv", text)
    let options = [
      "--deduplicate", "--since", "2024-01-01", "--rejects", "rejects.csv", "--no-matrix", "--memory", "1K",
    ]
    func expected(_ file: String) -> String {
      Self.header
        + "\(file),5,free docks are not a count,\"7,x,9,\(time)\"\n\(file),6,time not understood,\"7,1,9,now\"\n"
    }
    try velibcorr.runEveryWay(["log.csv"] + options, outputs: ["rejects.csv"])
    #expect(try velibcorr.text("rejects.csv") == expected("log.csv"))
    try velibcorr.runEveryWay(["-"] + options, outputs: ["rejects.csv"], input: .bytes(Array(text.utf8)))
    #expect(try velibcorr.text("rejects.csv") == expected("standard input"))
  }

  @Test("Nothing but the header when all is well", arguments: Way.each)
  func allWell(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run(["small.csv", "--rejects", "rejects.csv"], way)
    #expect(outcome.ending == .exit(0))
    #expect(try velibcorr.text("rejects.csv") == Self.header)
    try velibcorr.expectNothingLeft(but: ["rejects.csv", "small.correlation.csv", "small.csv"])
  }

  @Test("Rejects can go to standard output; a run that fails leaves none")
  func places() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log.joined(separator: "\n"))
    for way in Way.own {
      let outcome = try velibcorr.run(["log.csv", "--rejects", "-", "--no-matrix"], way)
      #expect(outcome.text == Self.header + Self.rejects("log.csv"))
    }
    try velibcorr.write("log.csv", "number,available_bike_stands,available_bikes,heure\n7,x,9,1\n")
    for way in Way.each {
      try velibcorr.expectFailure(
        velibcorr.run(["log.csv", "--rejects", "rejects.csv"], way), exit: 65, says: ["none of the 1 rows"],
        files: ["log.csv"])
    }
  }
}
