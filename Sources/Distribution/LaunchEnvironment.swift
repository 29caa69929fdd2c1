import Glibc

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

/// Contiguous shares of work.
package enum Shares {
  /// Part `index` of `0 ..< count` cut into `parts`, whose sizes differ by one at most.
  package static func part(_ index: Int, of parts: Int, count: Int) -> Range<Int> {
    precondition(parts > 0 && index >= 0 && index < parts)
    let (quotient, remainder) = count.quotientAndRemainder(dividingBy: parts)
    let start = index * quotient + min(index, remainder)
    return start..<start + quotient + (index < remainder ? 1 : 0)
  }
}
