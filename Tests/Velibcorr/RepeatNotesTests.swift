import TestSupport
import Testing

/// Records that count several times are told, and how they count once.
@Suite struct RepeatNotesTests {
  private static func rows(_ hours: Range<Int>) -> String {
    hours.flatMap { hour in
      ["7", "8"].map {
        "\($0),\(hour + 1),\(hour * hour % 17 + 1),2024-05-\(hour < 24 ? 14 : 15) \(10 + hour % 10):00\n"
      }
    }.joined()
  }
  private static let header = "number,free_docks,bikes,time\n"

  @Test("Repeated records, with their share; not where each counts once")
  func share() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.header + Self.rows(0..<10) + Self.rows(0..<3))
    let told =
      "log.csv: 6 of 26 rows looked at repeat a station and time, and count again; --deduplicate uses"
    #expect(try velibcorr.run("log.csv").errors.contains(told))
    #expect(try !velibcorr.run("log.csv", "--deduplicate").errors.contains("looked at repeat"))
    try velibcorr.write("plain.csv", Self.header + Self.rows(0..<10))
    #expect(try !velibcorr.run("plain.csv").errors.contains("looked at repeat"))
  }

  @Test("A copy of an input under another name", arguments: [Way.alone, .ranks(2)])
  func copy(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    for name in ["a.csv", "b.csv"] { try velibcorr.write(name, Self.header + Self.rows(0..<10)) }
    try velibcorr.write("c.csv", Self.header + Self.rows(0..<10).replacing("7,1,", with: "7,2,"))
    let outcome = try velibcorr.run(["a.csv", "c.csv", "b.csv", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(!outcome.errors.contains("c.csv: a copy"))
    #expect(outcome.errors.contains("b.csv: a copy of a.csv, by its size and samples: its rows count twice"))
  }
}
