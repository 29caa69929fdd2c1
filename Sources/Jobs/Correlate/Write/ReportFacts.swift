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
  let closed: [StationID]

  /// Beyond, a browser would be too slow to be of use: a file of these has some 14 MB.
  static let mostStations = 4_000

  /// Every rank has to come here, with the profiles of its own stations.
  init(
    _ findings: Findings, _ profiles: HourlyProfiles, _ settings: CorrelateSettings, on job: Job
  ) throws {
    let network = findings.network
    let stations = network.stations.count
    guard stations <= Self.mostStations else {
      throw Failure(
        .usage,
        "a report shows at most \(Figures.grouped(Self.mostStations)) stations; here are \(Figures.grouped(stations))",
        advice: "leave --report out: --plot, --groups and --pairs take any number")
    }
    let bytes = ReportContent.memory(stations: stations, bins: network.bins.count)
    let memory = settings.running.memory
    guard bytes <= memory else {
      throw Failure(tooLarge: bytes, for: "the pairs in a report", stations: stations, memory)
    }
    let parts = job.communicator.allGather(ReportProfiles(profiles).bytes).enumerated().map { rank, bytes in
      ReportProfiles(bytes: bytes, stations: network.block(of: rank).count, bins: network.bins)
    }
    self.profiles = ReportProfiles(joining: parts)
    closed = network.closedStations
    let most = (0..<stations).map { [profiles = self.profiles] in profiles.commonBins($0, $0) }.max() ?? 0
    about = .init(
      network, inputs: findings.provenance.names.map(\.systemWords), settings.analysis,
      tellingBins: settings.analysis.listMinimum(most: most))
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
      period: span.isEmpty
        ? nil
        : (LocalTime(ordinal: span.first).description, LocalTime(ordinal: span.last).description),
      rows: .init(
        read: counts.read, used: counts.used, added: counts.added,
        leftOut: LeftOut.allCases.filter { counts[$0] > 0 }.map { .init($0.title, counts[$0]) }),
      pairs: count * (count - 1) / 2)
  }
}
