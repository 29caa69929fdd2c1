import Foundation
import TestSupport
import Testing

/// `Scripts/setup` where a package manager other than Debian's is on PATH; what these install is not tried.
@Suite struct SetupTests {
  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/setup").path

  /// By managers that do nothing, and tools of this system; nothing of it that MPI comes from is found.
  private func setUp(_ managers: [String], _ velibcorr: Velibcorr) throws -> Outcome {
    try FileManager.default.createDirectory(atPath: velibcorr.path("bin"), withIntermediateDirectories: true)
    for tool in ["bash", "env", "grep", "sort", "head", "swift", "clang", "ldconfig", "cat", "true"] {
      guard
        let path = Velibcorr.path(of: tool)
          ?? ["/sbin/\(tool)"].first(where: FileManager.default.isExecutableFile)
      else { continue }
      try FileManager.default.createSymbolicLink(
        atPath: velibcorr.path("bin/\(tool)"), withDestinationPath: path)
    }
    for manager in managers {
      let isQuery = manager == "rpm"
      try velibcorr.write(
        "bin/\(manager)", Array("#!/bin/sh\n[ \"$1\" != -T ] && exit \(isQuery ? 1 : 0)\n".utf8))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: velibcorr.path("bin/\(manager)"))
    }
    // Its folder is there as long as it is.
    return try withExtendedLifetime(velibcorr) {
      try velibcorr.start(
        command: ["/bin/bash", Self.script],
        environment: ["PATH": velibcorr.path("bin"), "CPATH": nil, "LD_LIBRARY_PATH": nil]
      ).wait()
    }
  }

  @Test(
    "Names are those of the system",
    arguments: [
      (["dnf", "rpm"], "dnf install", "openmpi-devel"),
      (["zypper", "rpm"], "zypper install", "openmpi4-devel"),
      (["pacman"], "pacman -S --needed", "openmpi"),
    ])
  func names(_ managers: [String], _ typed: String, _ package: String) throws {
    let outcome = try setUp(managers, try Velibcorr())
    #expect(outcome.errors.contains(typed), "\(outcome)")
    #expect(outcome.errors.contains(" \(package) "), "\(outcome)")
  }

  @Test("Without a manager what is missing is said, and what is optional apart from it")
  func none() throws {
    let outcome = try setUp([], try Velibcorr())
    #expect(outcome.ending == .exit(69))
    #expect(outcome.errors.contains("missing, by Debian's names: libopenmpi-dev"), "\(outcome)")
    #expect(outcome.errors.contains("optional: openmpi-bin (without it no ranks)"), "\(outcome)")
  }
}
