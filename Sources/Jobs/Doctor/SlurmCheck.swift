import Distribution

/// Slurm, and the interface by which its tasks become ranks.
enum SlurmCheck {
  /// Asks `srun`, where there is one.
  static func finding(_ environment: [String: String]) -> Finding {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let srun = folders.map { "\($0)/srun" }.first(where: Launcher.isProgram)
    let list = srun.flatMap {
      try? ChildProgram($0, ["--mpi=list"], environment, limit: .seconds(10))
    }
    return finding(SlurmFacts(environment, list: list))
  }

  private static func finding(_ slurm: SlurmFacts) -> Finding {
    let place = slurm.job.map { "job \($0), " } ?? ""
    let types = slurm.types.map { "srun knows \($0.joined(separator: ", "))" } ?? "no srun here"
    switch slurm.problem {
    case .noAnswer(let words):
      return .warning(
        "slurm", "\(place)srun is installed, but fails: \(words)",
        cure: "set SLURM_CONF or start Slurm's daemons; without Slurm it does not matter")
    case .noPMIx(let known) where MPILibrary.family == .mpich && known.contains("pmi2"):
      return .ok("slurm", "\(place)\(types)")
    case .noPMIx:
      return .warning(
        "slurm", "\(place)\(types), but not PMIx, which Open MPI needs",
        cure: "use mpiexec in the batch script, or install Slurm's PMIx plugin")
    case nil:
      let rank = slurm.interface.map { "; this process got its rank by \($0)" } ?? ""
      return .ok("slurm", "\(place)\(types)\(rank)")
    }
  }
}
