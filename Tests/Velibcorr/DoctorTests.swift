import Distribution
import Foundation
import TestSupport
import Testing

/// `velibcorr doctor` as a user runs it.
@Suite struct DoctorTests {
  private static let names = [
    "libraries", "mpi", "mpiexec", "ranks", "ring", "slurm", "blas", "kernel", "cores", "threads", "memory",
    "speed",
    "numbers", "locale", "time zones",
  ]

  /// Runs it and expects an exit code, nothing left behind, and of each warning a cure.
  private func diagnose(
    exit code: Int32 = 0, before: [String] = [], _ environment: [String: String?] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> DoctorFindings {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run("doctor", "--json", before: before, environment: environment)
    #expect(outcome.ending == .exit(code), "\(outcome.errors)", sourceLocation: sourceLocation)
    try velibcorr.expectNothingLeft(sourceLocation: sourceLocation)
    let found = try DoctorFindings(outcome)
    for finding in found.findings {
      #expect(["ok", "warning"].contains(finding.verdict), sourceLocation: sourceLocation)
      #expect((finding.cure != nil) == (finding.verdict == "warning"), sourceLocation: sourceLocation)
      #expect(!finding.words.isEmpty, sourceLocation: sourceLocation)
    }
    return found
  }

  private func expectWarning(
    _ finding: DoctorFindings.Finding, _ words: String, cure: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(finding.verdict == "warning", sourceLocation: sourceLocation)
    #expect(finding.words.contains(words), sourceLocation: sourceLocation)
    #expect((finding.cure ?? "").contains(cure), sourceLocation: sourceLocation)
  }

  @Test("A line for each thing, and nothing on standard error")
  func text() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run("doctor")
    #expect(outcome.ending == .exit(0))
    #expect(outcome.errors == "")
    let lines = outcome.text.split(separator: "\n")
    let found = lines.compactMap { line in
      Self.names.first { name in
        line.starts(with: "ok       \(name) ") || line.starts(with: "warning  \(name) ")
      }
    }
    #expect(found == Self.names)
    let cures = lines.count { $0.drop { $0 == " " }.starts(with: "-> ") }
    #expect(cures == lines.count { $0.starts(with: "warning") })
    #expect(outcome.text.contains("2 ranks have met: 2 on "))
    #expect(outcome.text.firstMatch(of: #/\d+\.\d\d us a message, \d+\.\d\d GB\/s/#) != nil)
    try velibcorr.expectNothingLeft()
  }

  @Test("The same as JSON, with figures")
  func json() throws {
    let found = try diagnose()
    #expect(found.velibcorr.firstMatch(of: #/^\d+\.\d+\.\d+$/#) != nil)
    #expect(found.mpiWorks)
    #expect(found.findings.map(\.name) == Self.names)
    #expect(try found["mpi"].verdict == "ok")
    #expect(try found["mpiexec"].words.contains(try #require(Velibcorr.mpiexec)))
    #expect(try found["ranks"].figures == ["ranks": 2])
    let ring = try #require(try found["ring"].figures)
    #expect(try #require(ring["latency_us"]) > 0)
    #expect(try #require(ring["bandwidth_bytes_per_s"]) > 1e6)
    let cores = CoreFacts(ofThisProcess: [:]).cores
    #expect(try found["cores"].figures?["cores"] == Double(cores.count))
    #expect(try found["cores"].words.contains("(affinity \(cores))"))
    #expect(try #require(try found["memory"].figures?["machine_bytes"]) > 1e8)
    let speed = try #require(try found["speed"].figures)
    #expect(try #require(speed["rows_per_s"]) > 1e5)
    #expect(try #require(speed["numbers_per_s"]) > 1e5)
  }

