import Digests
import Distribution
import Ingestion
import Rendering
import Workers

/// Sizes and SHA-256 of what a run has read and written.
struct SummaryFileDigests {
  let inputs: [ContentDigest]
  let outputs: [ContentDigest]

  /// Reads files again, each by one thread: a digest cannot be computed in parts. They are dealt out to the
  /// ranks; what comes or goes through a pipe is known to rank 0. `known` are digests of inputs. Collective.
  init(_ inputs: Inputs, known: InputDigests, _ outputs: [Outputs.Result], on job: Job) throws {
    var known = known
    try known.compute(inputs, on: job) { _ in true }
    self.inputs = inputs.files.indices.map { known[$0]! }
    let (rank, ranks) = (job.communicator.rank, job.communicator.size)
    let mine = outputs.indices.filter { rank == (outputs[$0].output.file.isStream ? 0 : $0 % ranks) }
    let size = mine.map { outputs[$0].output }.reduce(0) { $0 + ($1.file.isStream ? 0 : $1.byteCount) }
    let files = mine.map { outputs[$0].output.file }
    let digests = try job.during(ProgressStep(.computingDigests, total: size)) { progress in
      try job.agree {
        let dispenser = Dispenser(mine.indices)
        return try concurrently(max(1, min(job.threads, mine.count))) { _ in
          var digests: [Int: ContentDigest] = [:]
          while let next = dispenser.next() {
            digests[mine[next]] = try files[next].digest(progress: progress)
          }
          return digests
        }
      }
    }
    let all = try job.communicator.gather(digests).joined().reduce(into: [:]) { $0.merge($1) { $1 } }
    self.outputs = outputs.indices.map { all[$0]! }
  }
}
