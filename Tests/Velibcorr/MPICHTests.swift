import Foundation
import Glibc
import TestSupport
import Testing

/// The same program by MPICH's launcher and library, beside Open MPI's.
@Suite(.enabled(if: Velibcorr.hydra != nil, "mpiexec.hydra is not installed (Debian: mpich)"))
struct MPICHTests {
  @Test(
    "The bytes are those of one process, by any number of ranks",
    arguments: [Way.ranksOfMPICH(1), .ranksOfMPICH(2), .ranksOfMPICH(4), .hydra(1), .hydra(3)])
  func sameBytes(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectSameBytes(["log.txt"], way)
  }

  @Test("Pairs, neighbours and groups too, with more text than ranks hold at a time")
  func turns() throws {
    let velibcorr = try Velibcorr()
    let log = try velibcorr.run(
      "generate", "--stations", "1200", "--days", "1", "--every", "120", "--seed", "3")
    try velibcorr.write("log.txt", log.output)
    let arguments = ["log.txt", "--neighbours", "3", "--pairs", "p.csv", "--top", "100", "-q", "--summary"]
    let outputs = ["r.csv", "p.csv", "log.neighbours.csv"]
    var expected: [[UInt8]] = []
    for way in [Way.alone, .ranksOfMPICH(3)] {
      let outcome = try velibcorr.run(arguments + ["s.json", "-o", "r.csv"], way)
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      let bytes = try outputs.map(velibcorr.bytes)
      if expected.isEmpty { expected = bytes }
      #expect(bytes == expected)
    }
    // Which MPI it was stands in the summary.
    #expect(try velibcorr.text("s.json").contains("MPICH"))
    try velibcorr.expectNothingLeft(but: ["log.txt", "s.json"] + outputs)
  }

