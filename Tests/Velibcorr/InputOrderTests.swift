import TestSupport
import Testing

/// What is told of several inputs is told in their order, whichever rank has read them.
@Suite struct InputOrderTests {
  private static let header = "number,available_bike_stands,available_bikes,last_update\n"

  private static func good(_ count: Int) -> String {
    (0..<count).map { "7,\($0 % 9 + 1),9,2024-03-01 0\($0 % 9):00:00\n" }.joined()
  }

  /// Stored in zips, which are streams.
  private static func pack(_ text: String, _ name: String, in velibcorr: Velibcorr) throws {
    try velibcorr.write(name, storedZip([("log.csv", Array(text.utf8))]))
  }

  @Test("Faulty rows of several archives come in the order of the command line")
  func rejects() throws {
    let velibcorr = try Velibcorr()
    for name in ["a", "b", "c"] {
      try Self.pack(
        Self.header + Self.good(9) + "\(name),x,9,2024-03-01 00:00:00\n", "\(name).zip", in: velibcorr)
    }
    try velibcorr.write("plain.csv", Self.header + "p,x,9,2024-03-01 00:00:00\n")
    try velibcorr.runEveryWay(
      ["c.zip", "plain.csv", "a.zip", "b.zip", "--rejects", "rejects.csv", "--no-matrix"],
      outputs: ["rejects.csv"])
    let stations = try velibcorr.text("rejects.csv").split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",")[3].prefix(2) }
    #expect(stations == ["\"c", "\"p", "\"a", "\"b"])
  }

  @Test("The first faulty row is that of the first input, also when another rank has found its own sooner")
  func strict() throws {
    let velibcorr = try Velibcorr()
    let bad = "7,x,9,2024-03-01 00:00:00\n"
    try Self.pack(Self.header + Self.good(200_000) + bad, "late.zip", in: velibcorr)
    try Self.pack(Self.header + bad, "soon.zip", in: velibcorr)
    try velibcorr.expectFailureEveryWay(
      ["late.zip", "soon.zip", "--strict", "--no-matrix"], exit: 65, says: ["late.zip", "line 200002"],
      files: ["late.zip", "soon.zip"])
  }

  @Test("Deduplicating ranks all see a faulty row, one tells it")
  func once() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.header + Self.good(9) + "7,x,9,2024-03-01 00:00:00\n")
    let outcome = try velibcorr.run("log.csv", "--strict", "--deduplicate", "--ranks", "3")
    #expect(outcome.ending == .exit(65))
    #expect(outcome.errors.split(separator: "\n").count { $0.contains("line 11") } == 1)
  }

  @Test("Names from an archive that another rank has read are in the summary")
  func names() throws {
    let velibcorr = try Velibcorr()
    let constant = (0..<5).map { "9,5,5,2024-03-01 0\($0):00:00\n" }.joined()
    try velibcorr.write("plain.csv", Self.header + Self.good(9))
    try velibcorr.write(
      "log.zip",
      storedZip([
        ("log.csv", Array((Self.header + constant).utf8)),
        ("stations.txt", Array("number,name\n9,Bac\n".utf8)),
      ]))
    for way in [["--threads", "1"], ["--ranks", "2"]] {
      let outcome = try velibcorr.run(["plain.csv", "log.zip", "-o", "r.csv"] + way)
      #expect(outcome.ending == .exit(0))
      #expect(outcome.errors.contains("9 (Bac)"), "\(way)")
    }
  }

  @Test("The hour that comes twice holds two moments of each time")
  func twice() throws {
    let velibcorr = try Velibcorr()
    // 2024-10-27 02:30 in Paris, before and after the clocks were set back.
    try velibcorr.write("log.csv", Self.header + "7,1,9,1729989000\n7,9,1,1729992600\n7,9,1,1729992600\n")
    let outcome = try velibcorr.run(
      "log.csv", "--deduplicate", "--timezone", "Europe/Paris", "--no-matrix", "--profiles", "p.csv")
    #expect(outcome.ending == .exit(0))
    #expect(outcome.rows.contains("3 read, 2 used"))
    #expect(try velibcorr.text("p.csv").split(separator: "\n").last?.hasPrefix("7,02,2,0.5,") == true)
  }

  @Test("Equal means are constant, however they were made of")
  func constant() throws {
    let velibcorr = try Velibcorr()
    // 1/70; the mean of 0/70 and 2/70; 1/70 again.
    let rows = ["1,69,0", "0,70,1", "2,68,1", "1,69,2"]
    let others = ["1,9,0", "5,5,1", "2,8,2"].map { "C,\($0)\n" }
    let log =
      "station,free_docks,bikes,hour\n" + rows.map { "A,\($0)\n" }.joined()
      + rows.map { "B,\($0)\n" }.joined() + others.joined()
    try velibcorr.write("log.csv", log)
    try velibcorr.runEveryWay(["log.csv", "-o", "r.csv"], outputs: ["r.csv"])
    #expect(try velibcorr.text("r.csv") == "station,A,B,C\nA,,,\nB,,,\nC,,,1.0000000000000\n")
  }
}
