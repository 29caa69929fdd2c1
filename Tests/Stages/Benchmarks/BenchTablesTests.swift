import Benchmarks
import Foundation
import Testing
import Text

@Suite("BenchTables: what a run has found, in figures, tables, CSV and JSON")
struct BenchTablesTests {
  private static func results(_ seconds: [Double], verdict: Verdict = Verdict("error", value: 0.5, limit: 1))
    -> CaseTrials
  {
    var results = CaseTrials()
    results.seconds = seconds
    results.parts.computing = 0.6 * seconds.reduce(0, +)
    results.parts.communicating = 0.3 * seconds.reduce(0, +)
    results.parts.waiting = 0.1 * seconds.reduce(0, +)
    results.verdict = verdict
    return results
  }

  private static var subject: TaskSubject<Average> {
    TaskSubject(
      Average(tasks: 4, matricesPerTask: 1000, order: 10, seed: 1), problem: "4 tasks, \"small\"")
  }

  private static func row(
    _ configuration: Configuration, _ seconds: [Double], serial: [Double] = [4, 4, 4, 4, 4, 4],
    verdict: Verdict = Verdict("error", value: 0.5, limit: 1), limit: Double? = nil
  ) -> BenchTables.Row {
    BenchTables.Row(
      Case(subject, configuration), results(seconds, verdict: verdict), serial: results(serial), peak: 1e6,
      limit: limit)
  }

  private static func tables(_ rows: [BenchTables.Row]) -> BenchTables {
    BenchTables(
      machine: .init(host: "here", cpu: "a CPU", cores: 2, memoryBytes: 3 << 30, system: "Linux 6.1"),
      libraries: ["OpenBLAS": "0.3.21"],
      run: .init(command: "velibcorr bench", started: Date(timeIntervalSince1970: 1e9), seconds: 1.5),
      rows: rows)
  }

  private static let trials = [2.0, 2.25, 1.75, 2, 2, 2.5]

  @Test("figures of a row")
  func figures() throws {
    let row = Self.row(Configuration(.dynamic, ranks: 2, threads: 2), Self.trials)
    #expect(row.median == 2 && row.minimum == 1.75 && row.p99 == 2.5 && row.maximum == 2.5)
    #expect(row.low == 1.75 && row.high == 2.5)
    #expect(row.speedUp == 2 && row.efficiency == 0.5)
    #expect(row.speedUpLow == 4 / 2.5 && row.speedUpHigh == 4 / 1.75 && row.pays == "here")
    #expect(row.outliers == 0)
    // (1 / 2 - 1 / 4) / (1 - 1 / 4)
    #expect(abs(try #require(row.serialFraction) - 1.0 / 3) < 1e-15)
    // 4,000 matrices of 100 numbers in 2 s, beside a peak of 1e6 operations a second.
    #expect(row.itemsPerSecond == 2000)
    #expect(row.gflops == 2e-4)
    #expect(row.peakShare == 0.2)
    #expect(abs(row.computing + row.communicating + row.waiting - 1) < 1e-15)
    #expect(row.passed)
  }

  @Test("a share of the peak: of operations or of bytes, whichever is counted")
  func peaks() {
    let subject = MessagePassing("", words: 1000, rounds: 10, hops: { $0 }, make: { _, _ in fatalError() })
    let row = BenchTables.Row(
      Case(subject, Configuration(.static, ranks: 2)), Self.results([2]), serial: nil, peak: 1e6)
    // 20 messages of 8,000 bytes in 2 s.
    #expect(row.gigabytesPerSecond == 8e-5)
    #expect(row.peakShare == 0.08 && row.peakBytes == 1e6 && row.peakFlops == nil)
    let tasks = Self.row(.serial, Self.trials)
    #expect(tasks.peakFlops == 1e6 && tasks.peakBytes == nil)
  }

