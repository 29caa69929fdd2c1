import TestSupport
import Testing

/// `--ranks` where the launcher is missing or fails: exit code 69, and what to do.
@Suite struct LauncherTests {
  private func expectUnavailable(
    _ environment: [String: String?], says words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "--ranks", "4"], environment: environment)
    try velibcorr.expectFailure(
      outcome, exit: 69, says: ["velibcorr: error: "] + words, files: ["a.csv"],
      sourceLocation: sourceLocation)
  }

  @Test("No mpiexec on PATH", arguments: ["/nowhere", "", "/proc:/nowhere"])
  func missing(_ path: String) throws {
    // A PATH of its own for velibcorr only: its starter needs the real one.
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(
      ["a.csv", "--ranks", "4"], before: ["env", "PATH=\(path)"],
      environment: ["VELIBCORR_MPIEXEC": nil])
    try velibcorr.expectFailure(
      outcome, exit: 69,
      says: [
        "--ranks needs MPI's launcher: no mpiexec on PATH", "apt install openmpi-bin", "leave --ranks out",
      ],
      files: ["a.csv"])
  }

  @Test(
    "VELIBCORR_MPIEXEC that names no program", arguments: ["/nowhere/mpiexec", "nonsense", "/etc/passwd"])
  func nonsense(_ program: String) throws {
    try expectUnavailable(
      ["VELIBCORR_MPIEXEC": program],
      says: ["VELIBCORR_MPIEXEC names \(program), which is no program", "leave --ranks out"])
  }

  @Test("VELIBCORR_MPIEXEC that names a folder")
  func folder() throws {
    try expectUnavailable(["VELIBCORR_MPIEXEC": "/usr"], says: ["/usr"])
  }

  @Test("A launcher that fails is quoted")
  func failing() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    // Written by a shell: a file that this process has open for writing, or a child that it is just
    // starting, could not be run.
    let launcher = velibcorr.path("launcher")
    let script = "printf '#!/bin/sh\necho no slots today\nexit 3\n' >\"$0\" && chmod +x \"$0\""
    try velibcorr.start(command: ["sh", "-c", script, launcher]).wait()
    let outcome = try velibcorr.run(["a.csv", "--ranks", "4"], environment: ["VELIBCORR_MPIEXEC": launcher])
    try velibcorr.expectFailure(
      outcome, exit: 69, says: ["mpiexec failed with code 3", "| no slots today"],
      files: ["a.csv", "launcher"])
  }

  @Test("VELIBCORR_MPIEXEC outweighs PATH")
  func chosen() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let mpiexec = try #require(Velibcorr.mpiexec)
    let outcome = try velibcorr.run(
      ["a.csv", "--ranks", "2"], before: ["env", "PATH=/nowhere"],
      environment: ["VELIBCORR_MPIEXEC": mpiexec])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectNothingLeft(but: ["a.correlation.csv", "a.csv"])
  }

  @Test("A TMPDIR that cannot be written to")
  func noTemporaryFolder() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(
      ["a.csv", "--ranks", "2"], environment: ["TMPDIR": "/nowhere"])
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["cannot make a channel", "TMPDIR"], files: ["a.csv"])
  }

  @Test("Settings of the user for Open MPI are kept, those of another job are not in the way")
  func settings() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    // What a batch script of Slurm has set without any launcher of MPI.
    let outcome = try velibcorr.run(
      ["a.csv", "--ranks", "2"],
      environment: ["SLURM_PROCID": "0", "SLURM_NTASKS": "1", "OMPI_MCA_btl": "self,tcp"])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectNothingLeft(but: ["a.correlation.csv", "a.csv"])
  }
}
