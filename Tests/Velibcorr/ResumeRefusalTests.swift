import Foundation
import TestSupport
import Testing

/// What `--resume` cannot go on with.
@Suite struct ResumeRefusalTests {
  private static let arguments = ["log.txt", "-o", "r.csv", "--resume", "--save-every", "512K"]

  /// A run that fails when it has read everything.
  private static func failed(_ options: [String] = []) throws -> Velibcorr {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(arguments + options + ["--partial", "x.csv", "--memory", "1"])
    try #require(outcome.ending == .exit(64), "\(outcome.errors)")
    #expect(try velibcorr.parts().count > 1)
    return velibcorr
  }

  private static func expectRefusal(
    _ velibcorr: Velibcorr, _ arguments: [String] = arguments, exit code: Int32, says words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for ranks in [[], ["--ranks", "2"]] {
      let parts = try velibcorr.parts()
      let outcome = try velibcorr.run(arguments + ranks)
      try velibcorr.expectFailure(
        outcome, exit: code, says: words + ["remove the folder first: rm -r r.csv.resume"],
        files: velibcorr.files().filter { !$0.hasPrefix("r.csv") } + [ResumeTests.folder],
        sourceLocation: sourceLocation)
      #expect(try velibcorr.parts() == parts, sourceLocation: sourceLocation)
    }
    // The cure.
    try FileManager.default.removeItem(atPath: velibcorr.path(ResumeTests.folder))
    #expect(try velibcorr.run(arguments).ending == .exit(0), sourceLocation: sourceLocation)
  }

  @Test("An input that has grown, as a log does")
  func grown() throws {
    let velibcorr = try Self.failed()
    let bytes = try velibcorr.bytes("log.txt")
    try velibcorr.write("log.txt", bytes + GeneratedLog.shared.rows[0])
    let size = try velibcorr.bytes("log.txt").count
    try Self.expectRefusal(
      velibcorr, exit: 65,
      says: [
        "log.txt has changed since parts of it were read: it had \(bytes.count) bytes and has \(size)",
        "cannot be continued",
      ])
  }

  @Test("An input of other bytes, or written again")
  func rewritten() throws {
    let velibcorr = try Self.failed()
    var bytes = try velibcorr.bytes("log.txt")
    bytes[bytes.count - 2] = UInt8(ascii: "7")
    try velibcorr.write("log.txt", bytes)
    try Self.expectRefusal(velibcorr, exit: 65, says: ["log.txt has changed", "its bytes are others"])
    let other = try Self.failed()
    try other.write("log.txt", other.bytes("log.txt"))
    try Self.expectRefusal(other, exit: 65, says: ["log.txt has changed", "it was written again"])
  }

  @Test(
    "Other options, by name",
    arguments: [
      (["--strict"], [], "without --strict"), ([], ["--bins", "hour-of-week"], "with --bins hour-of-week"),
      (["--since", "2013-01-02"], ["--since", "2013-01-01"], "with --since 2013-01-01"),
      (["--timezone", "Europe/Paris"], [], "without --timezone"),
      (["--rejects", "x.csv"], [], "without --rejects"),
      ([], ["--time", "last_update"], "with --time last_update"),
    ])
  func options(_ now: [String], _ before: [String], _ words: String) throws {
    let velibcorr = try Self.failed(before)
    try Self.expectRefusal(
      velibcorr, Self.arguments + now, exit: 64,
      says: ["r.csv.resume was saved by a run \(words)", "the same options"])
  }

  @Test("Other inputs")
  func inputs() throws {
    let velibcorr = try Self.failed()
    try velibcorr.write("a.csv", smallLog)
    try Self.expectRefusal(
      velibcorr, ["a.csv"] + Self.arguments, exit: 64,
      says: ["was saved by a run over log.txt", "the same inputs in the same order"])
  }

  @Test("A folder that is of something else")
  func otherFolder() throws {
    let velibcorr = try Self.failed()
    try velibcorr.write("\(ResumeTests.folder)/run.json", "{}")
    try Self.expectRefusal(velibcorr, exit: 64, says: ["r.csv.resume is not of this version of velibcorr"])
  }

  @Test("Options of the analysis and of outputs may be others")
  func analysis() throws {
    let velibcorr = try Self.failed()
    let arguments = ["log.txt", "--resume", "-o", "r.csv", "--method", "spearman", "--digits", "4"]
    let outcome = try velibcorr.run(arguments + ["--ranks", "2"])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("resuming from r.csv.resume"))
    let found = try velibcorr.bytes("r.csv")
    _ = try velibcorr.run(arguments.filter { $0 != "--resume" })
    let isSame = try velibcorr.bytes("r.csv") == found
    #expect(isSame)
    try velibcorr.expectNothingLeft(but: ["log.txt", "r.csv"])
  }

  @Test("A place where no folder can be made", arguments: Way.own)
  func noFolder(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.write("r.csv.resume", "a file")
    try velibcorr.expectFailure(
      velibcorr.run(Self.arguments, way), exit: 73,
      says: ["cannot use r.csv.resume: not a directory", "choose another place"],
      files: ["log.txt", "r.csv.resume"])
  }

  @Test("What else is in the folder stays")
  func foreignFile() throws {
    let velibcorr = try Self.failed()
    try velibcorr.write("\(ResumeTests.folder)/notes.txt", "mine")
    #expect(try velibcorr.run(Self.arguments).ending == .exit(0))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: velibcorr.path(ResumeTests.folder)) == ["notes.txt"]
    )
  }

  @Test(
    "A disk without room for the parts: the run goes on without",
    .enabled(if: FullDisk.isPossible, "no right to mount"), arguments: [[], ["--ranks", "3"]])
  func fullDisk(_ ranks: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try FullDisk.run(
      velibcorr,
      ["log.txt", "--no-matrix", "--top", "3", "--pairs", "disk/p.csv", "--resume", "--save-every", "512K"]
        + ranks)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "cannot save in disk/p.csv.resume: no space left on device; going on without --resume"))
    #expect(outcome.text == "left: p.csv\n")
  }
}
