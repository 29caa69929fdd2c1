import Glibc
import TestSupport
import Testing

/// A signal in mid-run: the tool ends by it, at once, and leaves nothing.
@Suite struct InterruptionTests {
  /// Is reading an input that never ends, with its ranks, when it is handed over.
  static func reading(_ velibcorr: Velibcorr, _ way: Way) throws -> ChildProcess {
    let log = try GeneratedLog.shared
    let process = try velibcorr.start(["-", "-o", "r.csv", "--profiles", "p.csv"], way, input: .open)
    try process.feed(log.bytes, untilTaken: 2 << 20)
    try eventually("the hidden files") { try velibcorr.files().count == 2 }
    switch way {
    case .alone: break
    case .ranks(let count), .mpiexec(let count):
      try eventually("\(count) ranks") { velibcorr.ranks.count == count }
    }
    return process
  }

  @Test("While it reads", arguments: Way.own, [SIGINT, SIGTERM, SIGHUP])
  func reading(_ way: Way, _ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let process = try Self.reading(velibcorr, way)
    process.signal(signal)
    let outcome = try process.wait()
    #expect(outcome.ending == .signal(signal))
    #expect(outcome.errors == "velibcorr: interrupted; no output was written\n")
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
    // Open MPI, interrupted so early, may leave the folder of its session.
    let left = try velibcorr.leftovers().filter { !$0.hasPrefix("ompi.") }
    #expect(left == [])
    #expect(try velibcorr.files() == [])
  }

  @Test("The moment before the launcher starts", arguments: [SIGINT, SIGTERM])
  func beforeLauncher(_ signal: Int32) throws {
    for _ in 0..<10 {
      let velibcorr = try Velibcorr()
      let process = try velibcorr.start(["-", "-o", "r.csv", "--ranks", "2"], input: .open)
      try eventually("the folder of the channels") { try !velibcorr.temporaryFiles().isEmpty }
      process.signal(signal)
      #expect(try process.wait().ending == .signal(signal))
      let left = try velibcorr.leftovers().filter { !$0.hasPrefix("ompi.") }
      #expect(left == [])
      #expect(try velibcorr.files() == [])
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
    let process = try velibcorr.start(["-", "-o", "r.csv"], way, input: .open)
    try process.feed(GeneratedLog.shared.bytes, untilTaken: 1 << 20)
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
    let process = try Self.reading(velibcorr, .mpiexec(3))
    process.signal(SIGTERM)
    #expect(try process.wait().ending != .exit(0))
    // In particular no result of the part of the input that had come until then.
    try velibcorr.expectNothingLeft()
  }
}
