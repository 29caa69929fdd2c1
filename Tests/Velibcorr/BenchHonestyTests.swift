import Glibc
import TestSupport
import Testing

@Suite("velibcorr bench: what disturbs it is told, what is finished is kept")
struct BenchHonestyTests {
  /// Shells that keep cores busy for as long as this lives.
  private final class Neighbours {
    private let processes: [ChildProcess]

    init(_ count: Int, in velibcorr: Velibcorr) throws {
      processes = try (0..<count).map { _ in
        try velibcorr.start(command: ["timeout", "60", "sh", "-c", "while :; do :; done"])
      }
    }

    func end() throws {
      for process in processes { process.signal(SIGTERM) }
      for process in processes { try process.wait() }
    }
  }

  @Test(
    "two busy processes beside it: not quiet, in the table and in JSON", arguments: [Way.alone, .ranks(2)])
  func busy(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let neighbours = try Neighbours(2, in: velibcorr)
    for _ in 0..<3 {
      let outcome = try velibcorr.run(
        ["bench", "primes", "--count", "200", "--trials", "6", "--json", "r.json"], way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let figures = try BenchFigures(velibcorr.bytes("r.json"))
      #expect(figures.quiet == false)
      let words = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("not quiet: during these trials other programs used "), "\(words)")
      #expect(words.contains("--wait-for-quiet waits"))
    }
    try neighbours.end()
  }

  @Test("it waits until they are gone")
  func waiting() throws {
    let velibcorr = try Velibcorr()
    let neighbours = try Neighbours(2, in: velibcorr)
    let process = try velibcorr.start([
      "bench", "primes", "--count", "20", "--trials", "1", "--no-break-even", "--wait-for-quiet", "--csv",
      "r.csv",
    ])
    // Two looks at the cores at least find them busy.
    usleep(2_500_000)
    #expect(process.isRunning)
    try neighbours.end()
    // Others may go on for long: it is asked to stop then.
    process.signal(SIGTERM)
    try process.wait()
  }

  @Test("Ctrl-C keeps what was finished, and says so", arguments: Way.own)
  func interrupted(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    // Some tables in a row, of which the first comes soon.
    let several =
      switch way {
      case .alone: ["suite", "--threads", "1", "--trials", "6", "--time-limit", "600"]
      default: ["ring", "--bytes", "8,4194304", "--trials", "300", "--precision", "0", "--time-limit", "600"]
      }
    let process = try velibcorr.start(["bench"] + several + ["--json", "r.json"], way)
    try eventually("a table") { process.hasWritten("computing") }
    process.signal(SIGINT)
    let outcome = try process.wait()
    #expect(outcome.ending == .signal(SIGINT))
    #expect(outcome.errors.contains("velibcorr: interrupted; what was done before is kept\n"))
    let figures = try BenchFigures(velibcorr.bytes("r.json"))
    #expect(figures.incomplete == true && !figures.rows.isEmpty)
    try velibcorr.expectNothingLeft(but: ["r.json"])
  }

  @Test("stopped before anything was measured, it leaves nothing", arguments: Way.own)
  func nothing(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let process = try velibcorr.start(
      [
        "bench", "average", "--matrices", "3000000", "--time-limit", "600", "--json", "r.json",
      ], way)
    try eventually("the hidden file") { try velibcorr.files().contains { $0.hasPrefix(".") } }
    process.signal(SIGTERM)
    #expect(try process.wait().ending == .signal(SIGTERM))
    try velibcorr.expectNothingLeft()
  }

  @Test("one worker waits for nobody")
  func alone() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      "bench", "average", "--matrices", "200", "--schedule", "serial,static,dynamic", "--trials", "6",
      "--no-break-even", "--threads", "1", "--json", "-")
    let rows = try BenchFigures(outcome.output).rows
    #expect(rows.count == 3 && rows.allSatisfy { $0.waiting == 0 && $0.pays == nil })
  }
}
