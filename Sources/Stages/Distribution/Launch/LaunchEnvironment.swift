import Glibc

/// What a launcher has told this process through the environment.
package struct LaunchEnvironment: Sendable {
  /// Whose launcher it is, so whose library connects the ranks.
  package let family: MPIFamily
  /// Ranks of the job (`OMPI_COMM_WORLD_SIZE`, `PMI_SIZE`); nil when only the fact of a launch is known.
  package let size: Int?
  /// The number of this rank; nil where the launcher has told none.
  package let rank: Int?
  /// Has this rank the least number of those on its host? Also where the launcher has not told.
  package let isFirstOfHost: Bool
  /// By which Hydra listens to this rank (`PMI_FD`), in lines: PMI's first protocol.
  private let lines: Int32?

  /// Nil when no launcher has started this process: neither mpiexec, nor srun by PMIx (Open MPI) or PMI (MPICH).
  ///
  /// Where they do not tell it, as on a Cray, or tell it wrong, `VELIBCORR_MPI` says whose library it is.
  package init?(_ environment: [String: String]) {
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    rank = Self.rank(environment)
    let onHost = ["OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID"]
    isFirstOfHost = onHost.lazy.compactMap(number).first ?? 0 == 0
    // srun's PMI speaks otherwise, and tells no such number.
    lines = number("MPI_LOCALNRANKS").flatMap { _ in number("PMI_FD").flatMap { Int32(exactly: $0) } }
    let named = MPIFamily.named(environment)
    if environment["OMPI_COMM_WORLD_SIZE"] != nil {
      family = named ?? .openMPI
      size = number("OMPI_COMM_WORLD_SIZE")
    } else if let count = number("PMI_SIZE"), environment["PMI_RANK"] != nil,
      // One task of srun is a process alone; of Hydra, a rank.
      count > 1 || environment["MPI_LOCALNRANKS"] != nil
    {
      family = named ?? .mpich
      size = count
    } else if environment["PMIX_RANK"] != nil {
      family = named ?? .openMPI
      size = nil
    } else if named == .mpich, let count = number("SLURM_STEP_NUM_TASKS"), count > 1 {
      family = .mpich
      size = count
    } else {
      return nil
    }
  }

  /// Does the launcher go on waiting for the others when a rank ends before MPI has begun?
  package var waitsForOthers: Bool { lines != nil }

  /// Ends all ranks of the job, as `MPI_Abort` would, before there is MPI: Hydra takes one that ends until then for done,
  /// and the others would wait for it for ever. Other launchers need not be told.
  package func abort(code: Int32) {
    guard let lines else { return }
    let words = Array("cmd=abort exitcode=\(code)\n".utf8)
    _ = unsafe write(lines, words, words.count)
  }

  /// The number of a rank, as a launcher has told it.
  static func rank(_ environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "SLURM_PROCID"].lazy
      .compactMap { environment[$0].flatMap { Int($0) } }.first
  }
}
