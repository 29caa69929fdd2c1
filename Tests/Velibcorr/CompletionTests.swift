import TestSupport
import Testing

/// `--generate-completion-script`: what shells offer behind some words.
@Suite struct CompletionTests {
  static let program = "velibcorr"

  /// A folder with the program on PATH, the shells' scripts and some files.
  private static func makePlace() throws -> (Velibcorr, environment: [String: String?]) {
    let velibcorr = try Velibcorr()
    for shell in ["bash", "zsh", "fish"] {
      let script = try velibcorr.run("--generate-completion-script", shell)
      #expect(script.ending == .exit(0) && script.errors == "")
      try velibcorr.write("script.\(shell)", script.output)
    }
    for file in ["day.csv", "day.png", "dune.txt"] { try velibcorr.write(file, "x") }
    let folder = String(Velibcorr.program.dropLast("/velibcorr".count))
    return (velibcorr, ["PATH": "\(folder):/usr/local/bin:/usr/bin:/bin", "HOME": velibcorr.folder])
  }

  /// Words before the cursor, and what is to be offered, or not.
  private static let cases: [(words: String, offered: [String], others: [String])] = [
    ("velibcorr ", ["correlate", "bench", "generate", "doctor", "help", "day.csv", "dune.txt"], ["--bins"]),
    ("velibcorr g", ["generate"], ["bench", "day.csv"]),
    ("velibcorr d", ["doctor", "day.csv", "dune.txt"], ["correlate"]),
    ("velibcorr --plo", ["--plot", "--plot-profiles"], ["--ranks"]),
    ("velibcorr day.csv d", ["day.csv", "dune.txt"], ["doctor"]),
    ("velibcorr day.csv --bins ", ["hour-of-day", "hour-of-week", "series"], ["day.csv"]),
    ("velibcorr correlate day.csv --method s", ["spearman"], ["pearson"]),
    ("velibcorr day.csv --timezone Europe/Par", ["Europe/Paris"], ["Europe/Rome"]),
    ("velibcorr day.csv --groups d", ["day.csv", "dune.txt"], []),
    ("velibcorr day.csv --plot d", ["day.png"], ["day.csv", "dune.txt"]),
    ("velibcorr day.csv --ranks ", [], ["day.csv"]),
    ("velibcorr bench in", ["inverse", "integrate"], ["ring"]),
    ("velibcorr help b", ["bench"], ["doctor", "day.csv"]),
    ("velibcorr help bench in", ["inverse", "integrate"], ["ring"]),
    ("velibcorr bench average --schedule d", ["dynamic"], ["static"]),
    ("velibcorr generate --st", ["--stations"], ["--seed"]),
  ]

  private func check(_ offered: [String], _ number: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    let (words, wanted, others) = Self.cases[number]
    let missing = wanted.filter { !offered.contains($0) }
    // The words themselves may be shown as well.
    let unwanted = others.filter {
      offered.contains($0) && !words.split(separator: " ").map(String.init).contains($0)
    }
    #expect(
      missing.isEmpty && unwanted.isEmpty, "'\(words)' offers \(offered)", sourceLocation: sourceLocation)
  }

  @Test("bash", .enabled(if: Velibcorr.path(of: "bash") != nil), arguments: cases.indices)
  func bash(number: Int) throws {
    let (velibcorr, environment) = try Self.makePlace()
    // What the shell does when TAB is pressed.
    let script = """
      source script.bash
      COMP_LINE=$1; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE)
      [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      function=$(complete -p velibcorr | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
      "$function" velibcorr "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try velibcorr.start(
      command: ["bash", "--norc", "-c", script, "bash", Self.cases[number].words], environment: environment
    ).wait()
    #expect(outcome.errors == "")
    check(outcome.text.split(separator: "\n").map(String.init), number)
  }

  @Test(
    "fish", .enabled(if: Velibcorr.path(of: "fish") != nil, "fish is not on PATH"), arguments: cases.indices)
  func fish(number: Int) throws {
    let (velibcorr, environment) = try Self.makePlace()
    let outcome = try velibcorr.start(
      command: [
        "fish", "--no-config", "-c", "source script.fish; complete -C $argv[1]", Self.cases[number].words,
      ],
      environment: environment
    ).wait()
    #expect(outcome.errors == "")
    check(outcome.text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }, number)
  }

  @Test("zsh", .enabled(if: Velibcorr.path(of: "zsh") != nil, "zsh is not on PATH"), arguments: cases.indices)
  func zsh(number: Int) throws {
    let (velibcorr, environment) = try Self.makePlace()
    // A shell of its own, at whose prompt the words and a TAB are typed; what is offered is listed.
    let script = """
      zmodload zsh/zpty
      zpty inner zsh -f -i
      zpty -w inner 'PROMPT=; stty columns 400 rows 200; autoload -U compinit; compinit -u -D; source ./script.zsh'
      zpty -w inner 'LISTMAX=1000; bindkey -e; bindkey "^I" list-choices; print -r -- REA""DY'
      zpty -r inner shown '*READY*'
      # Then the line is made a comment.
      zpty -w -n inner "$1"$'\\t\\C-a#\\n'"print -r -- DO''NE"$'\\n'
      zpty -r inner shown '*DONE*'
      print -r -- $shown
      """
    let outcome = try velibcorr.start(
      command: ["zsh", "-f", "-c", script, "zsh", Self.cases[number].words],
      environment: environment.merging(["TERM": "dumb"]) { $1 }
    ).wait()
    check(outcome.text.split(whereSeparator: \.isWhitespace).map(String.init), number)
  }
}
