/// Processes that were started side by side to be ranks, but do not find one another: each is rank 0 of 1, would
/// do all the work, and write the same files.
package struct UnconnectedTasks: Equatable, Sendable {
  /// Who started them.
  package enum Starter: Equatable, Sendable {
    /// Slurm, without PMIx.
    case srun
    /// `mpiexec`, of another MPI than this program's.
    case mpiexec
  }

  /// As their environment tells.
  package let starter: Starter
  /// How many were started.
  package let count: Int
  /// One of them may speak for all.
  package let isFirst: Bool

  /// `ranks` is how many this process has found, itself among them; nil when nothing is wrong.
  ///
  /// Slurm tells the tasks of a step (`SLURM_STEP_NUM_TASKS`; a batch script has none), the launchers of MPICH
  /// and its kin tell `PMI_SIZE`. What Open MPI's own has started (`OMPI_COMM_WORLD_SIZE`) may be in a step of
  /// `srun`, by which it reaches other machines, of another number of tasks.
  package init?(_ environment: [String: String], ranks: Int) {
    guard ranks == 1, environment["OMPI_COMM_WORLD_SIZE"] == nil else { return nil }
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    if let tasks = number("SLURM_STEP_NUM_TASKS"), tasks > 1 {
      (starter, count, isFirst) = (.srun, tasks, number("SLURM_PROCID") ?? 0 == 0)
    } else if let tasks = number("PMI_SIZE"), tasks > 1 {
      (starter, count, isFirst) = (.mpiexec, tasks, number("PMI_RANK") ?? 0 == 0)
    } else {
      return nil
    }
  }
}
