import Availability
import Correlation
import Ingestion
import Rendering
import Text

/// What the report says beside correlations and groups.
struct ReportFacts: Sendable {
  let about: ReportContent.About
  /// Of the stations of all ranks, in the order of every output.
  let profiles: ReportProfiles
  /// The same.
  let days: StationDays
  /// The same, as correlations are made of them; nil where there is room for a matrix.
  let values: ReportValues?
  let basemap: Basemap?
  let closed: [StationID]

  /// Every rank has to come here, with the profiles of its own stations, and these as they are `compared`. Throws `Failure`
  /// for a page that would be too large.
  init(
    _ findings: Findings, _ profiles: HourlyProfiles, compared: HourlyProfiles, _ settings: CorrelateSettings,
    on job: Job
  ) throws {
    let network = findings.network
    let isLarge = try Self.isLarge(
      network, settings.analysis, memory: settings.running.memory)
    self.profiles = ReportProfiles(of: network, profiles, on: job)
    values = isLarge ? ReportValues(joining: job.communicator.allGather(ReportValues(compared).bytes)) : nil
    days = StationDays(joining: job.communicator.allGather(StationDays(profiles).bytes))
    basemap = findings.basemap
    closed = network.closedStations
    let most = network.stations.indices.map { [profiles = self.profiles] in profiles.commonBins($0, $0) }
    var about = ReportContent.About(
      network, inputs: findings.provenance.names.map(\.systemWords), settings.analysis,
      tellingBins: settings.analysis.listMinimum(most: most.max() ?? 0))
    if let title = settings.output.title { about.title = title }
    about.sampledDay = findings.sampledDay
    self.about = about
  }

  /// Is it a page without a matrix? Throws `Failure` for one that no browser would show, or that `memory` has no room for.
  private static func isLarge(
    _ network: MergedNetwork, _ analysis: AnalysisSettings, memory: Int
  ) throws -> Bool {
    let (stations, bins) = (network.stations.count, network.bins.count)
    let isLarge = stations > ReportContent.mostOfMatrix
    guard !isLarge || stations * bins <= ReportContent.mostValues else {
      throw Failure(
        .usage,
        "a report of \(Figures.grouped(stations)) stations shows at most \(ReportContent.mostValues / stations) hours of each; here are \(Figures.grouped(bins))",
        advice: bins > 24 && stations * 24 <= ReportContent.mostValues
          ? "use --bins hour-of-day, or leave --report out: --plot, --groups and --pairs take any number"
          : "leave --report out: --plot, --groups and --pairs take any number")
    }
    let bytes = ReportContent.memory(
      stations: stations, bins: bins, periods: analysis.comparesPeriods ? 2 : 1,
      hasIntervals: analysis.hasIntervals)
    guard bytes <= memory else {
      throw Failure(
        tooLarge: bytes, for: isLarge ? "the profiles in a report" : "the pairs in a report",
        stations: stations, memory)
    }
    return isLarge
  }
}

extension ReportContent.About {
  fileprivate init(
    _ network: MergedNetwork, inputs: [String], _ analysis: AnalysisSettings, tellingBins: Int
  ) {
    let span = network.span
    let counts = network.counts
    let count = network.stations.count
    self.init(
      version: programVersion,
      inputs: inputs,
      analysis: .init(
        method: analysis.method.title, symbol: analysis.method.symbol, bins: network.bins,
        minimumBins: analysis.matrixMinimum, tellingBins: tellingBins),
      period: span.ends,
      rows: .init(
        read: counts.read, used: counts.used, added: counts.added,
        leftOut: LeftOut.allCases.filter { counts[$0] > 0 }.map { .init($0.title, counts[$0]) }),
      pairs: count * (count - 1) / 2)
  }
}

extension TimeSpan {
  /// Its local times, as the page has them; nil of none.
  var ends: (first: String, last: String)? {
    isEmpty ? nil : (LocalTime(ordinal: first).description, LocalTime(ordinal: last).description)
  }
}
