import Availability
import Distribution
import Ingestion
import Text
import Workers

/// `--deduplicate`: bytes -> exact sums of different records, of one rank.
///
/// Each rank owns a part of the stations and reads all of the inputs, so no record has to travel. The inputs
/// are read once for the counts, and then once for each part of the stations whose records fit in `memory`.
/// Streams come but once: with one among the inputs, rank 0 does it all, in one part.
struct DistinctReading {
  private let inputs: Inputs
  private let memory: Int
  private let keepsRejects: Bool
  private let progress: Progress
  private let job: Job

  init(_ inputs: Inputs, memory: Int, keepsRejects: Bool, _ progress: Progress, on job: Job) {
    self.inputs = inputs
    self.memory = memory
    self.keepsRejects = keepsRejects
    self.progress = progress
    self.job = job
  }

  /// Collective. Throws `Failure` where a stream's records do not fit.
  func read() throws -> ReadRows {
    let communicator = job.communicator
    let hasStreams = communicator.sum([inputs.files.contains { $0?.log == nil } ? 1 : 0])[0] > 0
    let owners = hasStreams ? 1 : communicator.size
    let isOwner = communicator.rank < owners
    var reader = DistinctReader(
      inputs: inputs, threads: job.threads, keepsRejects: keepsRejects, progress: progress)
    // All owners read the same, and fail alike.
    try job.agree { if isOwner { try reader.readSegments() } }
    guard isOwner else { return ReadRows(profiles: ProfileSums(bins: inputs.rules.bins)) }
    return try job.orEnd {
      var parts = 1
      while true {
        var table: Deduplicator?
        do {
          let found = try (0..<parts).map { number in
            table = Deduplicator(
              .init(number: communicator.rank + owners * number, of: owners * parts), memory: memory)
            return try reader.read(table!)
          }
          return reader.readRows(found, isCounting: communicator.isRoot)
        } catch let error as Deduplicator.OutOfMemory {
          if hasStreams { throw Failure(stream: error) }
          guard parts < 1 << 16, table?.hasSeveralStations == true else {
            throw Failure(station: error, of: reader.recordCount)
          }
          parts *= 2
        }
      }
    }
  }
}

extension Failure {
  fileprivate init(stream error: Deduplicator.OutOfMemory) {
    self.init(
      .badData, "the different records of a stream need more than \(Figures.size(error.limit))",
      advice: "allow more with --memory, or name a file that is not packed: it can be read several times")
  }

  /// The records of a station are never parted.
  fileprivate init(station error: Deduplicator.OutOfMemory, of records: Int64) {
    let needed = Int(records) * Deduplicator.mostBytesOfRecord
    self.init(
      .badData, "the different records of one station need more than \(Figures.size(error.limit))",
      advice: "--memory \(needed >> 20 + 1)M is enough for all \(Figures.grouped(records)) records")
  }
}

/// One rank's readings of all inputs.
private struct DistinctReader {
  let inputs: Inputs
  let threads: Int
  let keepsRejects: Bool
  let progress: Progress
  private var spools: [Int: RejectSpool] = [:]
  private var segments: [(number: Int, segment: Segment, file: LogFile)] = []
  /// By number of the input: its rows as if none were a duplicate.
  private var accounts: [Int: InputAccount] = [:]
  /// Sums of profiles, whose records were entered when they were made.
  private var added: [ProfileSums] = []

  init(inputs: Inputs, threads: Int, keepsRejects: Bool, progress: Progress) {
    self.inputs = inputs
    self.threads = threads
    self.keepsRejects = keepsRejects
    self.progress = progress
  }

  /// Of all regular files, different or not.
  var recordCount: Int64 { segments.reduce(0) { $0 + $1.segment.counts.records } }

  /// Finds where the rows of each block start, and counts.
  mutating func readSegments() throws {
    for (number, file) in inputs.files.enumerated() {
      guard let file = file?.log else { continue }
      var segment = try file.readSegment(
        0..<file.blockCount, rules: inputs.rules, threads: threads, progress: progress)
      if segment.claim.start != file.firstRow && file.blockCount > 0 {
        try segment.repair(startingAt: file.firstRow, in: file, rules: inputs.rules)
      }
      try file.tell(segment.claim)
      segments.append((number, segment, file))
      accounts[number] = InputAccount(counts: segment.counts, span: segment.span)
    }
  }

  /// Reads the records of the table's stations.
  mutating func read(
    _ deduplicator: Deduplicator
  ) throws -> Found {
    for (number, segment, file) in segments {
      try segment.enter(
        in: deduplicator, from: file, number: number, rules: inputs.rules, threads: threads,
        progress: progress)
    }
    for (number, file) in inputs.files.enumerated() {
      guard let file, file.log == nil else { continue }
      if file.profiles != nil {
        added.append(try file.readStream(rules: inputs.rules, progress: progress))
        continue
      }
      let spool = keepsRejects ? RejectSpool() : nil
      spools[number] = spool
      let rows = try file.readStream(
        rules: inputs.rules, deduplicator: deduplicator, number: number,
        share: StreamShare(threads: threads), progress: progress, onReject: spool?.append)
      accounts[number] = InputAccount(counts: rows.counts, span: rows.span)
    }
    return deduplicator.profiles(bins: inputs.rules.bins)
  }

  /// The parts together. Rows are counted by one rank, closed records and duplicates by each for its
  /// stations: a rank that does not count has a negative number of duplicates, and the sum is right.
  func readRows(_ found: [Found], isCounting: Bool) -> ReadRows {
    var accounts = isCounting ? accounts : [:]
    for (number, account) in accounts {
      accounts[number]!.counts[.duplicate] += account.counts.records
      accounts[number]!.counts[.closed] = 0
    }
    for (number, distinct) in found.flatMap(\.distinct) {
      accounts[number, default: InputAccount()].counts[.closed] += distinct.closed
      accounts[number]!.counts[.duplicate] -= distinct.records
      // The records of streams were entered in the table at once, without a look at their times.
      accounts[number]!.span += distinct.span
    }
    if isCounting {
      accounts.merge(inputs.streamAccounts.filter { inputs.files[$0.key]?.profiles != nil }) { $1 }
    }
    let total = accounts.values.reduce(into: InputAccount()) { $0 += $1 }
    let profiles = ProfileSums(
      bins: inputs.rules.bins, adding: found.map(\.profiles) + (isCounting ? added : []))
    return ReadRows(
      profiles: profiles.counting(total.counts, span: total.span),
      segments: isCounting ? segments : [], streamRejects: spools, accounts: accounts)
  }

  typealias Found = (profiles: ProfileSums, distinct: [Int: Deduplicator.Distinct])
}