  @Test("A rank that is killed: exit code 75, nothing left", arguments: [0, 2])
  func killed(_ number: Int) throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, .ranksOfMPICH(3))
    kill(try #require(velibcorr.ranks[number]).pid, SIGKILL)
    let outcome = try process.wait(limit: .seconds(5))
    try velibcorr.expectFailure(
      outcome, exit: 75,
      says: [
        "on \(ProcessInfo.processInfo.hostName))", " was ended by signal 9 (Killed)", "no output was written",
      ])
    try LostRankTests.expectNamed(number, outcome.errors, byMPICH: true)
  }

  @Test(
    "A rank that cannot go on: its error's code, and which rank", arguments: [Way.ranksOfMPICH(2), .hydra(2)])
  func error(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.start(
      command: ["sh", "-c", "gzip -c log.txt >whole.gz; head -c 20000 whole.gz >cut.gz"]
    ).wait()
    let outcome = try velibcorr.run(["log.txt", "cut.gz", "whole.gz", "-o", "r.csv"], way)
    try velibcorr.expectFailure(
      outcome, exit: 65,
      says: [
        "velibcorr: rank 1 of 2 on \(ProcessInfo.processInfo.hostName) failed\n", "cut.gz ends in the middle",
      ], files: ["cut.gz", "log.txt", "whole.gz"])
  }

  @Test("What all ranks agree on: no such column, no input", arguments: [Way.ranksOfMPICH(2), .hydra(2)])
  func agreed(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let none = try velibcorr.run(["no.csv"], way)
    try velibcorr.expectFailure(none, exit: 66, says: ["no.csv"], files: ["a.csv"])
    let column = try velibcorr.run(["a.csv", "--station", "place"], way)
    try velibcorr.expectFailure(column, exit: 65, says: ["place"], files: ["a.csv"])
  }

  @Test("Signals end the run by themselves", arguments: [SIGINT, SIGTERM, SIGUSR1])
  func interrupted(_ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, .ranksOfMPICH(3))
    process.signal(signal)
    let outcome = try process.wait()
    #expect(outcome.ending == .signal(signal))
    #expect(outcome.errors.hasSuffix("velibcorr: interrupted; no output was written\n"))
    try velibcorr.expectNothingLeft()
  }

  @Test("Signals while the ranks only start, which Hydra may not hear")
  func starting() throws {
    for pause in 0..<12 {
      let velibcorr = try Velibcorr()
      let process = try velibcorr.start(["-", "-o", "r.csv"], .ranksOfMPICH(3), input: .open)
      usleep(useconds_t(10_000 * pause))
      process.signal(SIGINT)
      #expect(try process.wait(limit: .seconds(20)).ending == .signal(SIGINT))
      try velibcorr.expectNothingLeft()
    }
  }

  @Test(
    "A rank that waits yields its core",
    .enabled(if: Tracing.isPossible, "no strace, or no right to trace"))
  func yields() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(
      ["log.txt", "-o", "r.csv", "--ranks", "4"], before: Tracing.command + ["-e", "trace=sched_yield"],
      environment: ["VELIBCORR_MPIEXEC": Velibcorr.hydra])
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.text("trace").contains("sched_yield()"))
    let isSame = try velibcorr.bytes("r.csv") == GeneratedLog.shared.matrix
    #expect(isSame)
  }

  @Test("What ranks of one MPI have saved, those of the other go on from")
  func resume() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.start(command: ["sh", "-c", "gzip -c log.txt >b.gz"]).wait()
    let arguments = ["log.txt", "b.gz", "-o", "r.csv", "--resume", "--save-every", "512K"]
    // Fails when everything is read.
    let lost = try velibcorr.run(
      arguments + ["--partial", "partial.csv", "--memory", "1"], .ranksOfMPICH(2))
    #expect(lost.ending == .exit(64), "\(lost.errors)")
    let alone = try velibcorr.run(["log.txt", "b.gz", "-o", "alone.csv"])
    #expect(alone.ending == .exit(0), "\(alone.errors)")
    let resumed = try velibcorr.run(arguments, .ranks(3))
    #expect(resumed.ending == .exit(0), "\(resumed.errors)")
    #expect(resumed.errors.contains("were read before: resuming from"))
    let isSame = try velibcorr.bytes("r.csv") == velibcorr.bytes("alone.csv")
    #expect(isSame)
  }

  @Test(
    "bench: messages come back right, one inverse by ScaLAPACK",
    arguments: ["ring --bytes 8,80000", "inverse --count 1 --order 200 --threads 1"])
  func bench(_ workload: String) throws {
    let velibcorr = try Velibcorr()
    let words = workload.split(separator: " ").map(String.init)
    let outcome = try velibcorr.run(
      ["bench"] + words + [
        "--ranks", "2", "--trials", "6", "--no-break-even", "--json", "-",
      ],
      environment: ["VELIBCORR_MPIEXEC": Velibcorr.hydra])
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let rows = try BenchFigures(outcome.output).rows
    #expect(rows.contains { $0.ranks == 2 } && rows.allSatisfy(\.passed))
    #expect(outcome.text.contains("\"MPICH\""))
    try velibcorr.expectNothingLeft()
  }

  @Test("Doctor: both families, by the launcher that is named", arguments: [Way.alone, .hydra(2)])
  func doctor(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["doctor"], way, environment: ["VELIBCORR_MPIEXEC": Velibcorr.hydra])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let words = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("ok mpi MPICH "))
    #expect(words.contains("mpiexec.hydra, HYDRA "))
    #expect(words.contains("2 ranks have met: 2 on "))
    try velibcorr.expectNothingLeft()
  }

  @Test(
    "The launcher without its library: which it is, and what to do",
    arguments: [Way.ranksOfMPICH(2), .hydra(2)])
  func noLibrary(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try FileManager.default.createDirectory(atPath: velibcorr.path("lib"), withIntermediateDirectories: true)
    for name in ["libmpich.so.12", "libmpi.so.12"] { try velibcorr.write("lib/\(name)", "no library\n") }
    let outcome = try velibcorr.run(
      ["a.csv"], way, environment: ["LD_LIBRARY_PATH": velibcorr.path("lib")])
    try velibcorr.expectFailure(
      outcome, exit: 69,
      says: [
        "the ranks were started for MPICH, but its library cannot be opened: ", "lib/libmpich.so.12",
        "apt install libmpich12", "VELIBCORR_MPIEXEC",
      ], files: ["a.csv", "lib"])
    #expect(outcome.errors.matches(of: #/cannot be opened/#).count == 1)
  }

  @Test("One large inverse without ScaLAPACK is that of one rank, and says so")
  func noScaLAPACK() throws {
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(atPath: velibcorr.path("lib"), withIntermediateDirectories: true)
    try velibcorr.write("lib/libscalapack-mpich.so.2.2", "no library\n")
    let outcome = try velibcorr.run(
      [
        "bench", "inverse", "--count", "1", "--order", "100", "--ranks", "2", "--trials", "6",
        "--no-break-even", "--json", "-",
      ],
      environment: ["VELIBCORR_MPIEXEC": Velibcorr.hydra, "LD_LIBRARY_PATH": velibcorr.path("lib")])
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("libscalapack-mpich2.2 has it; it is measured on one rank"))
    #expect(try BenchFigures(outcome.output).rows.allSatisfy { $0.ranks == 1 && $0.passed })
  }
}
