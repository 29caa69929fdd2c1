import Foundation
import TestSupport
import Testing

/// `Scripts/install` and `Scripts/man`.
@Suite(.enabled(if: Velibcorr.path(of: "python3") != nil, "python3 is not on PATH"))
struct InstallTests {
  private static let scripts = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts").path
  private static let installed = [
    "bin/velibcorr", "share/bash-completion/completions/velibcorr",
    "share/fish/vendor_completions.d/velibcorr.fish",
    "share/man/man1/velibcorr.1", "share/velibcorr/installed", "share/velibcorr/nightly",
    "share/velibcorr/slurm/benchmark.sbatch", "share/velibcorr/slurm/correlate.sbatch",
    "share/velibcorr/slurm/scaling-sweep.sbatch", "share/zsh/site-functions/_velibcorr",
  ]
  private static let pages = "share/doc/velibcorr/"

  private func install(
    _ velibcorr: Velibcorr, _ arguments: [String], program: String = Velibcorr.program,
    environment: [String: String?] = [:]
  ) throws -> Outcome {
    try velibcorr.start(
      command: ["\(Self.scripts)/install", "--program", program] + arguments,
      environment: ["HOME": velibcorr.folder].merging(environment) { $1 }
    ).wait()
  }

  private func files(below folder: String) throws -> [String] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return paths.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
        && !isFolder.boolValue && !path.contains(Self.pages)
    }.sorted()
  }

  @Test("installs below a prefix what runs there, ranks too, and takes away that and nothing else")
  func prefix() throws {
    let velibcorr = try Velibcorr()
    let prefix = velibcorr.path("a place/local")
    try FileManager.default.createDirectory(
      atPath: "\(prefix)/share/man/man1", withIntermediateDirectories: true)
    try velibcorr.write("a place/local/share/man/man1/other.1", "x")
    // Again, as for a newer version.
    for _ in 0..<2 {
      let outcome = try install(velibcorr, ["--prefix", prefix])
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(outcome.text.contains("export PATH=\(prefix)/bin:$PATH"))
      #expect(try files(below: prefix) == (Self.installed + ["share/man/man1/other.1"]).sorted())
      for page in ["Tutorial.md", "Packages.md"] {
        #expect(FileManager.default.fileExists(atPath: "\(prefix)/\(Self.pages)\(page)"))
      }
    }
    try velibcorr.write("small.csv", smallLog)
    let run = try velibcorr.start(
      command: ["\(prefix)/bin/velibcorr", "small.csv", "-o", "-", "--ranks", "2"]
    ).wait()
    #expect(run.ending == .exit(0), "\(run.errors)")
    #expect(try MatrixFile(run.output).stations == ["7", "8", "12"])
    for shell in ["bash", "zsh", "fish"] where Velibcorr.path(of: shell) != nil {
      let file = Self.installed.first { $0.contains(shell) }!
      let check = try velibcorr.start(command: [shell, "-n", "\(prefix)/\(file)"]).wait()
      #expect(check.ending == .exit(0), "\(check.errors)")
    }
    let removal = try install(velibcorr, ["--uninstall", "--prefix", prefix])
    #expect(removal.ending == .exit(0), "\(removal.errors)")
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: prefix).sorted() == [
        "share", "share/man", "share/man/man1", "share/man/man1/other.1",
      ])
    let nothing = try install(velibcorr, ["--uninstall", "--prefix", prefix])
    #expect(nothing.ending == .exit(73))
    #expect(nothing.errors.contains("nothing to remove"))
  }

  @Test("DESTDIR is a root for a package; a ~ behind = is the home; what is not known is refused")
  func places() throws {
    let velibcorr = try Velibcorr()
    let package = try install(
      velibcorr, ["--prefix=/usr"], environment: ["DESTDIR": velibcorr.path("package")])
    #expect(package.ending == .exit(0), "\(package.errors)")
    #expect(try files(below: velibcorr.path("package")) == Self.installed.map { "usr/\($0)" })
    let home = try install(velibcorr, ["--prefix=~/.local"])
    #expect(home.ending == .exit(0), "\(home.errors)")
    #expect(try files(below: velibcorr.path(".local")) == Self.installed)
    #expect(try install(velibcorr, ["--prefix=~/.local", "--uninstall"]).ending == .exit(0))
    #expect(!FileManager.default.fileExists(atPath: velibcorr.path(".local/share")))
    #expect(try install(velibcorr, ["--nowhere"]).ending == .exit(64))
    #expect(try install(velibcorr, ["--prefix"]).ending == .exit(64))
  }

  @Test("a user without rights is told of another place; a program that does not run changes nothing")
  func refused() throws {
    let velibcorr = try Velibcorr()
    #expect(
      try install(velibcorr, ["--prefix", velibcorr.path("p")], program: "/bin/false").ending != .exit(0))
    #expect(!FileManager.default.fileExists(atPath: velibcorr.path("p")))
  }

  @Test(
    "a folder of others", .enabled(if: Velibcorr.unprivileged != nil, "no right can be given up"))
  func unprivileged() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.openToUnprivileged()
    let outcome = try velibcorr.start(
      command: try #require(Velibcorr.unprivileged) + [
        "\(Self.scripts)/install", "--program", Velibcorr.program, "--prefix", "/usr/lib/velibcorr-test",
      ], environment: ["HOME": velibcorr.folder]
    ).wait()
    #expect(outcome.ending == .exit(73), "\(outcome.errors)")
    #expect(outcome.errors.contains("--prefix ~/.local"))
  }

  /// The page, made from the program's own description.
  private func page(_ velibcorr: Velibcorr) throws -> Outcome {
    let page = try velibcorr.start(
      command: ["\(Self.scripts)/man", "--program", Velibcorr.program],
      environment: ["SOURCE_DATE_EPOCH": "0"]
    ).wait()
    #expect(page.ending == .exit(0) && page.errors == "", "\(page.errors)")
    return page
  }

  @Test("the manual page names every command and option")
  func manual() throws {
    let velibcorr = try Velibcorr()
    let page = try page(velibcorr)
    #expect(page.text.hasPrefix(".Dd January 1, 1970\n.Dt VELIBCORR 1\n"))
    for line in [
      ".Ss velibcorr correlate", ".Ss velibcorr bench inverse", ".It Fl o , Fl -output Ar file",
      ".It Fl -progress , Fl -no-progress", ".It Ev NO_COLOR", ".It 75",
      "velibcorr data.txt \\-\\-ranks 4 \\-o r.csv \\-\\-profiles profiles.csv", "(default: pearson)",
    ] {
      #expect(page.text.contains("\(line)\n"), "\(line)")
    }
    // Every option of the help is an item.
    let help = try velibcorr.run("help", "correlate").text
    let options = Set(help.matches(of: #/^  (?:-\w, )?(--[a-z-]+)/#.anchorsMatchLineEndings()).map { $0.1 })
    #expect(options.count > 35)
    for option in options where option != "--version" && option != "--help" {
      #expect(page.text.contains("Fl -\(option.dropFirst(2))"), "\(option)")
    }
  }

  @Test(
    "the manual page is sound", .enabled(if: Velibcorr.path(of: "mandoc") != nil, "mandoc is not on PATH"))
  func mandoc() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("velibcorr.1", page(velibcorr).output)
    let lint = try velibcorr.start(command: ["mandoc", "-T", "lint", "-W", "style", "velibcorr.1"]).wait()
    // Which other pages a machine has is not the page's fault.
    let words = lint.text.split(separator: "\n").filter {
      !$0.contains("mandoc.db") && !$0.contains("not found")
    }
    #expect(words == [])
  }
}
