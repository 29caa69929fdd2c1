import Foundation
import TestSupport
import Testing

/// `Scripts/package`. What is made is tried in roots of its own by `Scripts/test-package`.
@Suite(
  .enabled(
    if: ["python3", "patchelf", "dpkg-deb", "dpkg-shlibdeps", "objcopy"].allSatisfy {
      Velibcorr.path(of: $0) != nil
    }, "python3, patchelf, dpkg-dev or binutils is not on PATH"))
struct PackageTests {
  private static let scripts = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts").path

  private func package(_ velibcorr: Velibcorr, _ arguments: [String]) throws -> Outcome {
    try velibcorr.start(
      command: ["\(Self.scripts)/package", "--program", Velibcorr.program] + arguments,
      environment: ["SOURCE_DATE_EPOCH": "1700000000"]
      // Compressing takes a core for half a minute.
    ).wait(limit: .seconds(240))
  }

  @Test("A tarball runs where it is unpacked, by its own libraries, and is the same bytes again")
  func tarball() throws {
    let velibcorr = try Velibcorr()
    for folder in ["a", "b"] {
      let outcome = try package(velibcorr, ["--tarball", "--output", velibcorr.path(folder)])
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: velibcorr.path("a")).sorted()
    try #require(
      names.count == 3 && zip(names, [".debug", ".sbom.json", ".tar.gz"]).allSatisfy { $0.hasSuffix($1) },
      "\(names)")
    for name in names {
      let isSame = try velibcorr.bytes("a/\(name)") == velibcorr.bytes("b/\(name)")
      #expect(isSame, "\(name)")
    }
    _ = try velibcorr.start(command: ["tar", "-xzf", "a/\(names[2])"]).wait()
    let folder = String(names[2].dropLast(".tar.gz".count))
    let program = velibcorr.path("\(folder)/bin/velibcorr")
    let linked = try velibcorr.start(command: ["ldd", program]).wait().text.split(separator: "\n")
    let others = linked.filter { !$0.contains("/\(folder)/bin/../lib/velibcorr/") && $0.contains("=>") }
      .map { $0.drop { $0.isWhitespace }.prefix { $0 != "." } }
    #expect(Set(others).isSubset(of: ["libc", "libm", "libmvec"]), "\(others)")
    try velibcorr.write("small.csv", smallLog)
    let run = try velibcorr.start(command: ["env", "-i", program, "small.csv", "-o", "-"]).wait()
    #expect(run.ending == .exit(0), "\(run.errors)")
    #expect(run.output == (try velibcorr.run("small.csv", "-o", "-").output))
    let contents = try JSONSerialization.jsonObject(with: Data(velibcorr.bytes("a/\(names[1])")))
    let parts = (contents as? [String: Any])?["components"] as? [[String: Any]] ?? []
    let known = Set(parts.compactMap { $0["name"] as? String })
    #expect(
      known.isSuperset(of: [
        "libgmp.so.10", "swift-system", "libdragonbox-dev", "Swift standard library and FoundationEssentials",
      ]), "\(known)")
    for terms in ["velibcorr", "libdragonbox-dev", "libgmp10"] {
      let path = velibcorr.path("\(folder)/share/doc/velibcorr/copyright/\(terms)")
      #expect(FileManager.default.fileExists(atPath: path), "\(terms)")
    }
  }

  @Test("A Debian package depends on what is linked, what is opened later, and recommends a launcher")
  func debian() throws {
    let velibcorr = try Velibcorr()
    let outcome = try package(velibcorr, ["--deb", "--output", velibcorr.path("a")])
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: velibcorr.path("a")).first { $0.hasSuffix(".deb") })
    func field(_ name: String, of path: String) throws -> String {
      try velibcorr.start(command: ["dpkg-deb", "--field", path, name]).wait().text
    }
    let needed = try field("Depends", of: "a/\(name)")
    for package in ["libc6 (>= ", "libcairo2", "libgmp10", "libopenblas0", "tzdata"] {
      #expect(needed.contains(package), "\(package)")
    }
    #expect(try field("Recommends", of: "a/\(name)").contains("openmpi-bin | mpich"))
    let files = try velibcorr.start(command: ["dpkg-deb", "--contents", "a/\(name)"]).wait().text
    for file in [
      "/usr/bin/velibcorr", "/usr/share/man/man1/velibcorr.1.gz", "/usr/share/doc/velibcorr/copyright",
      "/usr/share/velibcorr/slurm/correlate.sbatch", "/usr/share/velibcorr/nightly",
    ] {
      #expect(files.contains(".\(file)\n"), "\(file)")
    }
    #expect(!files.contains("share/velibcorr/installed"))
  }

  @Test("A program that is none is said")
  func refused() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.start(
      command: ["\(Self.scripts)/package", "--program", "/bin/false", "--output", velibcorr.path("a")]
    ).wait()
    #expect(outcome.ending != .exit(0) && outcome.errors.contains("failed (1)"), "\(outcome.errors)")
  }
}
