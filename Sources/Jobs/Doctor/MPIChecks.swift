import Distribution

/// The MPI library and its launcher.
struct MPIChecks {
  let environment: [String: String]
  private let library = MPIVersion(MPILibrary.name)

  init(_ environment: [String: String]) { self.environment = environment }

  var findings: [Finding] { [libraryFinding, launcherFinding] }

  private var libraryFinding: Finding {
    let words = "\(MPILibrary.name), MPI \(MPILibrary.standard)"
    guard !library.isOpenMPI else { return .ok("mpi", words) }
    return .warning(
      "mpi", "\(words): velibcorr is made for Open MPI",
      cure: "build it with Open MPI (Debian: apt install libopenmpi-dev openmpi-bin)")
  }

  private var launcherFinding: Finding {
    do {
      let launcher = try Launcher(environment)
      let asked = try ChildProgram(launcher.path, ["--version"], environment, limit: .seconds(10))
      let words = asked.words.split(separator: "\n").first.map(String.init) ?? "without a word"
      let version = MPIVersion(words)
      guard asked.ending == .exit(0) else {
        return .warning(
          "mpiexec", "\(launcher.path) --version fails: \(words)",
          cure:
            "install Open MPI's again (Debian: apt install --reinstall openmpi-bin), or name another by VELIBCORR_MPIEXEC"
        )
      }
      guard version.starts(library) else {
        return .warning(
          "mpiexec", "\(launcher.path) is \(words), not a launcher of \(MPILibrary.name)",
          cure: "name the mpiexec of \(MPILibrary.name) by VELIBCORR_MPIEXEC, or put it first on PATH")
      }
      return .ok("mpiexec", "\(launcher.path), \(words)")
    } catch {
      let failure = Failure(error)
      return .warning(
        "mpiexec", failure.message, cure: failure.advice ?? "name another launcher by VELIBCORR_MPIEXEC")
    }
  }
}
