import TestSupport
import Testing

/// Sizes and digests in the report of `--summary`, compared with `sha256sum`; where it goes, and what keeps
/// it from there.
@Suite struct SummaryFileDigestTests {
  static let ways: [Way] = [.alone, .ranks(1), .ranks(2), .ranks(3), .mpiexec(3)]

  @Test("Plain and compressed files, profiles, and all outputs", arguments: ways)
  func files(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    try velibcorr.write("a.txt", log.bytes)
    try velibcorr.write("b.txt", log.header + log.rows[..<10].joined() + Array("no row\n".utf8))
    try velibcorr.write("old.csv", log.profiles)
    #expect(try velibcorr.start(command: ["gzip", "-k", "b.txt"]).wait().ending == .exit(0))
    let inputs = ["b.txt.gz", "a.txt", "old.csv", "b.txt"]
    let outputs = ["r.csv", "p.csv", "x.csv"]
    let summary = try velibcorr.report(
      inputs + ["--again", "-o", "r.csv", "--profiles", "p.csv", "--rejects", "x.csv"], way
    ).summary
    #expect(try summary.contents("inputs") == inputs.map { try velibcorr.contents(of: $0) })
    #expect(try summary.contents("outputs") == outputs.map { try velibcorr.contents(of: $0) })
    let kinds = try ["inputs", "outputs"].map { key in
      try #require(summary[key, as: [[String: Any]].self]).map { $0["kind"] as? String }
    }
    #expect(kinds[0] == ["records", "records", "profiles", "records"])
    #expect(kinds[1] == ["matrix", "profiles", "rejects"])
    try velibcorr.expectNothingLeft(but: inputs + outputs + ["s.json"])
  }

  @Test("Standard input, whatever it is, to its end", arguments: ways)
  func standardInput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    let isShort = if case .mpiexec = way { true } else { false }
    try velibcorr.write("log.txt", log.header + log.rows.prefix(isShort ? 300 : .max).joined())
    // Its directory is behind all that has to be read, and longer than any buffer, where it may be.
    let names = (0..<(isShort ? 60 : 4000)).map {
      ("\(String(repeating: "x", count: 100))\($0).md", [UInt8(ascii: "#")])
    }
    try velibcorr.write("log.zip", storedZip([("log.txt", velibcorr.bytes("log.txt"))] + names))
    #expect(try velibcorr.start(command: ["gzip", "-k", "log.txt"]).wait().ending == .exit(0))
    // Of a few rows there are no correlations.
    let outputs = isShort ? ["--no-matrix", "--profiles", "r.csv"] : ["-o", "r.csv"]
    for name in ["log.txt", "log.txt.gz", "log.zip"] {
      if isShort { #expect(try velibcorr.bytes(name).count < Way.mostHandedOn) }
      let expected = [try velibcorr.contents(of: name, as: "-")]
      for input in [ChildProcess.Input.bytes(try velibcorr.bytes(name)), .file(velibcorr.path(name))] {
        let summary = try velibcorr.report(["-"] + outputs, way, input: input).summary
        #expect(try summary.contents("inputs") == expected, "\(name)")
      }
    }
  }

  @Test("Standard input from where it stands in a file", arguments: ["", "--ranks 2"])
  func middleOfFile(_ ranks: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.write("b.txt", "A title\n" + smallLog)
    let script = "read title && exec \"$0\" - --summary s.json -o r.csv \(ranks)"
    // A shell reads a line byte by byte, or goes back to its end.
    let outcome = try velibcorr.start(
      command: ["sh", "-c", script, Velibcorr.program], input: .file(velibcorr.path("b.txt"))
    ).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let summary = try SummaryFile(velibcorr.bytes("s.json"))
    #expect(try summary.contents("inputs") == [velibcorr.contents(of: "a.csv", as: "-")])
  }

