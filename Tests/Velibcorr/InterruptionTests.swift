import Foundation
import Glibc
import TestSupport
import Testing

/// A signal in mid-run: the tool ends by it, at once, and leaves nothing.
@Suite struct InterruptionTests {
  /// A run in the midst of an input that never ends: its outputs are open, its ranks have met, and rank 0
  /// has read rows.
  static func reading(
    _ velibcorr: Velibcorr, _ way: Way, environment: [String: String?] = [:]
  ) throws -> ChildProcess {
    let log = try GeneratedLog.shared
    let process = try velibcorr.start(
      ["-", "-o", "r.csv", "--profiles", "p.csv"], way, input: .open, environment: environment)
    try process.feed(log.bytes, untilTaken: 2 << 20)
    try eventually("the hidden files") { try velibcorr.files().count { $0.hasSuffix(".partial") } == 2 }
    switch way {
    case .alone: break
    case .ranks(let count), .mpiexec(let count), .ranksOfMPICH(let count), .hydra(let count):
      // The launcher has taken the input, its rank may not have.
      try eventually("\(count) ranks, the first of which reads") {
        let ranks = velibcorr.ranks
        return ranks.count == count && ranks[0]!.bytesRead > 1 << 20
      }
    }
    return process
  }

  /// The same of ranks of the user's own mpiexec, of which MPICH's hands on little of standard input: from a pipe with a
  /// name, `pipe`. The writer is to be ended.
  static func readingPipe(
    _ velibcorr: Velibcorr, _ ranks: Int
  ) throws -> (process: ChildProcess, writer: ChildProcess) {
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let process = try velibcorr.start(["pipe", "-o", "r.csv"], .mpiexec(ranks))
    let writer = try velibcorr.start(command: ["sh", "-c", "exec cat >\"$0\"", pipe], input: .open)
    try writer.feed(GeneratedLog.shared.bytes, untilTaken: 2 << 20)
    try eventually("\(ranks) ranks, one of which reads into a hidden file") {
      let found = velibcorr.ranks
      return try found.count == ranks && found.values.contains { $0.bytesRead > 1 << 20 }
        && velibcorr.files().contains { $0.hasSuffix(".partial") }
    }
    return (process, writer)
  }

  @Test(
    "While it reads", arguments: Way.own,
    [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGXCPU, SIGALRM, SIGVTALRM])
  func reading(_ way: Way, _ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let process = try Self.reading(velibcorr, way)
    process.signal(signal)
    let outcome = try process.wait()
    #expect(outcome.ending == .signal(signal))
    // What the tool has told of its progress may stand before.
    #expect(outcome.errors.hasSuffix("velibcorr: interrupted; no output was written\n"))
    #expect(outcome.errors.matches(of: #/interrupted/#).count == 1)
    try velibcorr.expectNothingLeft()
  }

  @Test("A shell sees 130 and 143", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func shell(_ signal: Int32, _ code: Int32) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.makeNamedPipe("pipe")
    let shell = try velibcorr.start(
      command: ["sh", "-c", "\"$0\" pipe -o r.csv; exit $?", Velibcorr.program])
    let writer = try velibcorr.start(command: ["sh", "-c", "exec cat >pipe"], input: .open)
    try writer.feed(GeneratedLog.shared.bytes, untilTaken: 1 << 20)
    let tool = try #require(velibcorr.processes.first { $0.program == Velibcorr.program })
    kill(tool.pid, signal)
    #expect(try shell.wait().ending == .exit(code))
    writer.signal(SIGKILL)
    try writer.wait()
    try velibcorr.expectNothingLeft(but: ["pipe"])
  }

  @Test("Ranks that only start", arguments: [SIGINT, SIGTERM])
  func starting(_ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let process = try velibcorr.start(["-", "-o", "r.csv", "--ranks", "4"], input: .open)
    try eventually("a child") { velibcorr.processes.count > 1 }
    process.signal(signal)
    #expect(try process.wait().ending == .signal(signal))
    try expectNothingOfOursLeft(velibcorr)
  }

