import Availability
import Distribution
import Ingestion
import Workers

/// Bytes -> exact sums, of one rank.
struct ReadRows {
  var profiles: ProfileSums
  /// What this rank has read of each input that has faulty rows, at least: to tell them.
  var segments: [(number: Int, segment: Segment, file: LogFile)] = []
  /// By number of the input: the faulty rows of streams.
  var streamRejects: [Int: RejectSpool] = [:]
  /// By number of the input: what this rank has read of it.
  var accounts: [Int: InputAccount] = [:]
}

/// The reading of this rank's share of the inputs.
struct RowReading {
  private let inputs: Inputs
  /// What an earlier run has read, with `--resume`.
  private let saved: SavedParts?
  private let settings: CorrelateSettings
  private let job: Job

  init(_ inputs: Inputs, _ saved: SavedParts?, _ settings: CorrelateSettings, on job: Job) {
    self.inputs = inputs
    self.saved = saved
    self.settings = settings
    self.job = job
  }

  /// Reads; then rank 0 says what in archives and folders was no log.
  func read() throws -> ReadRows {
    let step = ProgressStep(.reading, total: inputs.share(of: job), scale: job.communicator.size)
    let rows = try job.during(step) { progress in
      guard inputs.rules.deduplicates else {
        return saved == nil ? try readOnce(progress) : try Interruption.deferring { try readOnce(progress) }
      }
      return try DistinctReading(inputs, memory: settings.running.memory, on: job).read { inputs in
        try RowReading(inputs, nil, settings, on: job).readOnce(progress)
      }
    }
    job.clock.lap(.read)
    job.tell(inputs.asideNotes(on: job))
    return rows
  }

  private var interval: SavingInterval {
    SavingInterval(asked: settings.running.savingInterval, threads: job.threads)
  }

  /// Each rank reads its own byte ranges of every file; one rank reads each stream. What was `saved` is not read.
  private func readOnce(_ progress: Progress) throws -> ReadRows {
    let (rules, threads) = (inputs.rules, job.threads)
    var streams = StreamReadings(inputs, saved: saved, on: job)
    var sums = try streams.read(
      inputs, into: RankSums(bins: rules.bins, saved: saved, interval: interval),
      keepsRejects: settings.input.keepsRejects, progress: progress, on: job)
    try stop(if: saved != nil) { sums.saveAll() }
    // What is saved is to be found again: its bounds are the same for every run.
    let firstPieces = inputs.firstPieces(on: job)
    let small = saved == nil ? try readSmall(firstPieces, progress) : nil
    for part in small?.sums ?? [] { sums.add(part) }
    if let failure = small?.failure { streams.note(failure) }
    // Records are kept in the order of the inputs.
    let middles = saved == nil && rules.keeper == nil ? SharedMiddles(of: inputs, on: job) : nil
    var segments: [(Int, Segment, LogFile)] = []
    for (number, file) in inputs.files.enumerated() {
      guard var file = file?.log, saved != nil || !file.isOneBlock else { continue }
      file.firstPiece = firstPieces[number]
      let pieces = try job.orEnd {
        if let (own, shared) = middles?.blocks(of: number, count: file.blockCount) {
          return [
            try file.readSegment(own, sharing: shared, rules: rules, threads: threads, progress: progress)
          ]
        }
        return try sums.readShare(
          of: file, number, rules: rules, threads: threads, progress: progress, on: job)
      }
      try stop(if: saved != nil) { sums.save(pieces, of: number, file) }
      // Of several inputs that cannot be read, the first is told.
      try streams.settle(before: number, on: job)
      var segment = Segment(joining: pieces, bins: rules.bins)
      let isRepaired = try join(&segment, of: file)
      sums.add(pieces, of: number, file, repair: isRepaired ? segment.takeProfiles() : nil)
      segments.append((number, segment, file))
    }
    try streams.settle(before: .max, on: job)
    var spools = streams.spools
    for (number, text) in sums.savedRejects { spools[number] = RejectSpool(text) }
    var accounts = inputs.streamAccounts
    for (number, segment, _) in segments {
      accounts[number] = InputAccount(counts: segment.counts, span: segment.span)
    }
    for account in small?.accounts ?? [] {
      accounts[account.number] = InputAccount(counts: account.counts, span: account.span)
    }
    segments = (segments + (small?.faulty ?? [])).sorted { $0.0 < $1.0 }
    return ReadRows(
      profiles: sums.finish(), segments: segments, streamRejects: spools, accounts: accounts)
  }