  @Test("A named pipe beside files", arguments: [Way.alone, .ranks(2)])
  func namedPipe(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let source = try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.write("a.csv", smallLog)
    let writer = try velibcorr.start(command: ["sh", "-c", "cat \"$0\" >\"$1\"", source, pipe])
    let summary = try velibcorr.report(["a.csv", "pipe", "log.txt", "-o", "r.csv"], way).summary
    #expect(try writer.wait().ending == .exit(0))
    let expected = try [("a.csv", "a.csv"), ("log.txt", "pipe"), ("log.txt", "log.txt")].map {
      try velibcorr.contents(of: $0.0, as: $0.1)
    }
    #expect(try summary.contents("inputs") == expected)
  }

  @Test("A log that has grown since it was read counts as it was")
  func growing() throws {
    let velibcorr = try Velibcorr()
    let pipe = try velibcorr.makeNamedPipe("pipe")
    try velibcorr.write("a.csv", smallLog)
    let expected = try velibcorr.contents(of: "a.csv")
    // The pipe is opened when the file is, and read after it.
    let writer = try velibcorr.start(
      command: ["sh", "-c", "{ echo '7,1,2,9' >>a.csv; cat a.csv; } >\"$0\"", pipe])
    let summary = try velibcorr.report(["a.csv", "pipe", "-o", "r.csv"]).summary
    #expect(try writer.wait().ending == .exit(0))
    #expect(try velibcorr.bytes("a.csv").count > expected.bytes)
    #expect(try summary.contents("inputs")[0] == expected)
    #expect(summary["counts", "rows", "read"] == 12 + 13)
  }

  @Test("The matrix to standard output", arguments: ways)
  func standardOutput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let (summary, outcome) = try velibcorr.report(["log.txt", "-o", "-"], way)
    try velibcorr.write("out", outcome.output)
    #expect(try summary.contents("outputs") == [velibcorr.contents(of: "out", as: "-")])
    let null = try velibcorr.report(["log.txt", "-o", "/dev/null"], way).summary
    #expect(try null.contents("outputs") == [velibcorr.contents(of: "out", as: "/dev/null")])
  }

  @Test("The report to standard output", arguments: ways)
  func toStandardOutput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "--summary", "-", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let summary = try SummaryFile(outcome.output)
    #expect(try summary.contents("outputs") == [velibcorr.contents(of: "r.csv")])
    #expect(outcome.errors.contains("output     standard output ("))
    try velibcorr.expectNothingLeft(but: ["a.csv", "r.csv"])
  }

  @Test("No room for the report: nothing is left of the run", arguments: Way.each)
  func full(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv", "--summary", "/dev/full", "--profiles", "p.csv"], way), exit: 74,
      says: ["cannot write /dev/full: no space left on device", "another place with --summary FILE"],
      files: ["a.csv"])
  }

  @Test("A report that cannot be created is told before the long work", arguments: Way.own)
  func early(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    // An input without end: only who looks at the output first comes to an end.
    let process = try velibcorr.start(["-", "--summary", "none/s.json"], way, input: .open)
    try? process.feed(Array(smallLog.utf8), untilTaken: 0, limit: .seconds(1))
    try velibcorr.expectFailure(
      process.wait(), exit: 73, says: ["cannot create none/s.json: no such file", "with --summary FILE"])
  }

  @Test(
    "A report in the place of an input or another output",
    arguments: [
      (["--summary", "a.csv"], "a.csv is an input"), (["--summary", "a.correlation.csv"], "the same file"),
      (["--summary", "-", "-o", "-"], "only one output can go to standard output"),
      (["--summary", ""], "an output's name is empty"),
    ])
  func taken(_ arguments: [String], _ words: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"] + arguments), exit: 64, says: [words], files: ["a.csv"])
  }

  @Test("A run that fails leaves the old report as it was", arguments: Way.own)
  func failure(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog + "7,x,1,1\n")
    try velibcorr.write("s.json", "old")
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv", "--strict", "--summary", "s.json"], way), exit: 65, says: ["line 14"],
      files: ["a.csv", "s.json"])
    #expect(try velibcorr.text("s.json") == "old")
  }
}