  /// Open MPI, interrupted while its ranks meet, may leave its session's folder and shared memory.
  private func expectNothingOfOursLeft(
    _ velibcorr: Velibcorr, but files: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let left = try velibcorr.leftovers().filter { name in
      !name.hasPrefix("ompi.")
    }
    #expect(left == [], sourceLocation: sourceLocation)
    #expect(try velibcorr.files() == files, sourceLocation: sourceLocation)
  }

  @Test(
    "The ranks' shared memory goes with them",
    .disabled(if: Velibcorr.usesMPICH, "MPICH has no folder for it that could be set"),
    arguments: [SIGINT, SIGKILL])
  func sharedMemory(_ signal: Int32) throws {
    let variable = "OMPI_MCA_btl_vader_backing_directory"
    let velibcorr = try Velibcorr()
    let process = try Self.reading(velibcorr, .ranks(3), environment: [variable: nil])
    let folder = try #require(velibcorr.ranks[0]?.environment[variable])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count >= 3)
    if signal == SIGKILL {
      kill(try #require(velibcorr.ranks[1]).pid, signal)
    } else {
      process.signal(signal)
    }
    try process.wait()
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("The moment before the launcher starts", arguments: [SIGINT, SIGTERM])
  func beforeLauncher(_ signal: Int32) throws {
    for _ in 0..<10 {
      let velibcorr = try Velibcorr()
      let process = try velibcorr.start(["-", "-o", "r.csv", "--ranks", "2"], input: .open)
      try eventually("the folder of the channels") { try !velibcorr.temporaryFiles().isEmpty }
      process.signal(signal)
      #expect(try process.wait().ending == .signal(signal))
      try expectNothingOfOursLeft(velibcorr)
    }
  }

  @Test("A second signal changes nothing", arguments: Way.own)
  func impatient(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let process = try Self.reading(velibcorr, way)
    process.signal(SIGINT)
    process.signal(SIGINT)
    process.signal(SIGTERM)
    let outcome = try process.wait()
    #expect([.signal(SIGINT), .signal(SIGTERM)].contains(outcome.ending))
    try velibcorr.expectNothingLeft()
  }

  @Test("A signal keeps the old output", arguments: Way.own)
  func oldOutput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("r.csv", "old")
    let process = try Self.reading(velibcorr, way)
    process.signal(SIGTERM)
    #expect(try process.wait().ending == .signal(SIGTERM))
    try velibcorr.expectNothingLeft(but: ["r.csv"])
    #expect(try velibcorr.text("r.csv") == "old")
  }

  @Test("Under nohup it outlives its terminal", arguments: Way.own)
  func ignoredHangup(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let ranks = if case .ranks(let count) = way { ["--ranks", "\(count)"] } else { [String]() }
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let process = try velibcorr.start(
      ["-", "-o", "r.csv"] + ranks,
      before: ["sh", "-c", "trap '' HUP; exec \"$@\" <\"$0\"", pipe])
    let writer = try velibcorr.start(command: ["sh", "-c", "exec cat >\"$0\"", pipe], input: .open)
    try writer.feed(GeneratedLog.shared.bytes, untilTaken: 1 << 20)
    process.signal(SIGHUP)
    // It goes on reading; whether it does is seen by how it ends.
    try? writer.feed(GeneratedLog.shared.bytes, untilTaken: 1 << 20)
    writer.signal(SIGTERM)
    let outcome = try process.wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectNothingLeft(but: ["pipe", "r.csv"])
  }

  @Test("SIGTERM to the user's own mpiexec")
  func launcher() throws {
    let velibcorr = try Velibcorr()
    let (process, writer) = try Self.readingPipe(velibcorr, 3)
    process.signal(SIGTERM)
    let ending = try process.wait().ending
    // MPICH's launcher loses the code of ranks that it has ended, now and then.
    #expect(ending != .exit(0) || Velibcorr.usesMPICH)
    writer.signal(SIGKILL)
    try writer.wait()
    // In particular no result of the part of the input that had come until then. The folder of its session is mpiexec's
    // own, which it leaves behind on a busy machine now and then.
    try expectNothingOfOursLeft(velibcorr, but: ["pipe"])
  }
}
