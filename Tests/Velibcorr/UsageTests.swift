import TestSupport
import Testing

/// Command lines that make no sense: exit code 64, the usage, nothing done.
@Suite struct UsageTests {
  @Test(
    "Refused options",
    arguments: [
      (["correlate"], "Missing expected argument '<file>"),
      (["a.csv", "--ranks", "0"], "--ranks is 0; it must be at least 1"),
      (["a.csv", "--ranks", "-2"], "ranks"), (["a.csv", "--ranks", "two"], "'two'"),
      (["a.csv", "--threads", "0"], "--threads is 0; it can be 1 to 1024"),
      (["a.csv", "--threads", "1025"], "--threads is 1025; it can be 1 to 1024"),
      (["a.csv", "--digits", "0"], "--digits is 0; it can be 1 to 17"),
      (["a.csv", "--digits", "18"], "--digits is 18; it can be 1 to 17"),
      (["a.csv", "--min-hours", "1"], "--min-hours is 1; a correlation needs at least 2"),
      (["a.csv", "--rank", "2"], "Unknown option '--rank'"), (["a.csv", "-x"], "Unknown option '-x'"),
      (["a.csv", "-o"], "Missing value for '-o"), (["-", "-"], "standard input (-) can be read once only"),
      (["a.csv", "--hour", "h", "--time", "t"], "use one of them"),
      (["a.csv", "-o", "r.csv", "--profiles", "r.csv"], "name the same file"),
      (["a.csv", "-o", "-", "--profiles", "-"], "only one output can go to standard output"),
      (["a.csv", "-o", "a.csv"], "a.csv is an input"), (["a.csv", "-o", ""], "an output's name is empty"),
      (["a.csv", "--no-matrix", "-o", "r.csv"], "exclude each other"),
      (["-", "--resume"], "standard input (-) comes but once"),
      (["a.csv", "/dev/null", "--resume"], "/dev/null is no regular file"),
      (["a.csv", "--resume", "--deduplicate"], "--resume and --deduplicate exclude each other"),
      (["a.csv", "--resume", "-o", "-"], "--resume saves beside an output that is a file"),
      (["a.csv", "--resume", "-o", "/dev/null"], "--resume saves beside an output that is a file"),
      (["a.csv", "--save-every", "1M"], "--save-every wants --resume"),
      (["a.csv", "--plot", "p.png", "--plot-size", "99"], "--plot-size is 99; it can be 100 to 20000"),
      (["a.csv", "--plot", "p.png", "--plot-dpi", "9"], "--plot-dpi is 9; it can be 10 to 10000"),
      (["a.csv", "--plot-size", "900"], "--plot-size wants --plot or --plot-profiles"),
    ])
  func refused(_ arguments: [String], _ words: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(arguments)
    try velibcorr.expectFailure(
      outcome, exit: 64, says: ["velibcorr: error: ", words, "Usage: velibcorr"], files: ["a.csv"])
    #expect(outcome.output == [])
  }

  @Test("No file at all: how it is called, on less than a screen")
  func nothing() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run()
    try velibcorr.expectFailure(
      outcome, exit: 64, says: ["Missing expected argument '<file>", "velibcorr data.txt", "velibcorr help"])
    #expect(outcome.errors.split(separator: "\n", omittingEmptySubsequences: false).count < 24)
  }

  @Test(
    "A subcommand that was mistyped",
    arguments: [
      (["benhc", "inverse"], "did you mean velibcorr bench?"), (["bench", "invrese"], "invrese"),
      (["docter"], "did you mean velibcorr doctor?"), (["gen"], "did you mean velibcorr generate?"),
      (["help", "nosuch"], "there are correlate, bench, generate, doctor"),
      (["help", "bench", "nosuch"], "there is no subcommand 'nosuch'"),
      (["help", "benhc"], "did you mean velibcorr help bench?"),
    ])
  func mistyped(_ arguments: [String], _ words: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.expectFailure(velibcorr.run(arguments), exit: 64, says: ["velibcorr: error: ", words])
  }

  @Test("A file of such a name is a file, and a name that is far from all is one that is missing")
  func namedAlike() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("benhc", smallLog)
    let outcome = try velibcorr.run("benhc", "-o", "r.csv")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectFailure(
      velibcorr.run("stations"), exit: 66, says: ["cannot open stations"], files: ["benhc", "r.csv"])
  }

  @Test(
    "Matrix and profiles in one file, by whatever names",
    arguments: [
      ["--profiles", "a.correlation.csv"], ["-o", "r.csv", "--profiles", "./r.csv"],
      ["-o", "r.csv", "--profiles", "link.csv"],
    ])
  func sameFile(_ arguments: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.start(command: ["ln", "-s", "r.csv", "link.csv"]).wait()
    try velibcorr.write("r.csv", "old")
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"] + arguments), exit: 64, says: ["the same file"],
      files: ["a.csv", "link.csv", "r.csv"])
    #expect(try velibcorr.text("r.csv") == "old")
  }

  @Test("--ranks that contradicts the launcher", arguments: ["1", "2", "4"])
  func contradiction(_ ranks: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "--ranks", ranks], .mpiexec(3))
    try velibcorr.expectFailure(
      outcome, exit: 64, says: ["--ranks \(ranks), but the launcher has started 3", "leave --ranks out"],
      files: ["a.csv"])
    #expect(outcome.errors.matches(of: #/velibcorr: error/#).count == 1)
  }

  @Test("--ranks that agrees with the launcher")
  func agreement() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "--ranks", "3"], .mpiexec(3))
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectNothingLeft(but: ["a.correlation.csv", "a.csv"])
  }

  @Test(
    "Times and zones that are none",
    arguments: [
      (["a.csv", "--since", "yesterday"], "--since 'yesterday' is not understood"),
      (["a.csv", "--until", "2013-02-30"], "--until '2013-02-30' is not understood"),
      (["a.csv", "--timezone", "Mars/Olympus"], "no time zone 'Mars/Olympus'"),
      (["a.csv", "--timezone", "../../etc/passwd"], "no time zone"),
    ])
  func times(_ arguments: [String], _ words: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.expectFailure(velibcorr.run(arguments), exit: 64, says: [words], files: ["a.csv"])
  }

  @Test(
    "What was typed moves no cursor",
    arguments: [["--top", "\u{1B}[31m3", "a.csv"], ["a.csv", "--x\u{1B}[2J"], ["a.csv", "--days\u{9B}=3"]])
  func controlCharacters(_ arguments: [String]) throws {
    let outcome = try Velibcorr().run(arguments)
    #expect(outcome.ending == .exit(64))
    #expect(outcome.errors.hasPrefix("velibcorr: error: "))
    let shown = outcome.errors.unicodeScalars.filter { $0 != "\n" }
    #expect(!shown.contains { $0.properties.generalCategory == .control })
    #expect(outcome.errors.contains("\\u{1B}") || outcome.errors.contains("\\u{9B}"))
  }
}
