import Distribution
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Launcher: finding mpiexec")
struct LauncherSearchTests {
  private static func asked(_ environment: [String: String]) throws -> String? {
    let error = #expect(throws: LaunchError.self) { try Launcher(environment) }
    guard case .noLauncher(let asked) = try #require(error) else {
      Issue.record("another error: \(String(describing: error))")
      return nil
    }
    return asked
  }

  @Test("the first mpiexec on PATH that may be run is taken")
  func path() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
    }
    _ = try folder.write("b/mpiexec", "not to be run")
    try makeExecutable(try folder.write("c/mpiexec", "#!/bin/sh\n"))
    let path = ["a", "b", "c"].map { "\(folder.path)/\($0)" }.joined(separator: ":")
    // Root may not run what nobody may.
    #expect(try Launcher(["PATH": path]).path == "\(folder.path)/c/mpiexec")
  }

  @Test("VELIBCORR_MPIEXEC goes before PATH")
  func asked() throws {
    let folder = try TemporaryFolder()
    try makeExecutable(try folder.write("mpiexec", "#!/bin/sh\n"))
    let own = try folder.write("own", "#!/bin/sh\n")
    try makeExecutable(own)
    #expect(try Launcher(["PATH": folder.path, "VELIBCORR_MPIEXEC": own]).path == own)
  }

  @Test("a launcher asked for that is not there is named in the error, and nothing else is taken")
  func askedMissing() throws {
    let folder = try TemporaryFolder()
    try makeExecutable(try folder.write("mpiexec", "#!/bin/sh\n"))
    let missing = "\(folder.path)/no-such-program"
    #expect(try Self.asked(["PATH": folder.path, "VELIBCORR_MPIEXEC": missing]) == missing)
    let plain = try folder.write("plain", "not a program")
    #expect(try Self.asked(["PATH": folder.path, "VELIBCORR_MPIEXEC": plain]) == plain)
  }

  @Test("without a PATH, or with nothing on it, there is no launcher")
  func noPath() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.asked([:]) == nil)
    #expect(try Self.asked(["PATH": ""]) == nil)
    #expect(try Self.asked(["PATH": folder.path]) == nil)
  }

  @Test("a folder is no launcher, although it is executable")
  func folder() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/mpiexec", withIntermediateDirectories: false)
    #expect(try Self.asked(["VELIBCORR_MPIEXEC": folder.path]) == folder.path)
    #expect(try Self.asked(["PATH": folder.path]) == nil)
  }
}

func makeExecutable(_ path: String) throws {
  try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
}
