import Availability
import Correlation
import Distribution
import Ingestion

/// `--compare`: the log of another period, or its profiles that keep days, read as the first is.
struct OtherPeriod {
  let network: MergedNetwork
  /// The tallies of this rank's stations, by hour of the calendar.
  let kept: HourlyProfiles

  /// Reads it. `--since` and `--until` are of the first alone. Collective. Throws `Failure`.
  init(_ settings: CorrelateSettings, on job: Job) throws {
    var settings = settings
    settings.input.paths = settings.input.compared
    settings.input.compared = []
    settings.input.without = []
    settings.input.keepsRejects = false
    (settings.input.since, settings.input.until) = (nil, nil)
    let inputs = try Inputs(settings, on: job)
    if !settings.input.countsAgain {
      job.tell(try job.agree { job.communicator.isRoot ? try inputs.requireOneOfEach() : [] })
    }
    let rows = try RowReading(inputs, nil, settings, on: job).read()
    try inputs.requireUnchanged(on: job)
    network = try MergedNetwork(rows.profiles, settings.analysis, on: job)
    kept = network.reduce(rows.profiles)
  }
}

/// One of two periods that are compared: r of its pairs, and what days make of it.
final class ComparedPeriod: Sendable {
  let stations: [StationID]
  let rule: DayIntervalRule
  /// Exact r, and the bins that two stations have.
  let tiles: any CorrelationTiles
  /// Fewest common bins of a pair that is compared.
  let leastBins: Int
  private let whole: DayReplicates
  private let replicates: DayReplicates

  /// Collective. Throws `Failure` where the profiles without each day are more than memory allows, `ThreadError`.
  init(_ intervals: DayIntervals, _ network: MergedNetwork, _ analysis: AnalysisSettings, threads: Int) throws
  {
    stations = network.stations
    rule = intervals.rule
    replicates = try intervals.allReplicates(for: "comparisons of all pairs")
    let sharing = intervals.sharing(without: nil)
    let means = try sharing.means()
    whole = try DayReplicates(
      analysis.method, bins: network.bins.count, 0..<1,
      of: FullDays(stations: stations.count, days: 1, flags: [Bool](repeating: true, count: stations.count)),
      threads: threads
    ) { _ in means.copy() }
    switch analysis.method {
    case .pearson:
      let profiles = try StandardisedProfiles(means.copy(), of: sharing.tallies(), threads: threads)
      tiles = PearsonTiles(profiles, minimumBins: 1)
    case .spearman: tiles = SpearmanTiles(try OrderedProfiles(means, threads: threads), minimumBins: 1)
    case .kendall: tiles = KendallTiles(try OrderedProfiles(means, threads: threads), minimumBins: 1)
    }
    leastBins = analysis.listMinimum(most: tiles.mostBins)
  }

  /// Working memory of one thread.
  struct Reader {
    fileprivate let period: ComparedPeriod
    fileprivate var whole, replicates: DayReplicates.Reader

    /// artanh r of two stations and what days make of it; nil where they have too few common bins.
    mutating func read(_ a: Int, _ b: Int) -> (theta: Double, moments: DayMoments)? {
      guard period.tiles.commonBins(a, b) >= period.leastBins else { return nil }
      var moments = DayMoments()
      replicates.add(a, b, to: &moments)
      return (whole.theta(a, b), moments)
    }
  }

  func makeReader() -> Reader {
    Reader(period: self, whole: whole.makeReader(), replicates: replicates.makeReader())
  }
}
