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
  private let evidence: ReportEvidence

  init(
    _ sweep: TileSweep<Tiles>, _ request: MatrixRequest, _ facts: ReportFacts, _ evidence: ReportEvidence
  ) {
    self.sweep = sweep
    self.request = request
    self.facts = facts
    self.evidence = evidence
  }

  /// The page; `stability` is that of each cut of the groups. Throws `ThreadError`, and what writing JSON throws.
  func page(_ groups: StationGroups, _ stability: [GroupStability.Cut]) throws -> [UInt8] {
    let count = request.stations.count
    let order = groups.sideBySide(of: count)
    let rounding = Rounding(bins: sweep.tiles.bins)
    let correlations =
      facts.values == nil ? RoundedCorrelations(order: order, decimals: rounding.decimals) : nil
    var about = facts.about
    about.add(groups)
    about.worth = evidence.worth
    let (undefined, neighbours) = try fill(correlations, rounding)
    about.add(undefined)
    let pairs = correlations.map { ReportContent.Pairs($0, neighbours, evidence.intervals) }
    let places = groups.places(of: count)
    var content = ReportContent(
      about: about,
      stations: order.map { number in
        let station = request.stations[number]
        return .init(station, number: number, group: places[number]?.group, details(of: station))
      },
      closed: facts.closed.map { .init($0, details(of: $0)) },
      cuts: groups.cuts.enumerated().map { .init($1, $0 < stability.count ? stability[$0] : nil) },
      pairs: pairs ?? .init(facts.values!.ordered(order, of: count), neighbours),
      profiles: facts.profiles.ordered(order), days: facts.days.ordered(order))
    content.ground = facts.basemap.flatMap { map in
      Ground(
        map.content, name: map.name, around: order.compactMap { details(of: request.stations[$0]).place })
    }
    content.decay = evidence.decay.map { String(decoding: $0, as: UTF8.self) }
    content.other = try request.otherPeriod.map { try otherPeriod($0, order) }
    return try ReportPage.html(content)
  }

  /// The other period, for the stations of the page in their order.
  private func otherPeriod(_ other: ReportedPeriod, _ order: [Int]) throws -> ReportContent.OtherPeriod {
    let own = order.map { other.numbers[$0] }
    var places = [Int](repeating: 0, count: order.count)
    for (place, number) in order.enumerated() { places[number] = place }
    let changes = zip(order, own).map { number, theirs -> ReportContent.Change? in
      guard theirs != nil else { return nil }
      let change = other.changes.ofStations[number]
      return .init(
        pairs: change.pairs, significant: change.significant, other: change.other.map { places[$0] })
    }
    return ReportContent.OtherPeriod(
      inputs: other.inputs, period: other.span.ends,
      counts: (other.found.stations, other.found.pairs, other.found.significant), changes: changes,
      other.values == nil ? try correlations(of: other.tiles, own) : nil,
      other.values?.ordered(own, of: other.profiles.count), other.profiles.ordered(own))
  }

  /// r of another period, undefined where the matrix of that period alone has none.
  private func correlations(of tiles: some CorrelationTiles, _ order: [Int?]) throws -> RoundedCorrelations {
    let rounding = Rounding(bins: tiles.bins)
    let correlations = RoundedCorrelations(order: order, of: tiles.grid.size, decimals: rounding.decimals)
    let sweep = TileSweep(
      tiles: tiles.requiring(request.analysis.matrixMinimum), threads: request.threads, job: sweep.job)
    _ = try sweep.whole(.correlating) { source in
      while let place = source.next() {
        source.round(place, to: rounding)
        correlations.enter(source.workspace.wholes, rows: place.rows, columns: place.columns)
      }
    }
    return correlations
  }

  /// Returns how many pairs are undefined, and which are the best; `correlations` are nil where there is no room for them.
  private func fill(
    _ correlations: RoundedCorrelations?, _ rounding: Rounding
  ) throws -> (UndefinedCounts, ReportNeighbours) {
    let (profiles, least, count) = (facts.profiles, facts.about.tellingBins, request.stations.count)
    let parts = try sweep.whole(.correlating) { source in
      var (undefined, neighbours) = (UndefinedCounts(), ReportNeighbours(stations: count))
      while let place = source.next() {
        undefined += source.workspace.undefined
        source.round(place, to: rounding)
        let (rows, columns) = (place.rows, place.columns)
        correlations?.enter(source.workspace.wholes, rows: rows, columns: columns)
        neighbours.enter(source.workspace.wholes, rows: rows, columns: columns) {
          profiles.commonBins($0, $1) >= least
        }
      }
      return (undefined, neighbours)
    }
    return parts.dropFirst().reduce(into: parts[0]) { sum, part in
      sum.0 += part.0
      sum.1.merge(part.1)
    }
  }

  private func details(of station: StationID) -> StationDetails {
    request.details[station] ?? StationDetails()
  }
}

extension ReportContent.Cut {
  fileprivate init(_ cut: GroupCut, _ stability: GroupStability.Cut?) {
    self.init(
      starts: cut.starts, silhouette: cut.silhouette, silhouettes: cut.ofGroups, stability: stability?.mean,
      agreements: stability?.agreements ?? [])
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
