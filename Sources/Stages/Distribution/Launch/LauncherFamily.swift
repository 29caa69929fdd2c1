import Glibc

/// Open MPI's `mpiexec`, or MPICH's (Hydra), which Intel MPI and MVAPICH have, too.
extension Launcher {
  /// Whose ranks it starts: what `VELIBCORR_MPI` says, else its name without links, else it is asked.
  package var family: MPIFamily {
    if let named = MPIFamily.named(environment) { return named }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let file = unsafe realpath(path, &buffer).map { unsafe String(cString: $0) } ?? path
    let name = file.split(separator: "/").last ?? ""
    if ["orterun", "prterun", "openmpi"].contains(where: name.contains) { return .openMPI }
    if ["hydra", "mpich"].contains(where: name.contains) { return .mpich }
    let asked = try? ChildProgram(path, ["--version"], environment, limit: .seconds(10))
    return asked.flatMap { MPIFamily(words: $0.words) } ?? .openMPI
  }

  /// A launcher of the other family on `PATH`, by the name that distributions give it; nil where there is none.
  package var other: String? {
    let name = family == .openMPI ? "mpiexec.hydra" : "mpiexec.openmpi"
    return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first(where: Self.isProgram)
  }

  /// What a job on one host wants of the launcher and of MPI; the user's own settings go before.
  static func settings(_ family: MPIFamily) -> [String: String] {
    // A rank that crashes ends; Swift's backtrace would keep it, and the job, alive.
    (family == .openMPI ? ofOpenMPI : ofMPICH).merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
  }

  /// Root and more ranks than cores are allowed; a waiting rank yields its core, and no rank is bound to
  /// one, as each has threads; nothing is asked of ssh; one host needs no other transport than shared
  /// memory and TCP, which saves half of the start-up; ranks that have to die do so at once.
  private static let ofOpenMPI = [
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_mpi_yield_when_idle": "1",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
    "OMPI_MCA_plm": "isolated",
    "OMPI_MCA_pml": "ob1",
    "OMPI_MCA_btl": "self,vader,tcp",
    "OMPI_MCA_btl_vader_single_copy_mechanism": "none",
    "OMPI_MCA_odls_base_sigkill_timeout": "0",
  ]

  /// Ranks are started here, also where Slurm has given other hosts, and are bound to no core: those of Intel MPI
  /// and MVAPICH would be.
  private static let ofMPICH = [
    "HYDRA_LAUNCHER": "fork",
    "HYDRA_RMK": "user",
    "I_MPI_HYDRA_BOOTSTRAP": "fork",
    "I_MPI_PIN": "0",
    "MV2_ENABLE_AFFINITY": "0",
  ]

  /// Hydra's account of a process that a signal ended, which it does not call a rank:
  ///
  ///     =   PID 4711 RUNNING AT n1
  ///     ...
  ///     YOUR APPLICATION TERMINATED WITH THE EXIT STRING: Killed (signal 9)
  static func lostRankOfHydra(in words: String, _ watch: RankWatch) -> String? {
    guard let end = words.firstMatch(of: #/EXIT STRING: [^\n]*\(signal (\d+)\)/#),
      let signal = Int32(end.output.1)
    else { return nil }
    let process = words.firstMatch(of: #/=   PID (\d+) RUNNING AT/#).flatMap { pid_t($0.output.1) }
    // Of those that it has then killed itself, Hydra names any; one of them may be gone before it.
    let rank = watch.hasLost ? watch.suspect : process.map(watch.suspect) ?? watch.suspect
    let others = watch.isOfOne || !rank.hasPrefix("rank ") ? "" : ", or one that was killed with it,"
    return "\(rank)\(others) was ended by \(name(ofSignal: signal))"
  }
}
