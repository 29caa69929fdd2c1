import Benchmarks
import Distribution

/// Benchmarks know no MPI: here they get it.
extension Communicator: RankWorld {
  package func group(_ ranks: Int) -> (any Ranks)? { group(ranks) as Communicator? }
}
