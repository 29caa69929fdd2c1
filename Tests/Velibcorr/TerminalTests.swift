import TestSupport
import Testing

/// What a run shows at a terminal, made by `script`: colours, and lines that are written over.
@Suite struct TerminalTests {
  private static let escape: Character = "\u{1B}"

  /// Times differ from run to run.
  private func withoutNumbers(_ text: String) -> String {
    text.replacing(#/[0-9.]+/#, with: "0").replacing(#/ +/#, with: " ")
  }

  @Test("colours are the only difference from the lines of a log", arguments: Way.own)
  func colours(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("odd.csv", SummaryTests.oddLog)
    let plain = try velibcorr.run(["odd.csv"], way).errors
    #expect(!plain.contains(Self.escape))
    let ranks = if case .ranks(let count) = way { " --ranks \(count)" } else { "" }
    let shown = try PseudoTerminal.run(velibcorr, "\"$VELIBCORR\" odd.csv\(ranks)", columns: 400)
    #expect(shown.contains("\u{1B}[36mrows\u{1B}[0m       \u{1B}[1m25\u{1B}[0m read, 18 used"))
    #expect(shown.contains("\u{1B}[33mleft out: "))
    let lines = PseudoTerminal.screen(shown).joined(separator: "\n")
    let run = plain.prefix { $0 != "\n" }
    #expect(run.hasPrefix("run        velibcorr ") && run.hasSuffix(": velibcorr odd.csv\(ranks)"), "\(run)")
    #expect(withoutNumbers(lines) == withoutNumbers(String(plain.dropFirst(run.count + 1))))
  }

  @Test(
    "no colours for those who want none",
    arguments: [
      ("", ["NO_COLOR": "1"]), ("", ["NO_COLOR": "0"]), (" --no-color", [:]), ("", ["TERM": "dumb"]),
      ("", ["TERM": nil]),
    ] as [(String, [String: String?])])
  func plain(option: String, environment: [String: String?]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    for ranks in ["", " --ranks 2"] {
      for file in ["small.csv", "none.csv"] {
        let shown = try PseudoTerminal.run(
          velibcorr, "\"$VELIBCORR\" \(file)\(option)\(ranks)", environment: environment)
        // What erases a line is no colour.
        #expect(!shown.contains("\u{1B}[3") && !shown.contains("\u{1B}[1"), "\(shown.debugDescription)")
        #expect(shown.contains(file == "small.csv" ? "rows       12 read" : "velibcorr: error: cannot open"))
      }
    }
    // An empty NO_COLOR says nothing.
    let shown = try PseudoTerminal.run(velibcorr, "\"$VELIBCORR\" none.csv", environment: ["NO_COLOR": ""])
    #expect(shown.contains("velibcorr: \u{1B}[1;31merror:\u{1B}[0m cannot open"))
  }

  @Test("long lines are broken between words, and what follows stands below", arguments: [40, 60, 80])
  func narrow(columns: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("odd.csv", SummaryTests.oddLog)
    let shown = PseudoTerminal.withoutMarks(
      try PseudoTerminal.run(velibcorr, "\"$VELIBCORR\" odd.csv", columns: columns))
    let lines = shown.split(separator: "\n")
    // A word is longer than that only where it stands alone.
    #expect(lines.allSatisfy { $0.count <= columns }, "\(lines)")
    #expect(lines.count > 9)
    let labels = ["read", "period", "rows", "stations", "pairs", "time", "process", "output", ""]
    #expect(lines.allSatisfy { labels.contains(String($0.prefix(11).prefix { $0 != " " })) }, "\(lines)")
  }

  @Test(
    "what takes its time is shown with rate and what is left, and gone in the end", arguments: Way.own)
  func progress(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let ranks = if case .ranks(let count) = way { " --ranks \(count)" } else { "" }
    // The matrix is more than a pipe holds, and its reader late: ranks of a busy machine begin seconds later.
    let writing = try PseudoTerminal.run(
      velibcorr, "\"$VELIBCORR\" log.txt -o - --threads 1\(ranks) | (sleep 4; cat > r.csv)")
    #expect(
      writing.contains(
        #/\r\u{1B}\[Kcorrelating and writing \[=+>? *\] \d+ %, \d+\.\d M numbers/s, \d+ s left\r/#),
      "\(writing.debugDescription)")
    let isSame = try velibcorr.bytes("r.csv") == GeneratedLog.shared.matrix
    #expect(isSame)
    let reading = try PseudoTerminal.run(
      velibcorr, "(cat log.txt; sleep 4) | \"$VELIBCORR\" - -o r.csv --threads 1\(ranks)")
    #expect(reading.contains(#/\r\u{1B}\[Kreading: \d+\.\d MB, \d+\.\d [kM]B/s\r/#))
    for shown in [writing, reading] {
      let lines = PseudoTerminal.screen(shown)
      #expect(lines[0].hasPrefix("read as ") || lines[0].contains("take turns on"), "\(lines)")
      #expect(!lines.contains { $0.contains("reading") || $0.contains("correlating") })
    }
  }

  @Test("without a terminal, and with --no-progress, no line is written over")
  func noProgress() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    for (option, environment) in [(" --no-progress", "xterm"), (" -q", "xterm"), ("", "dumb")] {
      let shown = try PseudoTerminal.run(
        velibcorr, "(cat log.txt; sleep 1) | \"$VELIBCORR\" - -o r.csv --threads 1\(option)",
        environment: ["TERM": environment])
      #expect(!shown.contains("\r") && !shown.contains("reading"), "\(shown.debugDescription)")
    }
    let outcome = try velibcorr.start(
      command: [
        "sh", "-c", "(cat log.txt; sleep 1) | \"$0\" - -o r.csv --threads 1 --progress", Velibcorr.program,
      ], environment: ["TERM": "xterm"]
    ).wait()
    #expect(!outcome.errors.contains("\r") && outcome.errors.contains("\nread as "))
  }

  @Test("in a log what takes some seconds is a line", arguments: Way.own)
  func log(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let ranks = if case .ranks(let count) = way { " --ranks \(count)" } else { "" }
    let outcome = try velibcorr.start(
      command: [
        "sh", "-c", "\"$0\" log.txt -o - --threads 1\(ranks) | (sleep 2.6; cat > r.csv)", Velibcorr.program,
      ]
    ).wait()
    let told = #/velibcorr: correlating and writing \d+ %, \d+\.\d M numbers\/s, \d+ s left\n/#
    #expect(outcome.errors.matches(of: told).count == 1, "\(outcome.errors)")
    #expect(!outcome.errors.contains("\r"))
  }

  @Test("an error, and an interruption, stand on a line of their own", arguments: ["", " --ranks 2"])
  func early(ranks: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let failed = try PseudoTerminal.run(
      velibcorr, "(cat log.txt; sleep 4; echo a) | \"$VELIBCORR\" - -o r.csv --strict --no-color\(ranks)")
    #expect(failed.contains("\r\u{1B}[Kreading: "))
    let left = PseudoTerminal.screen(failed)
    #expect(left.contains { $0.hasPrefix("velibcorr: error: ") }, "\(failed.debugDescription)")
    #expect(!left.contains { $0.contains("reading") })
    let stopped = try PseudoTerminal.run(
      velibcorr,
      "(cat log.txt; sleep 7) | timeout --foreground -s TERM 4 \"$VELIBCORR\" - -o r.csv\(ranks)")
    #expect(stopped.contains("\r\u{1B}[Kreading: "))
    #expect(
      PseudoTerminal.screen(stopped).contains("velibcorr: interrupted; no output was written"),
      "\(stopped.debugDescription)")
  }
}
