/// What Slurm tells a process, and what `srun` lacks to make ranks.
package struct SlurmFacts: Equatable, Sendable {
  /// What `srun` lacks to make ranks of this program.
  package enum Problem: Equatable, Sendable {
    /// `srun` cannot tell tasks of one another as this MPI wants it.
    case noPMIx(types: [String])
    /// `srun` is here, but no Slurm answers it.
    case noAnswer(words: String)
  }

  /// `SLURM_JOB_ID`
  package let job: String?
  /// The interface by which a launcher has told this process its rank: "PMIx", "PMI", or none.
  package let interface: String?
  /// What `srun --mpi=list` names; nil without `srun`.
  package let types: [String]?
  /// Nil where nothing is wrong, or there is no `srun`.
  package let problem: Problem?

  /// `list` is how `srun --mpi=list` went; nil without `srun`.
  package init(_ environment: [String: String], list: ChildProgram?) {
    job = environment["SLURM_JOB_ID"]
    interface =
      environment["PMIX_RANK"] != nil ? "PMIx" : environment["PMI_RANK"] != nil ? "PMI" : nil
    types = list.map { $0.ending == .exit(0) ? Self.types(in: $0.words) : [] }
    if let list, list.ending != .exit(0) {
      problem = .noAnswer(words: list.words.split(separator: "\n").last.map(String.init) ?? "")
    } else if let types, !types.contains(where: { $0.hasPrefix("pmix") }) {
      problem = .noPMIx(types: types)
    } else {
      problem = nil
    }
  }

  /// A type a line, with "srun:" in front in old versions, among sentences:
  ///
  ///     MPI plugin types are...
  ///             none
  ///             pmix
  ///     specific pmix plugin versions available: pmix_v4
  static func types(in words: String) -> [String] {
    words.split(separator: "\n").compactMap { line in
      let parts = line.split(whereSeparator: \.isWhitespace).drop { $0 == "srun:" }
      return parts.count == 1 ? String(parts.first!) : nil
    }
  }
}
