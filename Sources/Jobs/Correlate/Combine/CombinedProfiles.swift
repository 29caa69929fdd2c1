import Availability
import Correlation
import Distribution

/// All stations' profiles, on every rank, and what the report wants of their sums.
struct CombinedProfiles: ~Copyable {
  let rows: ProfileRows
  /// The tallies of all stations, for Pearson's r; else of none.
  let tallies: HourlyProfiles?
  let facts: ReportFacts?
  /// What days leave of r; nil where nobody asks.
  let days: DayIntervals?

  /// The profiles of all ranks' stations. `kept` are the tallies of this rank's stations, and are freed. Throws `Failure` for
  /// a report that would be too large, `ThreadError`.
  init(
    of kept: consuming HourlyProfiles, _ findings: Findings, _ settings: CorrelateSettings, on job: Job
  ) throws {
    days =
      settings.analysis.wantsDays ? DayIntervals(copy kept, findings.network, settings, on: job) : nil
    let sums = try findings.network.profiles(of: kept, threads: job.threads)
    let (paths, network) = (settings.output.paths, findings.network)
    let compared: HourlyProfiles
    if let transform = settings.analysis.transform {
      compared = sums.transformed(transform)
    } else {
      compared = sums
    }
    let facts =
      paths[.report] == nil
      ? nil : try ReportFacts(findings, sums, compared: compared, settings, on: job)
    let sharing = ProfileSharing(
      compared, network, for: settings.analysis.method,
      wantsMeans: paths[.partial] != nil || paths[.plotProfiles] != nil, on: job)
    let rows = try sharing.rows()
    tallies = settings.analysis.method == .pearson ? sharing.tallies() : nil
    self.facts = facts
    self.rows = rows
  }

  /// The rows, to be used up.
  consuming func takeRows() -> ProfileRows { rows }
}
