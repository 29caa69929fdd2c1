import TestSupport
import Testing

/// `--transform`: series less what the clock, or the hour before, says of them.
@Suite struct TransformTests {
  @Test("Every way the same bytes, and said", arguments: ["daily", "change", "anomaly"])
  func everyWay(_ transform: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let arguments = [
      "log.txt", "--since", "2013-09-10", "--bins", "series", "--transform", transform, "-o", "r.csv",
      "--pairs", "p.csv", "--top",
      "9",
      "--profiles", "profiles.csv",
    ]
    try velibcorr.runEveryWay(arguments, outputs: ["r.csv", "p.csv", "profiles.csv"])
    let outcome = try velibcorr.run(arguments)
    let words = [
      "daily": "the mean of the 25 hours around each", "change": "the hour before",
      "anomaly": "the mean of that hour of the day, as the series has less than four weeks",
    ]
    #expect(outcome.errors.contains("each hour is taken less \(words[transform]!)"), "\(outcome.errors)")
    // Profiles are as they were read.
    #expect(
      try velibcorr.run(
        "log.txt", "--since", "2013-09-10", "--bins", "series", "-o", "raw.csv", "--profiles", "same.csv"
      ).ending
        == .exit(0))
    let (isSame, isOther) = (
      try velibcorr.bytes("same.csv") == velibcorr.bytes("profiles.csv"),
      try velibcorr.bytes("raw.csv") != velibcorr.bytes("r.csv")
    )
    #expect(isSame && isOther)
  }

  @Test("It is of series alone")
  func usage() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog)
    try velibcorr.expectFailure(
      try velibcorr.run(["log.csv", "--transform", "daily"]), exit: 64,
      says: ["--transform daily is of the hours of a calendar: it wants --bins series"], files: ["log.csv"])
  }
}