  @Test("Without a launcher: exit code 69, and what to install")
  func noLauncher() throws {
    let found = try diagnose(exit: 69, ["VELIBCORR_MPIEXEC": "/nowhere/mpiexec"])
    #expect(!found.mpiWorks)
    expectWarning(
      try found["mpiexec"], "VELIBCORR_MPIEXEC names /nowhere/mpiexec, which is no program",
      cure: "apt install openmpi-bin")
    expectWarning(try found["ranks"], "no launcher", cure: "see mpiexec")
    #expect(found.findings.map(\.name) == Self.names.filter { $0 != "ring" })
  }

  @Test("The error is told on standard error, beside the findings")
  func error() throws {
    let outcome = try Velibcorr().run("doctor", environment: ["VELIBCORR_MPIEXEC": "/nowhere"])
    #expect(outcome.ending == .exit(69))
    #expect(outcome.errors.hasPrefix("velibcorr: error: MPI does not work here\n"))
    #expect(outcome.text.contains("\nwarning  ranks "))
  }

  @Test("A launcher of another version is named, and quoted where it fails")
  func otherLauncher() throws {
    let folder = try Scripts()
    let words = "mpiexec (Open MPI) 3.1.3"
    let launcher = try folder.add(
      "mpiexec", "[ \"$1\" = --version ] && { echo '\(words)'; exit; }; echo no slots; exit 3")
    let found = try withExtendedLifetime(folder) {
      try diagnose(exit: 69, ["VELIBCORR_MPIEXEC": launcher])
    }
    expectWarning(
      try found["mpiexec"], "\(launcher) is \(words), not a launcher of Open MPI v", cure: "PATH")
    expectWarning(try found["ranks"], "mpiexec failed with code 3:\n  | no slots", cure: "mpiexec -n 2")
  }

  @Test("MPICH's launcher without its library")
  func noLibrary() throws {
    let folder = try Scripts()
    let launcher = try folder.add(
      "mpiexec", "[ \"$1\" = --version ] && { echo HYDRA build details:; exit; }; echo no slots; exit 3")
    for name in ["libmpi.so.12", "libmpich.so.12"] { try folder.add(name, "no library") }
    let found = try withExtendedLifetime(folder) {
      try diagnose(
        exit: 69,
        [
          "VELIBCORR_MPIEXEC": launcher,
          "LD_LIBRARY_PATH": String(launcher.prefix(upTo: launcher.lastIndex(of: "/")!)),
        ])
    }
    let libraries = found.findings.filter { $0.name == "libraries" }
    #expect(libraries.contains { $0.words.contains("libmpich.so.12") })
    #expect(libraries.contains { $0.cure?.contains("apt install libmpich12") ?? false })
  }

  @Test("A kernel that the environment holds back", .enabled(if: hasAVX2))
  func kernel() throws {
    let found = try diagnose(["OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_L2_SIZE": "512"])
    expectWarning(
      try found["kernel"], "Prescott, while this CPU can run ", cure: "unset OPENBLAS_CORETYPE")
    expectWarning(try found["blas"], "OPENBLAS_L2_SIZE=512", cure: "unset OPENBLAS_L2_SIZE")
    #expect(try diagnose()["kernel"].verdict == "ok")
  }

  @Test("A mask of one core", .enabled(if: CoreFacts.coresOfMachine > 1))
  func oneCore() throws {
    let core = try #require(CoreFacts(ofThisProcess: [:]).cores.cores.min())
    let found = try diagnose(before: ["taskset", "-c", "\(core)"])
    expectWarning(try found["cores"], "bound to one core", cure: "--bind-to none")
    #expect(try found["threads"].figures == ["threads": 1])
  }

  @Test("Locale and time zones that are not installed")
  func places() throws {
    let found = try diagnose(["LC_ALL": "xx_YY.UTF-8", "TZDIR": "/nowhere"])
    expectWarning(try found["locale"], "xx_YY.UTF-8 is not installed", cure: "LC_ALL=C.UTF-8")
    expectWarning(try found["time zones"], "/nowhere does not know Europe/Paris", cure: "apt install tzdata")
    let well = try diagnose(["LC_ALL": "C.UTF-8", "TZDIR": nil])
    #expect(try well["locale"].words.hasPrefix("C.UTF-8 (UTF-8)"))
    #expect(try well["time zones"].words.hasPrefix("/usr/share/zoneinfo"))
  }