  /// Logs of one block are dealt whole to the ranks, side by side.
  private func readSmall(_ firstPieces: [Int], _ progress: Progress) throws -> WholeLogs {
    let numbers = inputs.files.indices.filter { inputs.files[$0]?.log?.isOneBlock == true }
    let mine = WorkSplit.part(job.communicator.rank, of: job.communicator.size, count: numbers.count)
    let logs = numbers[mine].map { number in
      var file = inputs.files[number]!.log!
      file.firstPiece = firstPieces[number]
      return (number, file)
    }
    return try job.orEnd {
      try WholeLogs(logs, rules: inputs.rules, threads: job.threads, progress: progress)
    }
  }

  /// Ends the run where a signal has asked any rank to stop: when all have saved what they have read. Collective.
  private func stop(if isSaving: Bool, _ save: () -> Void) throws {
    guard isSaving else { return }
    let signals = job.communicator.allGather([Int64(StopRequest.signal ?? 0)]).map { $0[0] }
    guard let signal = signals.first(where: { $0 != 0 }) else { return }
    save()
    job.communicator.barrier()
    job.stopShowing()
    let speaks = job.communicator.isRoot && !job.hasParent
    Interruption.stop(by: Int32(signal), advising: speaks ? saved?.folder.advice : nil)
  }

  /// Makes sure that each rank's part of the file begins where the part before ends. A part read on a
  /// wrong supposition (its cut lay in a quoted field) is read again from the right place. Says whether this rank's was.
  private func join(_ segment: inout Segment, of file: LogFile) throws -> Bool {
    let communicator = job.communicator
    var isRepaired = false
    while true {
      let claims = communicator.allGather(segment.claim.numbers)
      var position = Int64(file.firstRow)
      var wrong: Int?
      for (rank, claim) in claims.enumerated() where claim[0] != Segment.Claim.empty.numbers[0] {
        guard claim[0] == position else {
          wrong = rank
          break
        }
        if claim[1] < 0 {
          if rank == communicator.rank { try job.orEnd { try file.tell(segment.claim) } }
          // That rank ends the job.
          communicator.barrier()
        }
        position = claim[1]
      }
      guard let wrong else { return isRepaired }
      if wrong == communicator.rank {
        isRepaired = true
        try job.orEnd { try segment.repair(startingAt: Int(position), in: file, rules: inputs.rules) }
      }
    }
  }
}

extension Inputs {
  /// By number of the input: what this rank has read of those that come but once, and of profiles.
  var streamAccounts: [Int: InputAccount] {
    var accounts: [Int: InputAccount] = [:]
    for (number, file) in files.enumerated() {
      if let found = file?.stream?.findings {
        accounts[number] = InputAccount(counts: found.counts, span: found.span)
      } else if let found = file?.profiles?.findings {
        accounts[number] = InputAccount(counts: found.counts, span: found.span)
      }
    }
    return accounts
  }
}

extension Segment.Claim {
  /// Start and end, as they are sent between ranks; no end where there is a fault.
  fileprivate var numbers: [Int64] {
    switch self {
    case .empty: [-2, -2]
    case .unknown: [-1, -1]
    case .rows(let start, let end): [Int64(start), Int64(end)]
    case .fault(let start, _): [Int64(start), -1]
    }
  }
}
