import Distribution

/// The MPI library and its launcher.
struct MPIChecks {
  let environment: [String: String]
  private let library = MPIVersion(MPILibrary.name)

  init(_ environment: [String: String]) { self.environment = environment }

  var findings: [Finding] { [libraryFinding, launcherFinding] }

  private var libraryFinding: Finding { .ok("mpi", "\(MPILibrary.name), MPI \(MPILibrary.standard)") }

  /// The first line of what a launcher says of itself; of Hydra, whose first line is a heading, its version.
  private static func words(of asked: ChildProgram) -> String {
    let lines = asked.words.split(separator: "\n")
    guard let first = lines.first else { return "without a word" }
    guard first.hasPrefix("HYDRA") else { return String(first) }
    let version = lines.first { $0.contains("Version:") }?.split(separator: " ").last
    return "HYDRA" + (version.map { " \($0)" } ?? "")
  }

  private var launcherFinding: Finding {
    do {
      let launcher = try Launcher(environment)
      let asked = try ChildProgram(launcher.path, ["--version"], environment, limit: .seconds(10))
      let words = Self.words(of: asked)
      let version = MPIVersion(words)
      guard asked.ending == .exit(0) else {
        return .warning(
          "mpiexec", "\(launcher.path) --version fails: \(words)",
          cure:
            "install it again (Debian: apt install --reinstall openmpi-bin, or mpich), or name another by VELIBCORR_MPIEXEC"
        )
      }
      guard version.starts(library) else {
        return .warning(
          "mpiexec", "\(launcher.path) is \(words), not a launcher of \(MPILibrary.name)",
          cure: "name the mpiexec of \(MPILibrary.name) by VELIBCORR_MPIEXEC, or put it first on PATH")
      }
      let other = launcher.other.map { "; \($0) is here, too, for VELIBCORR_MPIEXEC" } ?? ""
      return .ok("mpiexec", "\(launcher.path), \(words)\(other)")
    } catch {
      let failure = Failure(error)
      return .warning(
        "mpiexec", failure.message, cure: failure.advice ?? "name another launcher by VELIBCORR_MPIEXEC")
    }
  }
}
