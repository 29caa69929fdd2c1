import TestSupport
import Testing

/// JSON whose bikes are told by several keys, or whose stations are of several cities.
@Suite struct FeedBikesTests {
  /// Documents with a part of the bikes under a key of their own; `more` is written behind those counts.
  private static func polls(_ more: (_ free: Int, _ bikes: Int, _ part: Int) -> String) -> String {
    stride(from: 0, to: SoundLog.rows.count, by: 3).map { first in
      let stations = SoundLog.rows[first..<first + 3].map { row in
        let (free, bikes) = (Int(row[1])!, Int(row[2])!)
        return "{\"id\":\"\(row[0])\",\"docks_available\":\(free),\(more(free, bikes, bikes / 2))}"
      }
      return
        "{\"timestamp\":\"\(SoundLog.rows[first][3])\",\"stations\":[\(stations.joined(separator: ","))]}\n"
    }.joined()
  }

  static let beside: [String] = [
    polls { "\"bikes\":\($1 - $2),\"ebikes\":\($2),\"capacity\":\($0 + $1)" },
    polls { "\"bikes\":\($1 - $2),\"electric_bikes\":\($2)" },
  ]

  @Test(
    "Bikes that the key for bikes leaves out, by all docks and by what changes", arguments: beside.indices)
  func leftOut(_ number: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.json", Self.beside[number])
    let outcome = try velibcorr.run("a.json")
    try velibcorr.expectFailure(outcome, exit: 65, says: ["'bikes' leaves out those in '"], files: ["a.json"])
    guard Velibcorr.path(of: "jq") != nil else { return }
    let command = try #require(printedCommands(outcome.errors).first)
    #expect(try velibcorr.paste(command).ending == .exit(0))
    try velibcorr.write("sound.csv", SoundLog.text())
    for (log, matrix) in [("a-added.json", "r.csv"), ("sound.csv", "s.csv")] {
      let run = try velibcorr.run(log, "-o", matrix)
      #expect(run.ending == .exit(0), "\(run.errors)")
    }
    #expect(try velibcorr.bytes("r.csv") == velibcorr.bytes("s.csv"))
  }

  @Test(
    "Bikes that are left out, where a document is longer than what is looked at first",
    arguments: [Way.alone, .ranks(2)])
  func longDocuments(_ way: Way) throws {
    let note = String(repeating: "x", count: 30_000)
    func text(_ isLeftOut: Bool) -> String {
      Self.polls { "\"bikes\":\(isLeftOut ? $1 - $2 : $1),\"ebikes\":\($2),\"note\":\"\(note)\"" }
    }
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.json", text(true))
    try velibcorr.expectFailure(
      velibcorr.run(["a.json"], way), exit: 65, says: ["'bikes' leaves out those in 'ebikes'"],
      files: ["a.json"])
    try velibcorr.write("b.json", text(false))
    try velibcorr.write("sound.csv", SoundLog.text())
    for (log, matrix) in [("b.json", "r.csv"), ("sound.csv", "s.csv")] {
      let run = try velibcorr.run([log, "-o", matrix], way)
      #expect(run.ending == .exit(0), "\(run.errors)")
    }
    #expect(try velibcorr.bytes("r.csv") == velibcorr.bytes("s.csv"))
  }

  @Test("Bikes that are among the others are no others")
  func among() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "a.json", Self.polls { "\"bikes\":\($1),\"ebikes\":\($2),\"capacity\":\($0 + $1)" })
    let run = try velibcorr.run("a.json", "-o", "r.csv")
    #expect(run.ending == .exit(0), "\(run.errors)")
  }

  @Test("Docks that may be all docks: both options are named")
  func docks() throws {
    let velibcorr = try Velibcorr()
    let text = Self.polls { "\"bikes\":\($1),\"n\":\($0 + $2)" }
    try velibcorr.write("a.json", text.replacing("docks_available", with: "docks"))
    try velibcorr.expectFailure(
      velibcorr.run("a.json"), exit: 65, says: ["--free-docks docks", "--capacity docks"], files: ["a.json"])
    #expect(try velibcorr.run("a.json", "--free-docks", "docks", "-o", "r.csv").ending == .exit(0))
    try velibcorr.write(
      "b.json",
      Self.polls { free, bikes, _ in "\"bikes\":\(bikes),\"capacity\":\(free + bikes)" }
        .replacing("docks_available", with: "n"))
    try velibcorr.expectFailure(
      velibcorr.run("b.json"), exit: 65, says: ["--capacity capacity"], files: ["a.json", "b.json", "r.csv"])
  }

  @Test("Cities by other keys than contract_name")
  func cities() throws {
    let velibcorr = try Velibcorr()
    let lines = SoundLog.rows.enumerated().map { number, row in
      "{\"number\":\(row[0]),\"city\":\"\(number % 2 == 0 ? "Lyon" : "Paris")\",\"free_docks\":\(row[1]),"
        + "\"bikes\":\(row[2]),\"time\":\"\(row[3])\"}\n"
    }
    try velibcorr.write("a.json", lines.joined())
    let run = try velibcorr.run("a.json", "-o", "r.csv")
    #expect(
      run.ending == .exit(0) && run.errors.contains("Lyon") && run.errors.contains("Paris"), "\(run.errors)")
  }

  private static func records(_ write: ([String]) -> String) -> [UInt8] {
    Array(SoundLog.rows.map { write($0) + "\n" }.joined().utf8)
  }
  private static let lines = records {
    "{\"number\":\($0[0]),\"free_docks\":\($0[1]),\"bikes\":\($0[2]),\"time\":\"\($0[3])\"}"
  }

  /// JSON that a printed command makes a log.
  static let mended: [Cure] = [
    Cure("a last document that is cut", [("a.json", lines + Array("{\"number\":7,\"fre".utf8))], leads: .log),
    Cure(
      "values that MongoDB wraps",
      [
        (
          "a.json",
          records {
            "{\"_id\":{\"$oid\":\"0\"},\"number\":{\"$numberInt\":\"\($0[0])\"},\"free_docks\":\($0[1]),"
              + "\"bikes\":\($0[2]),\"time\":{\"$date\":\"\($0[3].replacing(" ", with: "T"))Z\"}}"
          }
        )
      ], leads: .log),
    Cure(
      "a table by columns",
      [
        (
          "a.json",
          Array(
            ("{"
              + SoundLog.header.enumerated().map { column, name in
                "\"\(name)\":[" + SoundLog.rows.map { "\"\($0[column])\"" }.joined(separator: ",") + "]"
              }.joined(separator: ",") + "}").utf8)
        )
      ], leads: .log),
  ]

  @Test("Commands that make a log of JSON", arguments: mended)
  func commands(cure: Cure) throws { try cure.check() }
}
