import Availability
import Correlation
import LinearAlgebra
import Rendering
import Workers

/// `--report`: the page on stations and their groups, made by one rank.
struct ReportRun<Tiles: CorrelationTiles> {
  private let sweep: TileSweep<Tiles>
  private let request: MatrixRequest
  private let facts: ReportFacts

  init(_ sweep: TileSweep<Tiles>, _ request: MatrixRequest, _ facts: ReportFacts) {
    self.sweep = sweep
    self.request = request
    self.facts = facts
  }

  /// The page; `evidence` says what r of its pairs is worth. Throws `ThreadError`, and what writing JSON throws.
  func page(_ groups: StationGroups, evidence: String?) throws -> [UInt8] {
    let count = request.stations.count
    let order = groups.sideBySide(of: count)
    let correlations = RoundedCorrelations(order: order)
    var about = facts.about
    about.add(groups)
    about.evidence = evidence
    about.add(try fill(correlations))
    let places = groups.places(of: count)
    let content = ReportContent(
      about: about,
      stations: order.map { number in
        let station = request.stations[number]
        return .init(station, number: number, group: places[number]?.group, details(of: station))
      },
      closed: facts.closed.map { .init($0, details(of: $0)) }, correlations: correlations,
      profiles: facts.profiles.ordered(order))
    return try ReportPage.html(content)
  }

  /// Returns how many pairs are undefined.
  private func fill(_ correlations: RoundedCorrelations) throws -> UndefinedCounts {
    let rounding = Rounding(decimals: RoundedCorrelations.decimals)
    let parts = try sweep.whole(.correlating) { source in
      var undefined = UndefinedCounts()
      while let place = source.next() {
        undefined += source.workspace.undefined
        source.round(place, to: rounding)
        correlations.enter(source.workspace.wholes, rows: place.rows, columns: place.columns)
      }
      return undefined
    }
    return parts.reduce(into: UndefinedCounts(), +=)
  }

  private func details(of station: StationID) -> StationDetails {
    request.details[station] ?? StationDetails()
  }
}

extension ReportContent.About {
  fileprivate mutating func add(_ groups: StationGroups) {
    self.groups = groups.count
    silhouette = groups.silhouette
  }

  fileprivate mutating func add(_ undefined: UndefinedCounts) {
    let counts = [
      ReportContent.Count("a profile that never changes", Int64(undefined.constant)),
      .init("fewer than \(minimumBins) common hours", Int64(undefined.tooFewBins)),
    ]
    pairsUndefined = counts.filter { $0.count > 0 }
  }
}