  @Test("a limit of one's own judges anew")
  func limit() {
    #expect(!Self.row(.serial, Self.trials, limit: 0.4).passed)
    #expect(Self.row(.serial, Self.trials, verdict: Verdict("error", value: 2, limit: 1), limit: 3).passed)
  }

  @Test("JSON gives back what went in, also a residual that is not a number")
  func json() throws {
    var rows = [
      Self.row(.serial, Self.trials),
      Self.row(Configuration(.static, ranks: 2), [1], verdict: Verdict("error", value: .nan, limit: 1)),
    ]
    rows.append(Self.row(Configuration(.dynamic, ranks: 2), Self.trials))
    rows[2].note(.from(17), unit: "matrices")
    rows[2].load = OtherLoad(others: 0.5, stolen: 0, slowdowns: 0)
    var tables = Self.tables(rows)
    tables.compare(with: tables)
    let bytes = try tables.json()
    let again = try BenchTables(json: bytes)
    #expect(try again.json() == bytes)
    #expect(again.rows[0].trials == Self.trials)
    #expect(again.rows[1].residual.isNaN && !again.rows[1].passed)
    #expect(again.rows[2].breakEven == 17 && again.rows[2].pays == "from")
    #expect(again.rows[1].pays == "not decided" && again.quiet == false)
    #expect(String(decoding: bytes, as: UTF8.self).contains("\"velibcorr-bench\" : 1"))
    #expect(throws: (any Error).self) { try BenchTables(json: Array("{}".utf8)) }
  }

