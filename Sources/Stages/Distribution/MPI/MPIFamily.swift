/// Whose ABI a library of MPI has, or whose ranks a launcher starts.
package enum MPIFamily: String, CaseIterable, Sendable {
  /// Open MPI, 4 or 5.
  case openMPI = "openmpi"
  /// MPICH and what has its ABI: Intel MPI, MVAPICH, Cray MPICH.
  case mpich

  /// Names the family where the environment does not tell it, or tells another.
  package static let variable = "VELIBCORR_MPI"

  /// The one that `VELIBCORR_MPI` names; nil where it names none.
  package static func named(_ environment: [String: String]) -> MPIFamily? {
    environment[variable].flatMap(MPIFamily.init(rawValue:))
  }

  /// Throws `LaunchError.noFamily` where `VELIBCORR_MPI` is something else.
  package static func requireKnown(_ environment: [String: String]) throws(LaunchError) {
    if let name = environment[variable], MPIFamily(rawValue: name) == nil { throw .noFamily(name) }
  }

  /// "Open MPI"
  package var name: String {
    switch self {
    case .openMPI: "Open MPI"
    case .mpich: "MPICH"
    }
  }

  /// From what a library or `mpiexec --version` says of itself; nil for words of somebody else.
  package init?(words: String) {
    if ["Open MPI", "OpenRTE"].contains(where: words.contains) {
      self = .openMPI
    } else if ["HYDRA", "MPICH", "MVAPICH", "Intel(R) MPI"].contains(where: words.contains) {
      self = .mpich
    } else {
      return nil
    }
  }
}
