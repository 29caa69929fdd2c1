import Foundation
import TestSupport
import Testing

@Suite("velibcorr bench") struct BenchTests {
  /// Small and quick.
  private static let average = [
    "bench", "average", "--tasks", "6", "--matrices", "2000", "--threads", "1", "--trials", "8",
  ]

  @Test(
    "Each workload, by threads and over ranks: right results, and parts that sum to the wall time within 2 %",
    arguments: [
      ["inverse", "--count", "2000"], ["inverse", "--count", "20", "--order", "40", "--spd"],
      ["average", "--matrices", "2000"],
      ["integrate", "--points", "1000"],
    ])
  func workloads(_ workload: [String]) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      ["bench"] + workload + ["--ranks", "1,2,3", "--threads", "1,2", "--trials", "8", "--json", "r.json"])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors == "")
    let figures = try BenchFigures(velibcorr.bytes("r.json"))
    #expect(
      figures.rows.map { "\($0.schedule) \($0.ranks) \($0.threads)" } == [
        "serial 1 1", "threads 1 2", "dynamic 2 1", "dynamic 2 2", "dynamic 3 1", "dynamic 3 2",
      ])
    for row in figures.rows {
      #expect(row.workload == workload[0] && row.passed)
      #expect(abs(row.computing + row.communicating + row.waiting - 1) < 0.02)
      #expect(row.trials.count <= 8 && row.trials.allSatisfy { $0 > 0 })
    }
    for library in [Velibcorr.usesMPICH ? "MPICH" : "Open MPI", "OpenBLAS"] {
      #expect(figures.libraries[library] != nil)
    }
    #expect(outcome.text.hasPrefix("machine    "))
    #expect(outcome.text.contains(#/dynamic +3 x 2 .* right\n/#))
    #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    try velibcorr.expectNothingLeft(but: ["r.json"])
  }

  @Test(
    "--weak: the problem grows with the workers, and the speed-up is that of the rate",
    arguments: [
      ["inverse", "--count", "200"], ["average", "--tasks", "3", "--matrices", "500"],
      ["integrate", "--points", "400"],
    ])
  func weak(_ workload: [String]) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      ["bench"] + workload + [
        "--weak", "--ranks", "1,2", "--threads", "1,2", "--trials", "8", "--json", "r.json",
      ])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let rows = try BenchFigures(velibcorr.bytes("r.json")).rows
    #expect(rows.map { $0.ranks * $0.threads } == [1, 2, 2, 4])
    for row in rows {
      let workers = Double(row.ranks * row.threads)
      let work = Double(row.items) / Double(rows[0].items)
      // A side has whole points.
      #expect(abs(work - workers) < 0.01 * workers && row.passed)
      #expect(row.problem.hasSuffix(" for each worker"))
      #expect(abs(try #require(row.speedUp) - work * rows[0].median / row.median) < 1e-9 * workers)
      #expect(row.serialFraction == nil && row.breakEven == nil)
    }
    try velibcorr.expectNothingLeft(but: ["r.json"])
  }

  @Test("--weak is for problems that can grow")
  func notGrowing() throws {
    let velibcorr = try Velibcorr()
    for (arguments, words) in [
      (["inverse", "--count", "1", "--order", "40"], "one matrix of --order 40 does not grow"),
      (["primes"], "--weak"),
    ] {
      try velibcorr.expectFailure(velibcorr.run(["bench"] + arguments + ["--weak"]), exit: 64, says: [words])
    }
  }

  @Test(
    "Every schedule; the user's own launcher is joined", arguments: [Way.ranks(2), .mpiexec(2), .mpiexec(4)])
  func schedules(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let ranks = if case .mpiexec = way { ["--ranks", "2"] } else { [String]() }
    let outcome = try velibcorr.run(
      Self.average + ranks + [
        "--schedule", "serial,static,chunked:4,dynamic", "--csv", "-", "--no-break-even",
      ], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let lines = outcome.text.split(separator: "\n").dropFirst()
    #expect(lines.map { $0.contains(",true,") } == [true, true, true, true])
    for (line, schedule) in zip(lines, ["serial,1", "static,2", "chunked:4,2", "dynamic,2"]) {
      #expect(line.contains(",\(schedule),1,"))
    }
    try velibcorr.expectNothingLeft()
  }

  @Test(
    "A failed task is named with its rank and ends the run, without an output",
    arguments: ["static", "dynamic", "chunked:2"])
  func failure(_ schedule: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      Self.average + ["--ranks", "3", "--schedule", schedule, "--fail-task", "3", "--json", "r.json"])
    #expect(outcome.errors.contains(#/^velibcorr: error: task 3 failed on rank [0-2]: made to fail\n/#))
    try velibcorr.expectFailure(outcome, exit: 70, says: ["--keep-going"])
  }

  @Test(
    "--keep-going: the failure is in the tables, and the command fails all the same",
    arguments: [Way.alone, .ranks(3)])
  func keepGoing(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      Self.average + [
        "--schedule", "static", "--fail-task", "5", "--keep-going", "--json", "r.json", "--no-break-even",
      ], way)
    #expect(outcome.text.contains("task 5 failed on rank "))
    let figures = try BenchFigures(velibcorr.bytes("r.json"))
    #expect(figures.rows.count == 2)
    #expect(figures.rows.allSatisfy { !$0.passed && $0.failures.count == 1 })
    if case .ranks = way { #expect(figures.rows[1].failures == ["task 5 failed on rank 2: made to fail"]) }
    try velibcorr.expectFailure(outcome, exit: 70, says: ["task 5 failed on rank"], files: ["r.json"])
  }

  @Test(
    "A result beyond its limit makes the command fail, and is reported", arguments: [Way.alone, .ranks(2)])
  func wrong(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(Self.average + ["--limit", "1e-9", "--csv", "r.csv"], way)
    #expect(outcome.text.contains("WRONG"))
    #expect(try velibcorr.text("r.csv").contains(",1e-09,false,"))
    try velibcorr.expectFailure(
      outcome, exit: 70, says: ["a wrong result: standard errors from 1/2 is "], files: ["r.csv"])
  }

  @Test("Beside a baseline")
  func baseline() throws {
    let velibcorr = try Velibcorr()
    #expect(try velibcorr.run(Self.average + ["--json", "r.json"]).ending == .exit(0))
    let outcome = try velibcorr.run(Self.average + ["--baseline", "r.json", "--markdown", "-"])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.text.contains(#/\| right \| .* \| x \d+\.\d+, (faster|slower|same) \(p = [^)]*\) \|\n/#))
    try velibcorr.write("other.json", "{}")
    try velibcorr.expectFailure(
      velibcorr.run(Self.average + ["--baseline", "other.json"]), exit: 65, says: ["other.json is no report"],
      files: ["r.json", "other.json"])
    try velibcorr.expectFailure(
      velibcorr.run(Self.average + ["--baseline", "none.json"]), exit: 66, says: ["cannot read none.json"],
      files: ["r.json", "other.json"])
  }

  @Test("--plot draws the curves", arguments: ["png", "svg", "pdf"])
  func plot(kind: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      Self.average + ["--ranks", "1,2", "--no-break-even", "--plot", "p.\(kind)"])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.text.contains("speed-up"))
    let start = try velibcorr.bytes("p.\(kind)").prefix(4)
    #expect(
      Array(start)
        == ["png": [0x89, 0x50, 0x4E, 0x47], "svg": Array("<?xm".utf8), "pdf": Array("%PDF".utf8)][kind])
    let out = try velibcorr.run(Self.average + ["--no-break-even", "--plot", "-"])
    #expect(Array(out.output.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    try velibcorr.expectNothingLeft(but: ["p.\(kind)"])
  }

  @Test(
    "Threads that the system refuses end the run with their cause, also where they are one rank's",
    arguments: ["primes --count 20", "average --matrices 10", "integrate --points 10"], ["1", "2"])
  func noThreads(workload: String, ranks: String) throws {
    let velibcorr = try Velibcorr()
    // Each thread's stack takes 8 MiB of addresses.
    let outcome = try velibcorr.run(
      ["bench"] + workload.split(separator: " ").map(String.init)
        + ["--threads", "1000", "--trials", "1", "--no-break-even", "--ranks", ranks],
      before: ["bash", "-c", "ulimit -S -s 8192 -v 4000000; exec \"$@\"", "bash"])
    try velibcorr.expectFailure(
      outcome, exit: 69, says: ["cannot start a thread: Resource temporarily unavailable\n", "ulimit"])
  }

  @Test("Where distributing pays is looked for in smaller sizes, unless not asked to")
  func breakEven() throws {
    let velibcorr = try Velibcorr()
    let with = try velibcorr.run(Self.average + ["--ranks", "2", "--json", "-"])
    let rows = try BenchFigures(with.output).rows
    #expect(rows[0].pays == nil && rows[0].breakEven == nil)
    // On a busy machine it may not be decided.
    #expect(["from", "always", "never", "not decided"].contains(rows[1].pays))
    #expect((rows[1].breakEven != nil) == (rows[1].pays != "not decided"))
    let without = try velibcorr.run(Self.average + ["--ranks", "2", "--json", "-", "--no-break-even"])
    let here = try BenchFigures(without.output).rows[1]
    #expect(["here", "never", "not decided"].contains(here.pays))
    #expect(here.breakEven == nil || here.pays == "never")
  }

  @Test(
    "What cannot be is refused",
    arguments: [
      ("average --schedule guided", "guided"), ("average --ranks 1,0", "1,0"), ("average --threads x", "x"),
      ("average --plot p.jpg", "--plot p.jpg: its name must end with .png, .svg or .pdf"),
      ("average --csv - --json -", "only one output can go to standard output"),
      ("average --tasks 3 --fail-task 3", "average has the tasks 0 to 2"),
      ("inverse --order 0", "--order is 0"),
      ("inverse --count 0", "--count is 0"), ("integrate --points 0", "--points is 0"),
      ("average --trials 0", "--trials is 0"), ("average --time-limit -1", "--time-limit"),
      ("sorting", "sorting"),
    ])
  func usage(_ arguments: String, _ words: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["bench"] + arguments.split(separator: " ").map(String.init))
    try velibcorr.expectFailure(outcome, exit: 64, says: [words])
    #expect(outcome.output == [])
  }

  @Test("Fewer ranks under the user's launcher than --ranks names are refused")
  func fewRanks() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(Self.average + ["--ranks", "1,3"], .mpiexec(2))
    #expect(outcome.ending == .exit(64))
    #expect(outcome.errors.contains("--ranks 3, but the launcher has started 2"))
  }

  @Test("The results load in pandas", .enabled(if: ReaderTests.python != nil, "VELIBCORR_PYTHON is not set"))
  func pandas() throws {
    let velibcorr = try Velibcorr()
    #expect(
      try velibcorr.run(Self.average + ["--ranks", "1,2", "--csv", "r.csv", "--json", "r.json"]).ending
        == .exit(0))
    let ring = ["bench", "ring", "--bytes", "8", "--trials", "2", "--csv", "ring.csv", "--json", "ring.json"]
    #expect(try velibcorr.run(ring).ending == .exit(0))
    let script = """
      import json, pandas
      csv = pandas.read_csv("r.csv")
      assert list(csv.schedule) == ["serial", "dynamic"] and list(csv.ranks) == [1, 2], csv
      assert csv["median"].dtype == float and csv.passed.dtype == bool and csv.passed.all()
      assert ((csv.computing + csv.communicating + csv.waiting - 1).abs() < 0.02).all()
      frame = pandas.DataFrame(json.load(open("r.json"))["rows"])
      assert (frame["median"] == csv["median"]).all() and (frame.trials.map(len) == csv.trials).all()
      assert abs(csv.speed_up[1] - csv["median"][0] / csv["median"][1]) < 1e-12
      ring = pandas.read_csv("ring.csv")
      assert ring.low.isna().all() and ring.speed_up.isna().all() and (ring["median"] > 0).all(), ring
      assert ring.gigabytes_per_second.isna().tolist() == [True, False, False, False]
      # As the documentation has it.
      import glob
      every = pandas.concat(pandas.DataFrame(json.load(open(f))["rows"]).assign(run=f) for f in glob.glob("*.json"))
      assert sorted(every.workload) == ["average"] * 2 + ["ring"] * 4, every
      assert set(every.columns) >= {"run", "median", "peak_flops", "peak_bytes", "speed_up"}, every.columns
      print("checked")
      """
    let outcome = try velibcorr.start(command: [try #require(ReaderTests.python), "-c", script]).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.text == "checked\n")
  }

  @Test("Help tells of every workload what it is")
  func help() throws {
    let velibcorr = try Velibcorr()
    // Sentences are wrapped.
    let words = try velibcorr.run("bench", "--help").text.split(whereSeparator: \.isWhitespace)
    #expect(words.joined(separator: " ").contains("Karp and Flatt"))
    for (workload, word) in [
      ("inverse", "partial pivoting"), ("average", "SplitMix64"), ("integrate", "midpoint"),
      ("suite", "baseline"),
    ] {
      let outcome = try velibcorr.run("bench", workload, "--help")
      #expect(outcome.ending == .exit(0) && outcome.text.contains(word))
    }
  }
}