  @Test("What srun knows")
  func srun() throws {
    let folder = try Scripts()
    try folder.add(
      "srun", "[ \"$1\" = --mpi=list ] && printf 'MPI plugin types are...\\n\\tnone\\n\\tpmix\\n' >&2")
    #expect(try folder.finding("slurm", self).words == "srun knows none, pmix")
    let old = try Scripts()
    try old.add("srun", "echo 'srun: MPI types are...'; echo 'srun: pmi2'")
    expectWarning(try old.finding("slurm", self), "srun knows pmi2, but not PMIx", cure: "use mpiexec")
    let broken = try Scripts()
    try broken.add("srun", "echo 'srun: fatal: no configuration' >&2; exit 1")
    expectWarning(
      try broken.finding("slurm", self), "fails: srun: fatal: no configuration", cure: "SLURM_CONF")
  }

  @Test("Tasks of srun that do not find one another: one of them tells")
  func unconnected() throws {
    let step = ["SLURM_STEP_NUM_TASKS": "2", "SLURM_PROCID": "0"]
    let found = try diagnose(exit: 69, step)
    #expect(!found.mpiWorks)
    expectWarning(
      try found["ranks"], "srun has started 2 tasks, but each is rank 0", cure: "srun --mpi=pmix")
    let second = try Velibcorr().run("doctor", environment: step.merging(["SLURM_PROCID": "1"]) { $1 })
    #expect(second.ending == .exit(69))
    #expect(second.text + second.errors == "")
  }

  @Test("A folder for the speed's log that cannot be made")
  func noRoom() throws {
    let found = try diagnose(exit: 69, ["TMPDIR": "/nowhere"])
    expectWarning(try found["speed"], "not measured: ", cure: "TMPDIR")
    expectWarning(try found["ranks"], "cannot make a channel", cure: "mpiexec -n 2")
  }

  @Test("Under a launcher the ranks that there are exchange messages, and one reports", arguments: [1, 3])
  func launched(_ ranks: Int) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["doctor", "--json"], .mpiexec(ranks))
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let found = try DoctorFindings(outcome)
    #expect(found.mpiWorks)
    #expect(try found["ranks"].figures == ["ranks": Double(ranks)])
    #expect(found.findings.contains { $0.name == "ring" } == (ranks > 1))
    try velibcorr.expectNothingLeft()
  }

  @Test("A standard output that takes no more")
  func fullDisk() throws {
    let outcome = try Velibcorr().run("doctor", output: .file("/dev/full"))
    #expect(outcome.ending == .exit(74))
    #expect(outcome.errors.contains("cannot write standard output: no space left on device"))
  }

  private static let hasAVX2 = (SystemFile.text("/proc/cpuinfo") ?? "").contains(" avx2 ")

  /// A folder of scripts that stand for programs.
  private struct Scripts {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Written by a shell: a file that this process has open for writing, or a child that it is just
    /// starting, could not be run.
    @discardableResult
    func add(_ name: String, _ body: String) throws -> String {
      let path = "\(folder.path)/\(name)"
      let script = "printf '#!/bin/sh\\n%s\\n' \"$1\" >\"$0\" && chmod +x \"$0\""
      let shell = try Velibcorr()
      let outcome = try withExtendedLifetime(shell) {
        try shell.start(command: ["sh", "-c", script, path, body]).wait()
      }
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      return path
    }

    /// What is found with this folder first on PATH, whatever launcher the tests are given.
    func finding(_ name: String, _ tests: DoctorTests) throws -> DoctorFindings.Finding {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      return try withExtendedLifetime(folder) {
        try tests.diagnose(
          before: ["env", "PATH=\(folder.path):\(path)"], ["VELIBCORR_MPIEXEC": nil])[name]
      }
    }
  }
}
