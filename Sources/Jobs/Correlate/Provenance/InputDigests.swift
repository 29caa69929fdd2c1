import Digests
import Distribution
import Ingestion
import Workers

/// Sizes and SHA-256 of some inputs, of all that were asked for so far.
struct InputDigests {
  private var digests: [Int: ContentDigest] = [:]
  /// Computes those of large logs while they are read.
  private let ahead: DigestsAhead?

  /// Smaller inputs are done in no time after they were read, each by another thread.
  private static let leastAhead = 1 << 20

  /// None.
  init() { ahead = nil }

  /// Begins with those of large logs, where a core may be free for it. Throws `Failure`.
  init(beside inputs: Inputs, on job: Job) throws {
    let items = Self.items(inputs, on: job) { number in
      guard case .log = inputs.files[number] else { return false }
      return inputs.files[number]!.digestedBytes >= Self.leastAhead
    }
    ahead = try job.agree { job.threads > 1 && !items.isEmpty ? try DigestsAhead(DigestQueue(items)) : nil }
  }

  subscript(_ input: Int) -> ContentDigest? { digests[input] }

  /// Reads inputs again that `isWanted` by their numbers. They are dealt out to the ranks; what came through a pipe is
  /// known to rank 0. Collective.
  mutating func compute(_ inputs: Inputs, on job: Job, where isWanted: (Int) -> Bool) throws {
    // All ranks ask for the same.
    let isMissing = inputs.files.indices.map { digests[$0] == nil && isWanted($0) }
    guard isMissing.contains(true) else { return }
    let begun = ahead?.queue.numbers ?? []
    let items = Self.items(inputs, on: job) { isMissing[$0] && !begun.contains($0) }
    let found = try job.digests(of: DigestQueue(items, progressOf: ahead?.queue.progress), and: ahead)
    digests.merge(found) { first, _ in first }
  }

  /// Those that this rank is to read.
  private static func items(
    _ inputs: Inputs, on job: Job, where isWanted: (Int) -> Bool
  ) -> [DigestQueue.Item] {
    let (rank, ranks) = (job.communicator.rank, job.communicator.size)
    return inputs.files.indices.filter(isWanted).compactMap { number in
      guard let input = inputs.files[number], rank == (input.file.isRegular ? number % ranks : 0) else {
        return nil
      }
      return DigestQueue.Item(number: number, byteCount: input.digestedBytes) { progress in
        try input.digest(progress: progress)
      }
    }
  }
}