  @Test("CSV: a header, a row for each configuration, quotes where they are needed")
  func csv() {
    let lines = Self.tables([
      Self.row(.serial, Self.trials), Self.row(Configuration(.chunked(8), ranks: 3), [2]),
    ])
    .csv.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("workload,problem,schedule,ranks,threads,trials,median,low,high,"))
    #expect(
      lines[1].hasPrefix(
        "average,\"4 tasks, \"\"small\"\"\",serial,1,1,6,2.0,1.75,2.5,1.75,2.5,2.5,4000,matrices,2000.0,"))
    // One trial has no interval.
    #expect(lines[2].hasPrefix("average,\"4 tasks, \"\"small\"\"\",chunked:8,3,1,1,2.0,,,2.0,"))
    let columns = lines[0].split(separator: ",", omittingEmptySubsequences: false).count
    #expect(lines[2].split(separator: ",", omittingEmptySubsequences: false).count == columns + 1)
    #expect(
      lines[0].contains(",speed_up_low,speed_up_high,outliers,quiet,others_load,stolen_load,start,read,"))
  }

  @Test("the tables hold times with units, the verdict and the rates")
  func text() {
    var rows = [
      Self.row(.serial, Self.trials.map { $0 / 1000 }, serial: Self.trials.map { $0 / 1000 }),
      Self.row(
        Configuration(.dynamic, ranks: 2), Self.trials.map { $0 * 8 },
        verdict: Verdict("error", value: 5, limit: 1, remarks: ["one remark"])),
    ]
    rows[1].note(full: 4000, unit: "matrices")
    let text = Self.tables(rows).text(TextLayout(columns: 200))
    #expect(text.contains("machine    a CPU, 2 cores, 3.0 GiB, Linux 6.1\n"))
    #expect(text.contains("\naverage: 4 tasks, \"small\"\nresidual: error, right up to 1\n"))
    #expect(
      text.contains(
        #/serial +1 x 1 +6 +2.000 ms +1.750 - 2.500 ms +0.5000 +right +1.750 ms +2.500 ms +2.500 ms +2,000,000/#
      ))
    #expect(text.contains(#/dynamic +2 x 1 +6 +16.00 s +14.00 - 20.00 s +5 +WRONG +14.00 s/#))
    #expect(text.contains(#/2,000,000 +0.2000 +20000.0 +1.00 +100.0\n/#))
    #expect(text.contains(#/0.25 +0.20 - 0.29 +12.5\n/#))
    #expect(text.contains(#/2 x 1 +60.0 +30.0 +10.0 +not up to 4,000 matrices\n/#))
    #expect(text.contains("average, dynamic 2 x 1: one remark\n"))
    #expect(!text.contains(" \n"))
    #expect(!text.contains("GB/s"))
  }

  @Test(
    "no line is longer than the terminal is wide, in colours too; a narrow one gets more blocks",
    arguments: [40, 60, 80, 100, 132, 200], [false, true])
  func widths(columns: Int, colours: Bool) {
    var rows = [
      Self.row(.serial, Self.trials),
      Self.row(Configuration(.chunked(1000), ranks: 12, threads: 12), Self.trials + Self.trials + [500]),
    ]
    rows[1].note(.from(1_234_567), unit: "matrices")
    rows[1].load = OtherLoad(others: 0.3, stolen: 0.2, slowdowns: 3)
    let layout = TextLayout(columns: columns, style: TextStyle(isOn: colours))
    let lines = Self.tables(rows).text(layout).split(separator: "\n")
    let widest = lines.map { TextLines.width(of: $0) }.max()!
    #expect(widest <= max(columns, 47), "\(lines)")
    let text = lines.joined(separator: "\n")
    #expect(text.contains("\u{1B}[") == colours)
    for word in ["efficiency", "1,234,567 matrices", "1 of 13 trials", "30.0 %", "20.0 %", "3 times"] {
      #expect(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(word), "\(text)")
    }
    // What there is no room for beside the times is in the files.
    #expect(text.contains("p99") == (columns >= 132))
    if !colours { #expect(lines.count { $0.hasPrefix("chunked:1000") } > (columns < 80 ? 3 : 1)) }
  }

  @Test("Markdown: the same, and a bar in a field does not end it")
  func markdown() {
    let markdown = Self.tables([
      Self.row(.serial, Self.trials, verdict: Verdict("|x|", value: 0, limit: 1, remarks: ["|"]))
    ])
    .markdown
    #expect(markdown.contains("| schedule | ranks x threads | trials | median | 95 % interval |"))
    #expect(markdown.contains("| --- | ---: | ---: | ---: |"))
    #expect(markdown.contains("| serial | 1 x 1 | 6 | 2.000 s |"))
    #expect(markdown.contains("\n|\n"))
  }

  @Test("beside a baseline: the ratio of the medians, and whether it means something")
  func baseline() throws {
    let slow = [2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7]
    var tables = Self.tables([
      Self.row(.serial, slow.map { $0 / 2 }), Self.row(Configuration(.static, ranks: 2), slow),
      Self.row(Configuration(.dynamic, ranks: 2), slow),
    ])
    tables.compare(
      with: Self.tables([Self.row(Configuration(.static, ranks: 2), slow), Self.row(.serial, slow)]))
    #expect(tables.rows[0].baseline?.ratio == 0.5)
    #expect(tables.rows[0].baseline?.outcome == .faster)
    #expect(tables.rows[1].baseline?.outcome == .same)
    #expect(tables.rows[2].baseline == nil)
    #expect(tables.text(TextLayout(columns: 200)).contains("x 0.500, faster (p = 0.0001554)"))
    #expect(tables.text(TextLayout(columns: 200)).contains("baseline   2001-09-09T01:46:40Z, here, a CPU\n"))
  }

  @Test("failed tasks are told")
  func failures() {
    var results = Self.results([1], verdict: Verdict("tasks failed", value: 1, limit: 0))
    results.failures = [TaskFailure(task: 3, rank: 1, cause: "no reason")]
    let row = BenchTables.Row(Case(Self.subject, .serial), results, serial: nil, peak: nil)
    let tables = Self.tables([row])
    #expect(
      tables.text(TextLayout(columns: 200)).contains(
        "average, serial 1 x 1: task 3 failed on rank 1: no reason\n"))
    #expect(tables.csv.contains(",task 3 failed on rank 1: no reason,"))
    #expect(row.speedUp == nil && row.peakShare == nil)
  }
}
