import Digests
import Distribution
import Ingestion
import Workers

/// Sizes and SHA-256 of some inputs, of all that were asked for so far.
struct InputDigests {
  private var digests: [Int: ContentDigest] = [:]

  subscript(_ input: Int) -> ContentDigest? { digests[input] }

  /// Reads inputs again that `isWanted` by their numbers, each by one thread: a digest cannot be computed in parts. They
  /// are dealt out to the ranks; what came through a pipe is known to rank 0. Collective.
  mutating func compute(_ inputs: Inputs, on job: Job, where isWanted: (Int) -> Bool) throws {
    let (rank, ranks) = (job.communicator.rank, job.communicator.size)
    let missing = inputs.files.indices.filter { digests[$0] == nil && isWanted($0) }
    // All ranks ask for the same.
    guard !missing.isEmpty else { return }
    let mine = missing.compactMap { number -> (number: Int, input: Input)? in
      guard let input = inputs.files[number], rank == (input.file.isRegular ? number % ranks : 0) else {
        return nil
      }
      return (number, input)
    }
    let size = mine.reduce(0) { $0 + $1.input.digestedBytes }
    let found = try job.during(ProgressStep(.computingDigests, total: size)) { progress in
      try job.agree {
        let dispenser = Dispenser(mine.indices)
        return try concurrently(max(1, min(job.threads, mine.count))) { _ in
          var digests: [Int: ContentDigest] = [:]
          while let next = dispenser.next() {
            digests[mine[next].number] = try mine[next].input.digest(progress: progress)
          }
          return digests
        }
      }
    }
    let all = try ranks == 1 ? [found] : job.communicator.gather(found)
    for part in all.joined() { digests.merge(part) { first, _ in first } }
  }
}
