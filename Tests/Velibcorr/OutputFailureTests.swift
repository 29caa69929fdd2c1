import Foundation
import TestSupport
import Testing

/// Outputs that cannot be made or written: exit codes 73 and 74, the reason, nothing left behind.
@Suite struct OutputFailureTests {
  @Test("A folder that is not there", arguments: Way.each)
  func missingFolder(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv", "-o", "none/r.csv"], way), exit: 73,
      says: ["cannot create none/r.csv: no such file or directory", "-o FILE"], files: ["a.csv"])
  }

  @Test("The profiles' folder is not there", arguments: Way.each)
  func missingFolderOfProfiles(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "--profiles", "none/p.csv"], way)
    try velibcorr.expectFailure(
      outcome, exit: 73, says: ["cannot create none/p.csv: no such file or directory"], files: ["a.csv"])
    #expect(!outcome.errors.contains("-o FILE"), "the advice is about another option")
  }

  @Test("An output that is a folder", arguments: Way.each)
  func isFolder(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try FileManager.default.createDirectory(atPath: velibcorr.path("out"), withIntermediateDirectories: false)
    for name in ["out", "out/"] {
      try velibcorr.expectFailure(
        velibcorr.run(["a.csv", "-o", name], way), exit: 73,
        says: ["cannot create \(name): is a directory", "-o FILE"], files: ["a.csv", "out"])
    }
  }

  @Test("A name that is too long, also one made of an input's", arguments: Way.own)
  func longName(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let name = String(repeating: "x", count: 256)
    // An input without end: only who looks at the output first comes to an end.
    let process = try velibcorr.start(["-", "-o", name], way, input: .open)
    try? process.feed(Array(smallLog.utf8), untilTaken: 0, limit: .seconds(1))
    try velibcorr.expectFailure(
      process.wait(), exit: 73, says: ["cannot create \(name): file name too long", "-o FILE"])
    let long = String(name.dropLast(5)) + ".csv"
    try velibcorr.write(long, smallLog)
    try velibcorr.expectFailure(
      velibcorr.run([long], way), exit: 73, says: [".correlation.csv: file name too long", "-o FILE"],
      files: [long])
  }

  @Test("An empty name", arguments: Way.own)
  func emptyName(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "-o", ""], way)
    #expect([.exit(64), .exit(73)].contains(outcome.ending))
    #expect(!outcome.errors.contains("rows  "), "the long work was done first")
    try velibcorr.expectNothingLeft(but: ["a.csv"])
  }

  @Test("The output cannot be created: told before the long work", arguments: Way.own)
  func early(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    // An input without end: only who looks at the output first comes to an end.
    let process = try velibcorr.start(["-", "-o", "none/r.csv"], way, input: .open)
    try? process.feed(Array(smallLog.utf8), untilTaken: 0, limit: .seconds(1))
    let outcome = try process.wait()
    try velibcorr.expectFailure(outcome, exit: 73, says: ["cannot create none/r.csv"])
  }

  @Test("A read-only folder", .enabled(if: Velibcorr.unprivileged != nil), arguments: Way.own)
  func readOnlyFolder(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.openToUnprivileged()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: velibcorr.folder)
    let ranks = if case .ranks(let count) = way { ["--ranks", "\(count)"] } else { [String]() }
    let outcome = try velibcorr.run(["a.csv"] + ranks, before: try #require(Velibcorr.unprivileged))
    try velibcorr.expectFailure(
      outcome, exit: 73, says: ["cannot create a.correlation.csv: permission denied", "-o FILE"],
      files: ["a.csv"])
  }

  /// Ranks of another user can only be started where that user may go.
  private static let waysOfOthers: [Way] = isOpenToAll(Velibcorr.program) ? Way.own : [.alone]

  private static func isOpenToAll(_ path: String) -> Bool {
    var folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/" {
      let mode = try? FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
      guard let mode, mode & 1 == 1 else { return false }
      folder.deleteLastPathComponent()
    }
    return true
  }

  @Test("An input without permission", .enabled(if: Velibcorr.unprivileged != nil), arguments: waysOfOthers)
  func unreadable(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let path = try velibcorr.write("a.csv", smallLog)
    try velibcorr.openToUnprivileged()
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    let ranks = if case .ranks(let count) = way { ["--ranks", "\(count)"] } else { [String]() }
    let outcome = try velibcorr.run(["a.csv"] + ranks, before: try #require(Velibcorr.unprivileged))
    try velibcorr.expectFailure(
      outcome, exit: 66, says: ["cannot open a.csv: permission denied"], files: ["a.csv"])
  }

  @Test("-o /dev/full", arguments: Way.each)
  func deviceFull(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(["log.txt", "-o", "/dev/full"], way)
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["cannot write /dev/full: no space left on device", "make room"],
      files: ["log.txt"])
  }

  @Test("Standard output on a full disk", arguments: Way.own)
  func standardOutputFull(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    for log in [Array(smallLog.utf8), try GeneratedLog.shared.bytes] {
      try velibcorr.write("log.txt", log)
      let outcome = try velibcorr.run(["log.txt", "-o", "-"], way, output: .file("/dev/full"))
      try velibcorr.expectFailure(
        outcome, exit: 74, says: ["cannot write standard output: no space left on device"],
        files: ["log.txt"])
    }
  }

  @Test("A reader that goes early, or is gone, is told only of what else is lost", arguments: Way.own)
  func closedPipe(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    for arguments in [["-o", "-"], ["--no-matrix", "--pairs", "-"]] {
      for output in [ChildProcess.Output.pipeRead(upTo: 100), .closedPipe] {
        let outcome = try velibcorr.run(["log.txt"] + arguments, way, output: output)
        #expect(outcome.ending == .exit(74) && !outcome.errors.contains("error"), "\(outcome.errors)")
        try velibcorr.expectNothingLeft(but: ["log.txt"])
        try velibcorr.expectFailure(
          velibcorr.run(["log.txt"] + arguments + ["--profiles", "p.csv"], way, output: output), exit: 74,
          says: [
            "standard output was closed by its reader before the end; the other outputs were not written",
            "write to a file with \(arguments.contains("-o") ? "-o" : "--pairs") FILE, then",
          ], files: ["log.txt"])
      }
    }
  }
}
