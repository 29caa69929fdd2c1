import Digests
import Distribution
import Ingestion
import Rendering

/// Sizes and SHA-256 of what a run has read and written.
struct SummaryFileDigests {
  let inputs: [ContentDigest]
  let outputs: [ContentDigest]

  /// Reads files again. They are dealt out to the ranks; what comes or goes through a pipe is known to rank 0. `known`
  /// are digests of inputs. Collective.
  init(_ inputs: Inputs, known: InputDigests, _ outputs: [Outputs.Result], on job: Job) throws {
    var known = known
    try known.compute(inputs, on: job) { _ in true }
    self.inputs = inputs.files.indices.map { known[$0]! }
    let (rank, ranks) = (job.communicator.rank, job.communicator.size)
    let mine = outputs.indices.filter { rank == (outputs[$0].output.file.isStream ? 0 : $0 % ranks) }
    let items = mine.map { number in
      let output = outputs[number].output
      return DigestQueue.Item(
        number: number, byteCount: output.file.isStream ? 0 : output.byteCount
      ) { [file = output.file] in try file.digest(progress: $0) }
    }
    let all = try job.digests(of: DigestQueue(items))
    self.outputs = outputs.indices.map { all[$0]! }
  }
}
