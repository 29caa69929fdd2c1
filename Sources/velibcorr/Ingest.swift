import Availability
import Distribution
import Ingestion

/// Bytes -> exact sums: each rank reads its own byte ranges of every file; rank 0 reads streams.
func ingest(_ files: [LogFile], bins: HourBins, threads: Int, on job: Job) throws -> PartialProfiles {
  let communicator = job.communicator
  var parts: [PartialProfiles] = []
  for file in files {
    guard file.size != nil else {
      if communicator.isRoot { parts.append(try job.orEnd { try file.readStream(bins: bins) }) }
      continue
    }
    let blocks = Shares.part(communicator.rank, of: communicator.size, count: file.blockCount)
    var segment = try job.orEnd { try file.readSegment(blocks, bins: bins, threads: threads) }
    try join(&segment, of: file, bins: bins, on: job)
    parts.append(segment.profiles)
  }
  return parts.count == 1 ? parts[0] : PartialProfiles(bins: bins, adding: parts)
}

/// Makes sure that each rank's part of the file begins where the part before ends. A part read on a
/// wrong supposition (its cut lay in a quoted field) is read again from the right place.
private func join(_ segment: inout Segment, of file: LogFile, bins: HourBins, on job: Job) throws {
  let communicator = job.communicator
  while true {
    let claims = communicator.allGather([Int64(segment.claim.start), Int64(segment.claim.end)])
    var position = file.firstRow
    var wrong: Int?
    for (rank, claim) in claims.enumerated() where !segmentIsEmpty(rank) {
      guard claim[0] == position else {
        wrong = rank
        break
      }
      position = Int(claim[1])
    }
    guard let wrong else { return }
    if wrong == communicator.rank {
      try job.orEnd { try segment.repair(startingAt: position, in: file, bins: bins) }
    }
  }
  func segmentIsEmpty(_ rank: Int) -> Bool {
    Shares.part(rank, of: communicator.size, count: file.blockCount).isEmpty
  }
}

/// The stations and row counts of all ranks together.
struct Network {
  let counts: RowCounts
  private let exchange: ProfileExchange

  init(_ rows: PartialProfiles, on job: Job) {
    exchange = ProfileExchange(job.communicator, stations: rows.stations, hasProfile: rows.hasProfile)
    counts = RowCounts(job.communicator.sum(rows.counts.numbers))
  }

  /// Those that have a profile, in the order of every output.
  var stations: [StationID] { exchange.stations }
  var closedStations: [StationID] { exchange.closedStations }

  /// The exact profiles of the stations that this rank owns.
  func reduce(_ rows: PartialProfiles) -> HourlyProfiles {
    exchange.reduce(bins: rows.bins, stations: rows.stations, tallies: rows.tallies)
  }

  /// Without a single usable record there is no matrix.
  func requireStations() throws {
    guard stations.isEmpty else { return }
    guard counts.read > 0 else {
      throw Failure(.badData, "no rows behind the header", advice: "is the input cut off?")
    }
    let reasons = LeftOut.allCases.filter { counts[$0] > 0 }.map { "\(counts[$0]) \($0.title)" }
    throw Failure(
      .badData, "none of the \(counts.read) rows is a usable record: \(reasons.joined(separator: ", "))",
      advice: "other columns can be named with --station, --free-docks, --bikes, --hour and --time")
  }
}
