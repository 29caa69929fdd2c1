import Foundation
import TestSupport
import Testing

/// `Scripts/setup` where a package manager other than Debian's is on PATH; what these install is not tried.
@Suite struct SetupTests {
  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/setup").path

  /// By managers that do nothing, and tools of this system; no header is found, and no launcher.
  /// `swift` says `words` where there are any.
  private func setUp(_ managers: [String], swift words: String? = nil, _ velibcorr: Velibcorr) throws
    -> Outcome
  {
    try FileManager.default.createDirectory(atPath: velibcorr.path("bin"), withIntermediateDirectories: true)
    for tool in ["bash", "env", "grep", "swift", "ldconfig", "cat", "true"] {
      guard
        let path = Velibcorr.path(of: tool)
          ?? ["/sbin/\(tool)"].first(where: FileManager.default.isExecutableFile)
      else { continue }
      try FileManager.default.createSymbolicLink(
        atPath: velibcorr.path("bin/\(tool)"), withDestinationPath: path)
    }
    try addCommand("clang", "exit 1", velibcorr)
    for manager in managers {
      try addCommand(manager, "[ \"$1\" != -T ] && exit \(manager == "rpm" ? 1 : 0)", velibcorr)
    }
    if let words {
      try FileManager.default.removeItem(atPath: velibcorr.path("bin/swift"))
      try addCommand("swift", "echo '\(words)'", velibcorr)
    }
    // Its folder is there as long as it is.
    return try withExtendedLifetime(velibcorr) {
      try velibcorr.start(
        command: ["/bin/bash", Self.script],
        environment: ["PATH": velibcorr.path("bin"), "CPATH": nil, "LD_LIBRARY_PATH": nil]
      ).wait()
    }
  }

  private func addCommand(_ name: String, _ line: String, _ velibcorr: Velibcorr) throws {
    try velibcorr.write("\(name).sh", Array("#!/bin/sh\n\(line)\n".utf8))
    // By a process of its own: what this one writes, another test's child may still hold open, and then it does not start.
    let copy = try velibcorr.paste("cat \(name).sh >bin/\(name) && chmod 755 bin/\(name)")
    try #require(copy.ending == .exit(0), "\(copy)")
  }

  @Test(
    "Names are those of the system",
    arguments: [
      (["dnf", "rpm"], "dnf install", ["openblas-devel", "openmpi"]),
      (["zypper", "rpm"], "zypper install", ["libopenblas_pthreads-devel", "openmpi4"]),
      (["pacman"], "pacman -S --needed", ["blas-openblas", "openmpi"]),
    ])
  func names(_ managers: [String], _ typed: String, _ packages: [String]) throws {
    let outcome = try setUp(managers, try Velibcorr())
    #expect(outcome.errors.contains(typed), "\(outcome)")
    for package in packages { #expect(outcome.errors.contains(" \(package) "), "\(outcome)") }
  }

  @Test("Without a manager what is missing is said, and what is optional apart from it")
  func none() throws {
    let outcome = try setUp([], try Velibcorr())
    #expect(outcome.ending == .exit(69))
    #expect(outcome.errors.contains("missing, by Debian's names: libopenblas-dev"), "\(outcome)")
    #expect(outcome.errors.contains("optional: openmpi-bin (without it no ranks)"), "\(outcome)")
  }

  @Test(
    "A Swift that is too old, or does not say its version, is refused",
    arguments: [
      (
        "Swift version 6.1.2 (swift-6.1.2-RELEASE)",
        "setup: Swift 6.1 is too old; velibcorr needs 6.2 or newer"
      ),
      ("Apple Swift version 5.10 (swiftlang)", "setup: Swift 5.10 is too old; velibcorr needs 6.2 or newer"),
      (
        "OpenStack Swift 2.30",
        "does not say which it is; velibcorr needs 6.2 or newer:\nOpenStack Swift 2.30"
      ),
    ])
  func oldSwift(_ words: String, _ message: String) throws {
    let outcome = try setUp([], swift: words, try Velibcorr())
    #expect(outcome.ending == .exit(69))
    #expect(outcome.errors.contains(message), "\(outcome)")
  }

  @Test("A newer Swift is taken", arguments: ["6.2", "6.10.1", "7.0-dev"])
  func newSwift(_ version: String) throws {
    let outcome = try setUp([], swift: "Swift version \(version) (swift)", try Velibcorr())
    #expect(!outcome.errors.contains("needs 6.2"), "\(outcome)")
    #expect(outcome.errors.contains("missing, by Debian's names"), "\(outcome)")
  }
}
