import Distribution
import SharedLibraries

extension Failure {
  /// A library is missing that something needs: a file, an output.
  init(_ missing: MissingLibrary, for need: String) {
    self.init(
      .unavailable, "\(need) needs a library that cannot be opened: \(missing.words)",
      advice: "Debian's package \(missing.library.debianPackage) has it")
  }

  /// The library is missing that connects the ranks of a launcher.
  init(_ missing: MissingLibrary, of launch: LaunchEnvironment) {
    let other: MPIFamily = launch.family == .openMPI ? .mpich : .openMPI
    self.init(
      .unavailable,
      "the ranks were started for \(launch.family.name), but its library cannot be opened: \(missing.words)",
      advice:
        "install it (Debian: apt install \(missing.library.debianPackage)), load its module, or start the ranks"
        + " by \(other.name)'s mpiexec (srun --mpi=\(other == .openMPI ? "pmix" : "pmi2"));"
        + " VELIBCORR_MPIEXEC names the one of --ranks")
  }
}

extension Job {
  /// Opens the libraries of what is to be done, before anything is. Throws `Failure` where one is missing. Collective.
  func open(_ needs: [(library: SharedLibrary, need: String)]) throws {
    try agree {
      for (library, need) in needs {
        do throws(MissingLibrary) { try library.open() } catch { throw Failure(error, for: need) }
      }
    }
  }
}
