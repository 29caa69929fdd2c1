import Availability
import Correlation
import Distribution
import Ingestion
import Rendering

/// What the report shows of the period that `--compare` names.
struct ReportedPeriod: Sendable {
  /// Its inputs, as they are named, and its first and last record.
  let inputs: [String]
  let span: TimeSpan
  /// r of its pairs.
  let tiles: any CorrelationTiles
  /// By the number of a station in the first period, that in this one; nil of a station that it lacks.
  let numbers: [Int?]
  /// Of its own stations, of all ranks.
  let profiles: ReportProfiles
  /// The same, as correlations are made of them; nil where there is room for a matrix.
  let values: ReportValues?
  let found: ComparisonFindings
  let changes: StationChanges

  /// `isLarge`: has the page no matrix? Collective. Throws `ThreadError`.
  init(
    _ other: OtherPeriod, _ pairs: PeriodPairs, _ found: (ComparisonFindings, StationChanges), isLarge: Bool,
    _ settings: CorrelateSettings, on job: Job
  ) throws {
    let network = other.network
    inputs = settings.input.compared.map(\.systemWords)
    (span, tiles, numbers) = (network.span, pairs.second.tiles, pairs.seconds)
    (self.found, changes) = found
    let sums = try network.profiles(of: other.kept, threads: job.threads)
    profiles = ReportProfiles(of: network, sums, on: job)
    let compared = isLarge ? settings.analysis.transform.map { sums.transformed($0) } ?? sums : nil
    values = compared.map { ReportValues(joining: job.communicator.allGather(ReportValues($0).bytes)) }
  }
}

extension ReportProfiles {
  /// Of the stations of all ranks; `profiles` are those of this one. Collective.
  init(of network: MergedNetwork, _ profiles: HourlyProfiles, on job: Job) {
    let parts = job.communicator.allGather(ReportProfiles(profiles).bytes).enumerated()
    self.init(
      joining: parts.map { rank, bytes in
        ReportProfiles(bytes: bytes, stations: network.block(of: rank).count, bins: network.bins)
      })
  }
}
