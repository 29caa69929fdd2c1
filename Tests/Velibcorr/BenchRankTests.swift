import TestSupport
import Testing

/// What only MPI ranks can show.
@Suite("velibcorr bench: workloads of all ranks together")
struct BenchRankTests {
  private static let quick = ["--trials", "6", "--no-break-even"]

  private static func rows(
    _ arguments: [String], _ way: Way = .alone, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [BenchFigures.Row] {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["bench"] + arguments + quick + ["--json", "-"], way)
    try #require(outcome.ending == .exit(0), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors == "", sourceLocation: sourceLocation)
    try velibcorr.expectNothingLeft(sourceLocation: sourceLocation)
    let rows = try BenchFigures(outcome.output).rows
    for row in rows {
      let parts = row.computing + row.communicating + row.waiting
      #expect(abs(parts - 1) < 0.02, "\(row.problem), \(row.schedule)", sourceLocation: sourceLocation)
    }
    return rows
  }

  private static func names(_ rows: [BenchFigures.Row]) -> [String] {
    rows.map { "\($0.schedule) \($0.ranks) \($0.threads)" }
  }

  @Test(
    "ring: every pattern and size comes back right, between any number of ranks",
    arguments: [Way.alone, .ranks(3), .ranks(4), .mpiexec(3)])
  func ring(_ way: Way) throws {
    let ranks = if case .mpiexec(let count) = way { ["--ranks", "2,\(count)"] } else { [String]() }
    let rows = try Self.rows(["ring", "--bytes", "8,80000"] + ranks, way)
    let problems = [
      "hello", "ring, 8 bytes", "ring, 80,000 bytes", "ping-pong, 8 bytes", "ping-pong, 80,000 bytes",
      "allreduce, 8 bytes", "allreduce, 80,000 bytes",
    ]
    let sizes =
      switch way {
      case .alone: [2]
      case .ranks(let count), .ranksOfMPICH(let count): [count]
      case .mpiexec(let count), .hydra(let count): [2, count]
      }
    #expect(rows.map(\.problem) == problems.flatMap { problem in sizes.map { _ in problem } })
    #expect(rows.map(\.ranks) == problems.flatMap { _ in sizes })
    for row in rows {
      #expect(row.passed)
      #expect(row.computing == 0)
    }
  }

  @Test("ring: hello says which ranks there are")
  func hello() throws {
    let outcome = try Velibcorr().run(["bench", "ring", "--bytes", "8", "--ranks", "3"] + Self.quick)
    let words = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for rank in 0..<3 { #expect(words.contains("rank \(rank) of 3 on ")) }
    #expect(outcome.text.contains(#/GMP \d+\.\d+\.\d+/#))
  }

  @Test("matmul: BLAS's threads on one rank, equal blocks over ranks, more of both than cores")
  func matmul() throws {
    let rows = try Self.rows(["matmul", "--order", "150", "--ranks", "1,2,3", "--threads", "1,4"])
    #expect(
      Self.names(rows) == [
        "serial 1 1", "threads 1 4", "static 2 1", "static 2 4", "static 3 1", "static 3 4",
      ])
    #expect(rows.allSatisfy { $0.passed && $0.workload == "matmul" })
  }

  @Test(
    "inverse of one large matrix: by LAPACK on one rank, by ScaLAPACK on several", arguments: [false, true])
  func inverse(spd: Bool) throws {
    // 300 rows are some blocks and a part of one.
    let rows = try Self.rows(
      ["inverse", "--count", "1", "--order", "300", "--ranks", "1,2,3,4", "--threads", "1"]
        + (spd ? ["--spd"] : []))
    #expect(Self.names(rows) == ["serial 1 1", "static 2 1", "static 3 1", "static 4 1"])
    #expect(rows.allSatisfy { $0.passed })
  }

