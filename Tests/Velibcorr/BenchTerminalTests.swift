import TestSupport
import Testing

/// What `velibcorr bench` shows at a real pseudo-terminal, made by `script`.
@Suite struct BenchTerminalTests {
  private static let escape: Character = "\u{1B}"

  private static let average =
    "\"$VELIBCORR\" bench average --tasks 6 --matrices 500 --trials 6 --no-break-even --threads 1,2"

  @Test("tables fit, also those of ranks", arguments: [40, 80, 200], ["", " --ranks 2"])
  func fit(columns: Int, ranks: String) throws {
    let velibcorr = try Velibcorr()
    let shown = try PseudoTerminal.run(velibcorr, Self.average + ranks, columns: columns)
    let lines = PseudoTerminal.screen(shown)
    #expect(lines.allSatisfy { $0.count <= max(47, columns) }, "\(lines)")
    #expect(lines.contains { $0.contains("p99") } == (columns == 200))
    #expect(shown.contains("\u{1B}[32mright\u{1B}[0m"))
    // Nothing of the line that tells what runs is left.
    #expect(!lines.contains { $0.contains(" left; average") }, "\(lines)")
  }

  @Test(
    "no colours for those who want none, nor a line that is written over where it cannot be",
    arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": nil]] as [[String: String?]])
  func plain(environment: [String: String?]) throws {
    let velibcorr = try Velibcorr()
    let shown = try PseudoTerminal.run(velibcorr, Self.average, columns: 80, environment: environment)
    #expect(!shown.contains("\u{1B}[3") && !shown.contains("\u{1B}[1"))
    #expect(shown.contains("right"))
    if environment["NO_COLOR"] == nil { #expect(!shown.contains(Self.escape)) }
  }

  @Test(
    "a line tells what runs, and what is left; the window's width is followed",
    arguments: ["", " --ranks 1,2"])
  func live(ranks: String) throws {
    let velibcorr = try Velibcorr()
    let shown = try PseudoTerminal.run(
      velibcorr,
      "(sleep 2; stty cols 30 </dev/tty) & \"$VELIBCORR\" bench average --time-limit 4 --precision 0 --no-break-even --threads 1\(ranks)",
      columns: 100)
    let lines = shown.split(separator: "\r\u{1B}[K").map(String.init)
    #expect(
      lines.contains {
        $0.contains(#/^(serial|dynamic) \d x 1, trial \d+, \d+ s left; average: 10 tasks of/#)
      }, "\(lines)")
    // From some moment on no line is longer than the window is wide.
    let live = lines.filter { $0.contains(", trial ") && !$0.contains("\n") }
    #expect(live.first.map { $0.count > 30 } ?? false)
    #expect(live.last.map { $0.count < 30 } ?? false, "\(live.suffix(3))")
  }
}
