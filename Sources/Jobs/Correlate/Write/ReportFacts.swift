import Availability
import Correlation
import Ingestion
import Rendering
import Text

/// What a report tells beside correlations and groups.
struct ReportFacts: Sendable {
  let about: ReportContent.About
  /// Of the stations of all ranks, in the order of every output.
  let profiles: ReportProfiles
  let closed: [StationID]

  /// Beyond, a browser would be too slow to be of use: a file of these has some 14 MB.
  static let mostStations = 4_000

  /// Every rank has to come here, with the profiles of its own stations.
  init(
    _ network: MergedNetwork, _ profiles: HourlyProfiles, _ settings: CorrelateSettings, on job: Job
  ) throws {
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
    about = .init(network, inputs: settings.input.paths, settings.analysis)
  }
}

extension ReportContent.About {
  fileprivate init(_ network: MergedNetwork, inputs: [String], _ analysis: AnalysisSettings) {
    let span = network.span
    let counts = network.counts
    let count = network.stations.count
    self.init(
      version: programVersion,
      inputs: inputs.map { $0 == "-" ? "standard input" : $0.lastPathComponent },
      method: analysis.method.title, symbol: analysis.method.symbol, bins: network.bins,
      minimumBins: analysis.minimumBins,
      period: span.isEmpty
        ? nil
        : (LocalTime(ordinal: span.first).description, LocalTime(ordinal: span.last).description),
      rowsRead: counts.read, rowsUsed: counts.used,
      rowsLeftOut: LeftOut.allCases.filter { counts[$0] > 0 }.map { .init($0.title, counts[$0]) },
      pairs: count * (count - 1) / 2)
  }
}

extension MatrixRun {
  /// The report on stations and their groups; to be made by one rank.
  func report(of groups: StationGroups, _ facts: ReportFacts) throws -> [UInt8] {
    let order = stationsSideBySide(groups)
    let correlations = RoundedCorrelations(order: order)
    var about = facts.about
    about.tell(of: groups)
    about.tell(of: try fill(correlations))
    let clusters = groups.groups(of: tiles.grid.size)
    let content = ReportContent(
      about: about,
      stations: order.map { number in
        let station = request.stations[number]
        return .init(station, number: number, cluster: clusters[number]?.cluster, details(of: station))
      },
      closed: facts.closed.map { .init($0, details(of: $0)) }, correlations: correlations,
      profiles: facts.profiles.ordered(order))
    return try ReportPage.html(content)
  }

  /// Returns how many pairs are undefined.
  private func fill(_ correlations: RoundedCorrelations) throws -> UndefinedCounts {
    let grid = tiles.grid
    let total = sweep.numbers(grid.upperCount) { grid.upper($0) }
    return try job.during(ProgressStep(.correlating, unit: .numbers, total: total)) { progress in
      try sweep(
        grid.upperCount, progress, place: { grid.upper($0) },
        thread: { source in
          var undefined = UndefinedCounts()
          while let (i, j) = source.next() {
            undefined += source.workspace.undefined
            correlations.enter(source.correlations, rows: grid.range(i), columns: grid.range(j))
          }
          return undefined
        }
      ).reduce(into: UndefinedCounts(), +=)
    }
  }

  private func details(of station: StationID) -> StationDetails {
    request.details[station] ?? StationDetails()
  }
}

extension ReportContent.About {
  fileprivate mutating func tell(of groups: StationGroups) {
    clusters = groups.clusterCount
    silhouette = groups.silhouette
  }

  fileprivate mutating func tell(of undefined: UndefinedCounts) {
    let counts = [
      ReportContent.Count("a profile that never changes", Int64(undefined.constant)),
      .init("fewer than \(minimumBins) common hours", Int64(undefined.tooFewBins)),
    ]
    pairsUndefined = counts.filter { $0.count > 0 }
  }
}
