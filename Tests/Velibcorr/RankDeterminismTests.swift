import TestSupport
import Testing

/// The bytes of matrix and profiles do not depend on who computes them.
@Suite struct RankDeterminismTests {
  @Test("Any number of threads", arguments: [2, 3, 7])
  func threads(_ threads: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectSameBytes(["log.txt", "--threads", "\(threads)"])
  }

  @Test("The default number of threads")
  func defaultThreads() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectSameBytes(["log.txt"])
  }

  @Test(
    "Any number of ranks, each with any number of threads",
    arguments: [(1, 1), (1, 3), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (4, 3)])
  func ranks(_ ranks: Int, _ threads: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectSameBytes(["log.txt", "--threads", "\(threads)"], .ranks(ranks))
  }

  @Test("Under the user's own mpiexec", arguments: [1, 2, 3, 4])
  func launched(_ ranks: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectSameBytes(["log.txt"], .mpiexec(ranks))
  }

  @Test("More ranks than stations, rows and tiles", arguments: [Way.alone, .ranks(4), .mpiexec(4)])
  func moreRanksThanWork(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run(["small.csv", "-o", "r.csv", "--digits", "3"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(
      try velibcorr.text("r.csv") == """
        station,7,8,12
        7,1.000,0.964,-0.965
        8,0.964,1.000,-0.976
        12,-0.965,-0.976,1.000

        """)
    try velibcorr.expectNothingLeft(but: ["r.csv", "small.csv"])
  }

  @Test("Neighbouring ranks that share the middle of what they read, with faulty rows all over it")
  func sharedMiddle() throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    // Some blocks for each rank to share.
    let copies = 16 * 1_024 * 1_024 / log.bytes.count + 1
    let rows = log.rows.enumerated().flatMap { $0 % 5_000 == 77 ? $1 + Array("no station\n".utf8) : $1 }
    try velibcorr.write("log.txt", log.header + repeatElement(rows, count: copies).joined())
    try velibcorr.runEveryWay(
      ["log.txt", "-o", "r.csv", "--profiles", "p.csv", "--rejects", "x.csv"],
      outputs: ["r.csv", "p.csv", "x.csv"])
  }

  @Test("Ranks that write in turns, in several sweeps: more text than they hold at a time")
  func turns() throws {
    let velibcorr = try Velibcorr()
    let log = try velibcorr.run(
      "generate", "--stations", "2800", "--days", "1", "--every", "120", "--seed", "3")
    try velibcorr.write("log.txt", log.output)
    try velibcorr.runEveryWay(
      [
        "log.txt", "-o", "r.csv", "--digits", "1", "--npy", "r.npy", "--neighbours", "3", "--pairs", "p.csv",
        "--top", "100",
      ], outputs: ["r.csv", "r.npy", "p.csv", "log.neighbours.csv"])
  }

  @Test("A standard output that is a pipe gets the bytes of a file", arguments: Way.own)
  func pipe(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(["log.txt", "-o", "-"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let isSame = try outcome.output == GeneratedLog.shared.matrix
    #expect(isSame)
    try velibcorr.expectNothingLeft(but: ["log.txt"])
  }
}
