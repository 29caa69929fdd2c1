import Distribution

/// Several processes that do not find one another, of which each would do all the work.
enum UnconnectedRefusal {
  /// Throws `Exit` if this process, of so many ranks, is one of them; the first prints why.
  static func throwIfUnconnected(ranks: Int) throws {
    guard let tasks = UnconnectedTasks(currentEnvironment(), ranks: ranks) else { return }
    let failure = Failure(.unavailable, tasks.words, advice: tasks.cure)
    if tasks.isFirst { Messages.write(failure.text) }
    throw Exit(failure.status)
  }
}

extension UnconnectedTasks {
  var words: String {
    let start =
      switch starter {
      case .srun: "srun has started \(count) tasks"
      case .mpiexec: "a launcher has started \(count) processes"
      }
    return "\(start), but each is rank 0 of 1: they do not find one another"
  }

  var cure: String {
    switch starter {
    case .srun:
      "start them with srun --mpi=pmix (does srun --mpi=list name it?) or with mpiexec; one process alone with srun --ntasks=1"
    case .mpiexec: "start them with the mpiexec of \(MPILibrary.name), or with --ranks \(count)"
    }
  }
}
