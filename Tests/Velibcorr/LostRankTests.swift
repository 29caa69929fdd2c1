import Foundation
import Glibc
import TestSupport
import Testing

/// A rank, or what started the ranks, is killed in mid-run.
@Suite struct LostRankTests {
  /// MPICH's launcher kills the others so soon that one of them may be seen to end before.
  static func expectNamed(
    _ number: Int, _ errors: String, byMPICH isMPICH: Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let named = try #require(
      errors.firstMatch(of: #/velibcorr: error: (rank|one of ranks) ([0-9, ]+) \(/#), "\(errors)",
      sourceLocation: sourceLocation)
    let numbers = named.2.split(separator: ", ").map(String.init)
    if isMPICH, numbers.count == 1 {
      #expect(errors.contains("), or one that was killed with it, was"), sourceLocation: sourceLocation)
    } else {
      #expect(numbers.contains("\(number)"), "\(errors)", sourceLocation: sourceLocation)
    }
    if !isMPICH { #expect(numbers.count == 1, "\(errors)", sourceLocation: sourceLocation) }
  }

  @Test("A rank: exit code 75, its number, nothing left", arguments: [0, 1, 2])
  func rank(_ number: Int) throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, .ranks(3))
    let rank = try #require(velibcorr.ranks[number])
    kill(rank.pid, SIGKILL)
    let outcome = try process.wait()
    try velibcorr.expectFailure(
      outcome, exit: 75,
      says: [
        "on \(ProcessInfo.processInfo.hostName))", " was ended by signal 9 (Killed)",
        "no output was written", "run the same command again; with --resume, a run saves what it reads",
      ])
    try Self.expectNamed(number, outcome.errors, byMPICH: Velibcorr.usesMPICH)
    // Open MPI often does not know the process any more, and calls it 0.
    #expect(!outcome.errors.contains("process 0"))
  }

  @Test("A rank that crashes")
  func crash() throws {
    let velibcorr = try Velibcorr()
    // Without the account of the crash that Swift's runtime would take half a minute to write.
    let process = try InterruptionTests.reading(
      velibcorr, .ranks(2), environment: ["SWIFT_BACKTRACE": "enable=no"])
    let rank = try #require(velibcorr.ranks[1])
    // A handler lets the fault happen again; sent from outside it does not by itself.
    try eventually("the crash") {
      kill(rank.pid, SIGSEGV)
      return velibcorr.ranks[1] == nil
    }
    let outcome = try process.wait()
    try velibcorr.expectFailure(
      outcome, exit: 75, says: ["was ended by signal 11", "no output was written"])
    try Self.expectNamed(1, outcome.errors, byMPICH: Velibcorr.usesMPICH)
  }

  @Test("A rank that cannot go on: its error's code, and which rank on which host")
  func error() throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    // Of two ranks, the first reads the larger stream, the second one that was cut.
    try velibcorr.write("log.txt", log.bytes)
    try velibcorr.start(
      command: ["sh", "-c", "gzip -c log.txt >whole.gz; head -c 20000 whole.gz >cut.gz"]
    ).wait()
    let process = try velibcorr.start(["log.txt", "cut.gz", "whole.gz", "-o", "r.csv"], .ranks(2))
    try velibcorr.expectFailure(
      process.wait(), exit: 65,
      says: [
        "velibcorr: rank 1 of 2 on \(ProcessInfo.processInfo.hostName) failed\n",
        "cut.gz ends in the middle of its compressed data",
      ], files: ["cut.gz", "log.txt", "whole.gz"])
  }

  @Test("A rank of the user's own mpiexec", arguments: [0, 2])
  func launchedRank(_ number: Int) throws {
    let velibcorr = try Velibcorr()
    let (process, writer) = try InterruptionTests.readingPipe(velibcorr, 3)
    kill(try #require(velibcorr.ranks[number]).pid, SIGKILL)
    let outcome = try process.wait()
    writer.signal(SIGKILL)
    try writer.wait()
    #expect(outcome.ending != .exit(0))
    try eventually("the ranks to go") { velibcorr.processes.isEmpty }
    if Velibcorr.usesMPICH {
      // It kills the others: their hidden files are for the next run to remove.
      #expect(try !velibcorr.files().contains("r.csv"))
      try velibcorr.write("a.csv", smallLog)
      #expect(try velibcorr.run(["a.csv", "-o", "r.csv"], .mpiexec(3)).ending == .exit(0))
      try velibcorr.expectNothingLeft(but: ["a.csv", "pipe", "r.csv"])
    } else {
      #expect(outcome.errors.contains("rank \(number)"))
      // Whichever rank is left removes the hidden files.
      try velibcorr.expectNothingLeft(but: ["pipe"])
    }
  }

  @Test("The launcher")
  func launcher() throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, .ranks(3))
    let launcher = try #require(
      velibcorr.processes.first { $0.pid != process.pid && $0.program != Velibcorr.program })
    kill(launcher.pid, SIGKILL)
    let outcome = try process.wait()
    #expect([.exit(75), .exit(69)].contains(outcome.ending), "\(outcome.errors)")
    #expect(outcome.errors.contains("velibcorr: error: "))
    try eventually("the ranks to go") { velibcorr.processes.isEmpty }
    #expect(try velibcorr.files() == [])
  }

  @Test("The process that started the ranks: they go too", arguments: [SIGKILL])
  func parent(_ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, .ranks(3))
    process.signal(signal)
    #expect(try process.wait().ending == .signal(signal))
    try eventually("the ranks to go") { velibcorr.processes.isEmpty }
  }
}
