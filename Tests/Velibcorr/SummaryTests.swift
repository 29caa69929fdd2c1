import TestSupport
import Testing

/// What a run tells about itself, on standard error only.
@Suite struct SummaryTests {
  /// Every reason to leave a row out, a closed station, a constant one, one with too few hours.
  static let oddLog =
    smallLog + """
      7,0,0,4
      99,0,0,0
      7,1,2
      ,1,2,3
      7,x,2,3
      7,1,-2,3
      7,1,2,24
      20,1,1,0\n20,2,2,1\n20,3,3,2\n20,4,4,3
      21,1,1,0\n21,2,1,1

      """

  @Test("Rows, reasons, stations, pairs, stages, ranks and output", arguments: Way.each)
  func summary(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("odd.csv", Self.oddLog)
    let outcome = try velibcorr.run(["odd.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.output == [])
    let summary = outcome.errors
    for words in [
      "rows       25 read, 18 used; left out: 2 closed station (0 free docks, 0 bikes)",
      "1 another number of fields than the header", "1 no station", "1 free docks are not a count",
      "1 bikes are not a count", "1 time not understood",
      "stations   5", "1 more without a profile, always closed: 99",
      "1 with fewer than 3 hours, every correlation undefined: 21",
      "1 with a constant profile, every correlation undefined: 20",
      "pairs      10, undefined: 3 by a constant profile, 4 by fewer than 3 common hours",
      "time  ", "read", "correlate and write", "rows/s", "% CPU, ", "output     odd.correlation.csv (",
    ] {
      #expect(summary.contains(words))
    }
    let count =
      switch way {
      case .alone: 0
      case .ranks(let count), .mpiexec(let count), .ranksOfMPICH(let count), .hydra(let count): count
      }
    for rank in 0..<count { #expect(summary.contains("\nrank \(rank)  ")) }
    #expect(!summary.contains("rank \(count)  "))
  }

  @Test("The shares of CPU are not more than the threads can use", arguments: [Way.alone, .ranks(2)])
  func shareOfCPU(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(["log.txt", "--threads", "1"], way)
    let shares = outcome.errors.matches(of: #/1 thread, +(\d+) of 100 % CPU/#).compactMap { Int($0.1) }
    #expect(!shares.isEmpty)
    // Clocks tick in steps.
    #expect(shares.allSatisfy { $0 <= 120 }, "\(shares)")
  }

  @Test("Ranks, threads and hosts; a process without MPI has neither ranks nor time in MPI")
  func ranks() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let alone = try velibcorr.run("small.csv", "--threads", "2").errors
    #expect(alone.contains(#/\nprocess    2 threads, \d+ of 200 % CPU, peak \d/#))
    #expect(!alone.contains("rank"))
    #expect(!alone.contains("in MPI"))
    let one = try velibcorr.run("small.csv", "--ranks", "1", "--threads", "3").errors
    #expect(
      one.contains(
        #/\nranks      1 x 3 threads on 1 host \([^,()]+\)\nrank 0     3 threads, \d+ of 300 % CPU, 0 % in MPI/#
      ))
  }

  @Test("Of many ranks the extremes, and those that had the least of their CPU")
  func manyRanks() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let lines = try velibcorr.run("small.csv", "--ranks", "17").errors.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("ranks      17 x 1 thread on 1 host (") })
    #expect(
      lines.contains {
        $0.contains(
          #/^ +\d+ to \d+ % of their threads' CPU, \d+ to \d+ % in MPI, peak \S+ MB to \S+ MB; least CPU:$/#)
      })
    #expect(lines.filter { $0.hasPrefix("rank ") }.count == 4)
  }

  @Test("A rank that waits for another is in MPI")
  func wait() throws {
    // Rank 0 reads what comes through a pipe, and rank 1 waits.
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.start(
      command: [
        "sh", "-c", "(sleep 4; cat small.csv) | \"$0\" - --ranks 2 --summary s.json", Velibcorr.program,
      ]
    ).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let ranks = try #require(
      try SummaryFile(velibcorr.bytes("s.json"))["run", "ranks", as: [[String: Any]].self])
    let shares = try ranks.map { try #require($0["mpi_share"] as? Double) }
    let seconds = try ranks.map { try #require($0["mpi_seconds"] as? Double) }
    // Two processes start at most two seconds apart, on a busy machine.
    #expect(seconds[1] > 2 && shares[1] > 0.5, "\(shares)")
    #expect(seconds[0] < 2 && shares[0] < 0.5, "\(shares)")
  }

  @Test("-q says nothing at all", arguments: Way.each)
  func quiet(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("odd.csv", Self.oddLog)
    for option in ["-q", "--quiet"] {
      let outcome = try velibcorr.run(["odd.csv", option], way)
      #expect(outcome.ending == .exit(0))
      #expect(outcome.errors == "")
      #expect(outcome.output == [])
    }
    try velibcorr.expectNothingLeft(but: ["odd.correlation.csv", "odd.csv"])
  }

  @Test("-q does not hide an error", arguments: [Way.alone, .ranks(2)])
  func quietFailure(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.expectFailure(
      velibcorr.run(["-q", "none.csv"], way), exit: 66, says: ["velibcorr: error: cannot open none.csv"])
  }

  @Test("-v names the kernel of BLAS", arguments: Way.own)
  func verbose(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run(["small.csv", "-v"], way)
    #expect(outcome.errors.contains("kernel     BLAS "))
  }

  @Test("The summary of a run that writes to standard output goes to standard error", arguments: Way.own)
  func apart(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run(["small.csv", "-o", "-"], way)
    #expect(try MatrixFile(outcome.output).stations == ["7", "8", "12"])
    #expect(outcome.errors.contains("rows       12 read, 12 used\n"))
    #expect(outcome.errors.contains("output     standard output ("))
  }

  @Test("No word of Open MPI is heard", arguments: [1, 2, 4])
  func noNoise(_ ranks: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run(["small.csv", "--ranks", "\(ranks)"])
    let lines = outcome.errors.split(separator: "\n").filter { !$0.contains("take turns on") }
    let first = lines.map { $0.prefix { $0 != " " } }
    #expect(
      Set(first).isSubset(of: [
        "run", "read", "period", "rows", "stations", "pairs", "time", "ranks", "rank", "output",
      ]))
  }
}
