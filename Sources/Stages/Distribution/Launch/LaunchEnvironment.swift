/// What a launcher has told this process through the environment.
package struct LaunchEnvironment: Sendable {
  /// Ranks of the job (`OMPI_COMM_WORLD_SIZE`); nil when only the fact of a launch is known.
  package let size: Int?

  /// Nil when no launcher has started this process: neither mpiexec nor srun with PMIx.
  package init?(_ environment: [String: String]) {
    guard environment["OMPI_COMM_WORLD_SIZE"] != nil || environment["PMIX_RANK"] != nil else { return nil }
    size = environment["OMPI_COMM_WORLD_SIZE"].flatMap { Int($0) }
  }
}
