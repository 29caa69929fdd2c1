import TestSupport
import Testing

/// A profile file is an input: today's log can be added to yesterday's profiles.
@Suite struct ProfileInputTests {
  @Test("A log added to the profiles of another gives the bytes of both logs", arguments: Way.each)
  func adding(_ way: Way) throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    try velibcorr.write("yesterday.txt", log.header + log.rows[..<14000].joined())
    try velibcorr.write("today.txt", log.header + log.rows[14000...].joined())
    let outcome = try velibcorr.run(["yesterday.txt", "-o", "r.csv", "--profiles", "yesterday.csv"], way)
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectSameBytes(["yesterday.csv", "today.txt"], way)
    try velibcorr.expectSameBytes(["today.txt", "yesterday.csv"], way)
  }

  @Test("Profiles alone give the same profiles and the same matrix", arguments: Way.each)
  func alone(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("profiles-before.csv", GeneratedLog.shared.profiles)
    try velibcorr.expectSameBytes(["profiles-before.csv"], way)
  }

  @Test("Rounded profiles add up without loss")
  func rounded() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run("log.txt", "-o", "r.csv", "--profiles", "rounded.csv", "--digits", "1")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectSameBytes(["rounded.csv"])
  }

  @Test("A profile file that was cut off is bad data", arguments: Way.each)
  func cut(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let lines = try GeneratedLog.shared.profiles.split(separator: UInt8(ascii: "\n"))
    try velibcorr.write("p.csv", Array(lines.dropLast(100).joined(separator: [UInt8(ascii: "\n")]) + [10]))
    try velibcorr.expectFailure(velibcorr.run(["p.csv"], way), exit: 65, says: ["p.csv"], files: ["p.csv"])
  }
}
