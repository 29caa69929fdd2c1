import TestSupport
import Testing

/// What a run over profiles of earlier runs says of them.
@Suite struct ProfileAccountTests {
  private static let day = 86_400
  private static let log = TimedLog(
    seed: 5, count: 3_000, times: 1_708_905_600..<1_708_905_600 + 3 * day, stations: 9)

  /// A place with `log.csv` and its profiles, `p.csv`.
  private static func place() throws -> Velibcorr {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", log.csv())
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--profiles", "p.csv")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    return velibcorr
  }

  private static let used = log.records.count { $0.free + $0.bikes > 0 }

  private static func grouped(_ count: Int) -> String {
    count < 1_000 ? "\(count)" : "\(count / 1_000)," + "\(1_000 + count % 1_000)".dropFirst()
  }

  @Test("Of profiles alone, how many records they hold, and the rows that these were", arguments: Way.each)
  func alone(_ way: Way) throws {
    let velibcorr = try Self.place()
    let outcome = try velibcorr.run(["p.csv", "--summary", "s.json", "--report", "r.html"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("profiles   \(Self.grouped(Self.used)) records of earlier runs\n"))
    #expect(outcome.rows.hasPrefix("rows       3,000 read, \(Self.grouped(Self.used)) used; left out: "))
    #expect(!outcome.errors.contains("rows/s"))
    let summary = try SummaryFile(velibcorr.bytes("s.json"))
    #expect(summary["counts", "records_of_profiles"] == Self.used)
    #expect(summary["counts", "rows", "used"] == Self.used)
    #expect(try velibcorr.text("r.html").contains(#""rowsUsed":\#(Self.used)"#))
  }

  @Test("Beside a log, both; without profiles, nothing of them", arguments: [Way.alone, .ranks(3)])
  func beside(_ way: Way) throws {
    let velibcorr = try Self.place()
    let both = try velibcorr.run(["p.csv", "log.csv", "p.csv", "--again", "--summary", "s.json"], way)
    #expect(both.ending == .exit(0), "\(both.errors)")
    #expect(both.errors.contains("\nprofiles   \(Self.grouped(2 * Self.used)) records of earlier runs\n"))
    #expect(both.errors.contains("9,000 read, \(Self.grouped(3 * Self.used)) used"))
    #expect(try SummaryFile(velibcorr.bytes("s.json"))["counts", "records_of_profiles"] == 2 * Self.used)
    let alone = try velibcorr.run(["log.csv", "--summary", "s.json"], way)
    #expect(!alone.errors.contains("\nprofiles"))
    #expect(!(try velibcorr.text("s.json").contains("records_of_profiles")))
  }

  @Test("A log of one moment is enough beside profiles of other times", arguments: [Way.alone, .ranks(2)])
  func moment(_ way: Way) throws {
    let velibcorr = try Self.place()
    let now = (1...9).map { TimedLog.Record(station: $0, time: 1_708_905_600, free: $0, bikes: 9) }
    try velibcorr.write("now.csv", TimedLog(now).csv())
    #expect(try velibcorr.run(["now.csv"], way).ending == .exit(65))
    let outcome = try velibcorr.run(["p.csv", "now.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
  }

  @Test(
    "Options that change nothing are told, where all inputs are profiles",
    arguments: [
      (["--strict"], "--strict has no effect"),
      (
        ["--bikes", "b", "--rejects", "x.csv", "--delimiter", ";"],
        "--bikes, --delimiter and --rejects have no effect"
      ), ([], nil), (["--bins", "hour-of-day", "--method", "kendall"], nil),
    ])
  func idle(_ options: [String], _ words: String?) throws {
    let velibcorr = try Self.place()
    let outcome = try velibcorr.run(["p.csv"] + options)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let told = "no effect: all inputs are profiles"
    if let words { #expect(outcome.errors.contains("velibcorr: \(words): all inputs are profiles")) }
    #expect(outcome.errors.contains(told) == (words != nil))
    // A log has rows that they are for, whatever the delimiter of profiles.
    try velibcorr.write("other.csv", Self.log.csv().replacing(",", with: ";"))
    let delimited = try velibcorr.run(["other.csv", "p.csv", "--delimiter", ";"])
    #expect(delimited.ending == .exit(0), "\(delimited.errors)")
    let beside = try velibcorr.run(["p.csv", "log.csv", "--strict", "--again"])
    #expect(!beside.errors.contains(told))
  }
}
