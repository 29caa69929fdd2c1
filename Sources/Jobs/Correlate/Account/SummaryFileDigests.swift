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
  /// ranks; what comes or goes through a pipe is known to rank 0.
  init(_ inputs: Inputs, _ outputs: [Outputs.Result], on job: Job) throws {
    let (rank, ranks) = (job.communicator.rank, job.communicator.size)
    var mine: [(number: Int, digest: @Sendable (Progress) throws -> ContentDigest)] = []
    var size = 0
    for (number, file) in inputs.files.enumerated() {
      guard let file, rank == (file.file.isRegular ? number % ranks : 0) else { continue }
      mine.append((number, { try file.digest(progress: $0) }))
      size += file.digestedBytes
    }
    for (place, output) in outputs.map(\.output).enumerated() {
      let file = output.file
      let number = inputs.files.count + place
      guard rank == (file.isStream ? 0 : number % ranks) else { continue }
      mine.append((number, { try file.digest(progress: $0) }))
      if !file.isStream { size += output.byteCount }
    }
    let digests = try job.during(ProgressStep(.computingDigests, total: size)) { progress in
      try job.agree { [mine] in
        let dispenser = Dispenser(0..<mine.count)
        return try concurrently(max(1, min(job.threads, mine.count))) { _ in
          var digests: [Int: ContentDigest] = [:]
          while let next = dispenser.next() { digests[mine[next].number] = try mine[next].digest(progress) }
          return digests
        }
      }
    }
    let all = try job.communicator.gather(digests).joined().reduce(into: [:]) { $0.merge($1) { $1 } }
    self.inputs = inputs.files.indices.map { all[$0]! }
    self.outputs = outputs.indices.map { all[inputs.files.count + $0]! }
  }
}