  @Test("inverse over ranks: orders that fill no block of some rank", arguments: [33, 96, 97, 193])
  func smallInverse(order: Int) throws {
    let rows = try Self.rows(
      ["inverse", "--count", "1", "--order", "\(order)", "--ranks", "4", "--threads", "2"])
    #expect(Self.names(rows) == ["serial 1 1", "static 4 2"])
    #expect(rows.allSatisfy { $0.passed })
  }

  @Test(
    "a residual beyond the limit makes the command fail, whoever has computed it",
    arguments: ["inverse --count 1 --order 100", "matmul --order 100"])
  func wrong(_ workload: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      ["bench"] + workload.split(separator: " ").map(String.init)
        + ["--ranks", "2", "--threads", "1", "--limit", "1e-12"] + Self.quick)
    #expect(outcome.text.contains(#/static +2 x 1 .*WRONG/#))
    try velibcorr.expectFailure(outcome, exit: 70, says: ["a wrong result: "])
  }

  @Test(
    "a number that is changed before it is verified makes the command fail, and is found in every configuration",
    arguments: [
      "inverse --count 1 --order 100", "inverse --count 1 --order 65 --spd", "inverse --count 40",
      "matmul --order 100", "average --matrices 100", "integrate --points 100", "primes --count 60",
      "ring --bytes 8,800",
    ])
  func spoiled(_ workload: String) throws {
    let velibcorr = try Velibcorr()
    let command = ["bench"] + workload.split(separator: " ").map(String.init)
    let outcome = try velibcorr.run(
      command + (workload.hasPrefix("ring") ? [] : ["--threads", "1"])
        + ["--ranks", "1,2,3", "--spoil", "--json", "r.json"] + Self.quick)
    let rows = try BenchFigures(velibcorr.bytes("r.json")).rows
    #expect(rows.count > 2 && rows.allSatisfy { !$0.passed })
    try velibcorr.expectFailure(outcome, exit: 70, says: ["a wrong result: "], files: ["r.json"])
    #expect(!outcome.errors.contains("report it"))
  }

  @Test("primes: each schedule finds the same 20 of the first 570")
  func primes() throws {
    let rows = try Self.rows(
      [
        "primes", "--count", "570", "--ranks", "1,2,3", "--threads", "1,2", "--schedule",
        "static,chunked:10,dynamic",
      ])
    #expect(rows.count == 19)
    #expect(rows.allSatisfy { $0.passed })
  }

  @Test(
    "what cannot be is refused",
    arguments: [
      ("matmul --order 0", "--order is 0"), ("matmul --schedule dynamic", "Unknown option '--schedule'"),
      ("matmul --keep-going", "Unknown option '--keep-going'"),
      ("ring --fail-task 1", "Unknown option '--fail-task'"),
      ("ring --threads 2", "Unknown option '--threads'"),
      ("inverse --count 1 --order 99 --schedule static", "--schedule does not apply"),
      ("primes --count 0", "--count is 0"), ("primes --count 20001", "it can be 1 to 20000"),
      ("ring --plot r.png", "--plot draws speed-up"),
      ("ring --bytes 12", "12"), ("ring --bytes 0", "0"), ("ring --bytes 8,x", "8,x"),
    ])
  func usage(_ arguments: String, _ words: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["bench"] + arguments.split(separator: " ").map(String.init))
    try velibcorr.expectFailure(outcome, exit: 64, says: [words])
  }

  @Test("under a launcher of one rank there is no ring, and it says so")
  func alone() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["bench", "ring"], .mpiexec(1))
    #expect(outcome.ending == .exit(64))
    #expect(outcome.errors.contains("--ranks 2, but the launcher has started 1"))
  }

  @Test("help tells what each workload is")
  func help() throws {
    let velibcorr = try Velibcorr()
    for (workload, word) in [
      ("correlate", "cost model"), ("matmul", "OpenBLAS"), ("primes", "OEIS A001605"), ("ring", "latency"),
      ("inverse", "ScaLAPACK"),
    ] {
      let outcome = try velibcorr.run("bench", workload, "--help")
      #expect(outcome.ending == .exit(0) && outcome.text.contains(word))
    }
  }
}
