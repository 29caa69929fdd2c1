import Availability
import Distribution
import Ingestion
import Synchronization
import Workers

/// The reading of inputs that one rank reads whole, as nobody can begin within one: pipes, compressed files, profile
/// files, JSON. The JSON files of a folder are dealt to all ranks.
struct StreamReadings {
  /// By number of the input: the faulty rows of those that this rank has read.
  private(set) var spools: [Int: RejectSpool] = [:]
  /// Numbers of those that this rank reads.
  private let numbers: [Int]
  private var failure: Failure?
  private let saved: SavedParts?
  private let firstPieces: [Int]

  /// Why a stream could not be read. It is told when all ranks have come as far.
  private struct Failure {
    let number: Int
    let error: any Error
  }

  /// What is compressed but can be opened by all is dealt out by size; a pipe is rank 0's. A folder is everybody's; where
  /// it is to be saved, as a whole, one rank's.
  init(_ inputs: Inputs, saved: SavedParts?, on job: Job) {
    let communicator = job.communicator
    self.saved = saved
    firstPieces = inputs.firstPieces(on: job)
    let mine = inputs.files.enumerated().map { number, file -> Int64 in
      guard let file, file.log == nil else { return -1 }
      if file.file.isFolder && saved == nil { return -3 }
      guard file.file.isFolder || isRegularFile(file.path) else { return -2 }
      return saved?.stream(number) == nil ? Int64(file.byteCount) : 0
    }
    // Rank 0 sees all of them, and speaks for all: a file may grow.
    let sizes = communicator.allGather(mine)[0]
    let dealt = sizes.indices.filter { sizes[$0] >= 0 }
    let owners = WorkSplit.deal(dealt.map { Int(sizes[$0]) }, among: communicator.size)
    let pipes = communicator.isRoot ? sizes.indices.filter { sizes[$0] == -2 } : []
    let folders = sizes.indices.filter { sizes[$0] == -3 }
    numbers = (folders + pipes + zip(dealt, owners).filter { $0.1 == communicator.rank }.map(\.0)).sorted()
  }

  /// Reads this rank's, as many at a time as there are threads, and adds each to `sums` when it is read.
  mutating func read(
    _ inputs: Inputs, into sums: RankSums, keepsRejects: Bool, progress: Progress, on job: Job
  ) throws -> RankSums {
    var sums = sums
    let unread = try numbers.filter { try !sums.addSavedStream($0, inputs.files[$0]!, on: job) }
    for number in unread where keepsRejects { spools[number] = RejectSpool() }
    let shared = SharedSums(sums)
    let (spools, firstPieces) = (spools, firstPieces)
    let firstFailure = Atomic(Int.max)
    let next = Dispenser(0..<unread.count)
    let (rank, ranks) = (job.communicator.rank, job.communicator.size)
    // Of several streams, each is converted by its thread.
    let threads = unread.count >= job.threads ? 1 : job.threads
    let isDealt = saved == nil
    // What a stream throws is kept; what is thrown here would leave the others waiting.
    let failures = try job.orEnd {
      try concurrently(max(1, min(job.threads, unread.count))) { _ -> [Failure] in
        while let i = next.next() {
          let (number, file) = (unread[i], inputs.files[unread[i]]!)
          guard number < firstFailure.load(ordering: .relaxed) else { break }
          let own = Progress(of: progress)
          let share =
            file.file.isFolder && isDealt
            ? StreamShare(threads: threads, part: rank, of: ranks) : StreamShare(threads: threads)
          do {
            let profiles = try file.readStream(
              rules: inputs.rules, piece: firstPieces[number], share: share, progress: own,
              onReject: spools[number].map { $0.append })
            shared.add { sums in
              sums.addStream(number, file, profiles, rejects: spools[number], bytes: own.count)
            }
          } catch {
            firstFailure.min(number, ordering: .relaxed)
            return [Failure(number: number, error: error)]
          }
        }
        return []
      }
    }.flatMap(\.self)
    failure = failures.min { $0.number < $1.number }
    return shared.sums
  }

  /// Another input could not be read.
  mutating func note(_ other: (number: Int, error: any Error)) {
    guard other.number < failure?.number ?? .max else { return }
    failure = Failure(number: other.number, error: other.error)
  }

  /// Ends the job where a stream, or another that was noted, before an input could not be read: of several, the first in the order of the inputs
  /// is told.
  func settle(before number: Int, on job: Job) throws {
    let numbers = job.communicator.allGather([Int64(failure?.number ?? .max)]).map { $0[0] }
    guard let first = numbers.min(), first < number else { return }
    // Of a folder, the first rank has the first files.
    if let failure, numbers.firstIndex(of: first) == job.communicator.rank {
      try job.orEnd { throw failure.error }
    }
    // That rank ends the job.
    job.communicator.barrier()
  }
}

/// A rank's sums, which several threads add to.
private final class SharedSums: @unchecked Sendable {
  private let lock = Mutex(())
  private(set) var sums: RankSums

  init(_ sums: RankSums) { self.sums = sums }

  func add(_ body: (inout RankSums) -> Void) { lock.withLock { _ in body(&sums) } }
}
