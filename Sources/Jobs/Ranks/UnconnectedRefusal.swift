import Distribution

extension UnconnectedTasks {
  /// Ends this process if it is one of several of which each would do all the work; the first tells why.
  static func refuse(ranks: Int) throws {
    guard let tasks = UnconnectedTasks(currentEnvironment(), ranks: ranks) else { return }
    let failure = Failure(.unavailable, tasks.words, advice: tasks.cure)
    if tasks.isFirst { Messages.write(failure.text) }
    throw Exit(failure.status)
  }

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
