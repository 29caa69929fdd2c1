import Availability
import Distribution
import Ingestion
import Workers

/// `--without`: rows that were added before and are taken away again, exactly.
struct TakenRows {
  private let rows: ProfileSums
  private let sources: RecordedSources
  /// As messages name them.
  private let names: String
  private let analysis: AnalysisSettings
  private let isPart: Bool
  private let job: Job

  /// Reads them as all others are read. Collective. Throws `Failure`.
  init(_ settings: CorrelateSettings, on job: Job) throws {
    var settings = settings
    settings.input.paths = settings.input.without
    settings.input.without = []
    settings.input.keepsRejects = false
    names = Printable.names(settings.input.paths)
    let inputs = try Inputs(settings, on: job)
    let read = try RowReading(inputs, nil, settings, on: job).read()
    try inputs.requireUnchanged(on: job)
    let accounts = InputAccounts(read.accounts, inputs: inputs.files.count, on: job)
    var sources = try RecordedSources(inputs, accounts, on: job)
    var digests = InputDigests()
    let logs = Set(sources.entries.filter { $0.provenance == nil }.map(\.input))
    try digests.compute(inputs, on: job) { logs.contains($0) }
    sources.take(digests)
    (rows, self.sources, analysis, self.job) = (read.profiles, sources, settings.analysis, job)
    isPart = inputs.rules.since != nil || inputs.rules.until != nil
  }

  /// The rows without these, and their sources. Collective. Throws `Failure` where they are not among them.
  func taken(
    from whole: ReadRows, _ provenance: RunProvenance
  ) throws -> (rows: ReadRows, provenance: RunProvenance) {
    let left = try provenance.removing(sources, comparesCounts: !isPart)
    var rest = whole
    rest.profiles = try difference(whole.profiles, left.sources?.span)
    return (rest, left)
  }

  /// Each rank has the sums of its stations; closed records, counts and times are rank 0's.
  private func difference(_ whole: ProfileSums, _ span: TimeSpan?) throws -> ProfileSums {
    let network = try MergedNetwork(whole, analysis, on: job)
    let taken = try MergedNetwork(rows, analysis, on: job)
    let bins = network.keptBins
    let known = Set(network.stations)
    try job.agree {
      if let station = taken.stations.first(where: { !known.contains($0) }) { throw refusal(station, nil) }
      let isWithin =
        taken.keptBins.firstHour >= bins.firstHour
        && taken.keptBins.firstHour + taken.keptBins.count <= bins.firstHour + bins.count
      if !isWithin { throw refusal(taken.stations[0], taken.keptBins.label(0)) }
    }
    let (all, less) = (network.reduce(whole), network.reduce(rows))
    let rest = try job.agree { try subtract(less, from: all) }
    let closed = ClosedRecords(whole, network, on: job).subtracting(ClosedRecords(rows, network, on: job))
    guard let closed else { throw refusal(taken.closedStations.first ?? taken.stations[0], nil) }
    var counts = network.counts
    counts -= taken.counts
    let isRoot = job.communicator.isRoot
    let left = ProfileSums(
      rest, closed: isRoot ? closed : [:], counts: isRoot ? counts : RowCounts(), span: span ?? network.span)
    guard job.communicator.sum([left.hasProfile.contains(true) ? 1 : 0])[0] > 0 else {
      throw Failure(
        .badData, "without \(names) no record is left", advice: "check which files are to be taken away")
    }
    return left
  }

  private func subtract(_ less: HourlyProfiles, from all: HourlyProfiles) throws -> HourlyProfiles {
    var tallies: [Tally] = []
    tallies.reserveCapacity(all.stations.count * all.bins.count)
    for station in all.stations.indices {
      for (bin, (whole, part)) in zip(all.tallies(of: station), less.tallies(of: station)).enumerated() {
        guard part.count > 0 else {
          tallies.append(whole)
          continue
        }
        guard whole.count >= part.count, whole.sum >= part.sum,
          let rest = whole.count == part.count
            ? (whole == part ? Tally() : nil)
            : Tally(count: whole.count - part.count, sum: whole.sum - part.sum)
        else { throw refusal(all.stations[station], all.bins.label(bin)) }
        tallies.append(rest)
      }
    }
    return HourlyProfiles(bins: all.bins, stations: all.stations, tallies: tallies)
  }

  private func refusal(_ station: StationID, _ bin: String?) -> Failure {
    let place = bin.map { " at \($0)" } ?? ""
    return Failure(
      .badData,
      "\(names) cannot be taken away: less than nothing would be left of station \(Printable.name(station.description))\(place)",
      advice: "give the file as it was when it was added, with the same options")
  }
}
