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
