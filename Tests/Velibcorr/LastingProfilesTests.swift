import Foundation
import Glibc
import TestSupport
import Testing

/// What `--profiles` writes outlives a crash, and of two runs that write the same one is refused.
@Suite struct LastingProfilesTests {
  static let host = ProcessInfo.processInfo.hostName

  @Test(
    "A second run that writes the same profiles is refused, by the name of the first; a killed one locks nothing",
    arguments: Way.own, Way.own)
  func second(_ way: Way, _ other: Way) throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, way)
    try eventually("the lock") { try velibcorr.files().contains(".p.csv.lock") }
    let before = try velibcorr.files()
    try velibcorr.write("a.csv", smallLog)
    let refused = try velibcorr.run(["a.csv", "-o", "q.csv", "--profiles", "p.csv"], other)
    #expect(refused.ending == .exit(75))
    #expect(
      refused.errors.contains(
        "error: another run is writing p.csv: process \(process.pid) on \(Self.host)\n"
          + "  run the same command again when it has ended, or choose another place with --profiles FILE\n"))
    #expect(try velibcorr.files() == (before + ["a.csv"]).sorted())
    // To read, or to write others, is free.
    let others = try velibcorr.run(["a.csv", "--no-matrix", "--profiles", "q.csv"], other)
    #expect(others.ending == .exit(0), "\(others.errors)")
    process.signal(SIGKILL)
    try process.wait()
    try eventually("the ranks to go") { velibcorr.processes.isEmpty }
    let outcome = try velibcorr.run(["a.csv", "-o", "r.csv", "--profiles", "p.csv"], other)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let left = try velibcorr.files()
    #expect(left == ["a.csv", "p.csv", "q.csv", "r.csv"])
  }

  @Test(
    "Killed at any moment, a run leaves the old outputs or the new ones, and no new profiles with an old matrix"
  )
  func killed() throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    try velibcorr.write("old.txt", log.header + log.rows[..<4_000].joined())
    try velibcorr.write("new.txt", log.header + log.rows[4_000...].joined())
    let command = ["--npy", "r.npy", "-o", "r.csv", "--profiles", "p.csv", "-q"]
    func run(_ inputs: [String], killedAfter delay: useconds_t? = nil) throws -> [String: [UInt8]] {
      let process = try velibcorr.start(inputs + command)
      if let delay {
        usleep(delay)
        process.signal(SIGKILL)
      }
      try process.wait()
      return try ["r.npy", "r.csv", "p.csv"].reduce(into: [:]) { $0[$1] = try velibcorr.bytes($1) }
    }
    let new = try run(["old.txt", "new.txt"])
    let start = ContinuousClock.now
    let old = try run(["old.txt"])
    let time = (ContinuousClock.now - start) / .microseconds(1)
    var random = SeededGenerator(seed: 18)
    for _ in 0..<30 {
      let left = try run(
        ["old.txt", "new.txt"], killedAfter: useconds_t(Double.random(in: 0...2 * time, using: &random)))
      // In the order in which they get their names.
      let states = ["r.csv", "r.npy", "p.csv"].map { left[$0] == new[$0] }
      let areWhole = left.allSatisfy { $0.value == new[$0.key] || $0.value == old[$0.key] }
      #expect(areWhole)
      #expect(!states[2] || states[0] && states[1], "\(states)")
      let again = try run(["old.txt"])
      #expect(again == old)
    }
    try velibcorr.expectNothingLeft(but: [
      "new.txt", "old.txt", "p.csv", "r.csv", "r.npy", "r.npy.stations.csv",
    ])
  }
}

/// What a run asks of the system, as strace sees it, and what becomes of it when the system refuses.
@Suite(.enabled(if: Tracing.isPossible, "no strace, or no right to trace"))
struct ProfilesOnDiskTests {
  private struct Call: Equatable {
    let name: String
    let file: String
  }

  /// Syncs and renames of a run of that command, with the files that they are of, hidden ones by the name of their output.
  private static func calls(_ velibcorr: Velibcorr, _ arguments: [String]) throws -> [Call] {
    let outcome = try velibcorr.run(
      arguments, before: Tracing.command + ["-y", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2"])
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    return try velibcorr.text("trace").split(separator: "\n").compactMap { line in
      if let sync = line.firstMatch(of: #/ f(?:data)?sync\(\d+<([^>]*)>/#) {
        let path = String(sync.1)
        let name = path == velibcorr.folder ? "the folder" : path.split(separator: "/").last.map(String.init)!
        return Call(
          name: "sync", file: name.firstMatch(of: #/^\.(.*?\.csv)\..*partial$/#).map { "\($0.1)" } ?? name)
      }
      guard let renamed = line.firstMatch(of: #/ rename[^"]*"[^"]*"[^"]*"([^"]*)"/#) else { return nil }
      return Call(name: "rename", file: String(renamed.1))
    }
  }

  @Test("All is on the disk before it gets its name, profiles last")
  func order() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let calls = try Self.calls(
      velibcorr, ["a.csv", "-o", "r.csv", "--profiles", "p.csv", "--rejects", "x.csv", "--summary", "s.csv"])
    let expected =
      ["r.csv", "p.csv", "x.csv", "s.csv"].map { Call(name: "sync", file: $0) }
      + ["r.csv", "x.csv", "s.csv", "p.csv"].flatMap {
        [Call(name: "rename", file: $0), Call(name: "sync", file: "the folder")]
      }
    #expect(calls == expected)
  }

  @Test("Without profiles nothing waits for the disk")
  func noProfiles() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let calls = try Self.calls(velibcorr, ["a.csv", "-o", "r.csv", "--rejects", "x.csv"])
    #expect(calls == ["r.csv", "x.csv"].map { Call(name: "rename", file: $0) })
  }

  @Test(
    "A disk that fails is told, and what is on it",
    arguments: [
      ("fsync:error=EIO:when=1", "cannot write p.csv: input/output error; nothing is left of it", ["a.csv"]),
      ("fsync:error=ENOSPC:when=1", "cannot write p.csv: no space left on device", ["a.csv"]),
      (
        "fsync:error=EIO:when=2", "p.csv is complete, but its folder cannot be synced: input/output error",
        ["a.csv", "p.csv"]
      ),
    ])
  func failing(_ fault: String, _ words: String, _ files: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(
      ["a.csv", "--no-matrix", "--profiles", "p.csv"],
      before: Tracing.command + ["-e", "trace=fsync", "-e", "inject=\(fault)"])
    #expect(outcome.ending == .exit(74))
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    try velibcorr.expectNothingLeft(but: files + ["trace"])
  }

  @Test("File systems that know no sync, or no locks, do: the latter is told")
  func unable() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let command = ["a.csv", "--no-matrix", "--profiles", "p.csv"]
    for (call, fault, isTold) in [("fsync", "EINVAL", false), ("flock", "ENOLCK", true)] {
      let outcome = try velibcorr.run(
        command, before: Tracing.command + ["-e", "trace=\(call)", "-e", "inject=\(call):error=\(fault)"])
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let told = "p.csv cannot be locked: see that no other run writes it meanwhile"
      #expect(outcome.errors.contains(told) == isTold)
    }
  }
}

enum Tracing {
  /// Runs what follows, and writes its calls of the system into the file `trace`.
  static let command = ["strace", "-f", "-qq", "-e", "signal=none", "-o", "trace"]

  static let isPossible: Bool = {
    guard Velibcorr.path(of: "strace") != nil, let velibcorr = try? Velibcorr() else { return false }
    return (try? velibcorr.start(command: command + ["true"]).wait().ending) == .exit(0)
  }()
}
