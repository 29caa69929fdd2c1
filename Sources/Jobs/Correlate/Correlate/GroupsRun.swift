import Availability
import Correlation
import LinearAlgebra
import Rendering
import Workers

/// What a run says of groups.
struct GroupsFindings {
  let count: Int
  let silhouette: Double?
  /// Of all numbers of groups from which this one was chosen.
  let silhouettes: [GroupSilhouette]
  /// How much of a group of each of these is found again without a day; empty where nobody asks, and of few days.
  let agreements: [Double]
  /// How alike they are without a day: the mean adjusted Rand index; nil where nobody asks.
  let stability: Double?
  /// Stations without correlations, which are in none.
  let apart: Int
  /// Memory that they took.
  let bytes: Int
}

/// `--groups`, `--plot`, `--plot-profiles` and `--report`: all that comes from groups of stations.
///
/// One tree is made of all pairs, so rank 0 computes and draws, the others wait.
struct GroupsRun<Tiles: CorrelationTiles> {
  private let sweep: TileSweep<Tiles>
  private let reportSweep: TileSweep<Tiles>
  private let request: MatrixRequest
  private let evidence: ReportEvidence?
  private var job: Job { sweep.job }
  private var tiles: Tiles { sweep.tiles }
  /// Of the whole matrix.
  private var stations: Int { tiles.grid.size }

  /// `sweep` is over the correlations that groups are made of, `report` over those that a report shows, and `evidence` is
  /// what it says of them.
  init(
    _ sweep: TileSweep<Tiles>, report: TileSweep<Tiles>, _ request: MatrixRequest,
    _ evidence: ReportEvidence?
  ) {
    self.evidence = evidence
    (self.sweep, reportSweep) = (sweep, report)
    self.request = request
  }

  /// Writes the outputs; returns what rank 0 has found, nil where there is no such output. Collective. Throws `Failure`
  /// on every rank where groups would be too large or an output fails.
  func write(to outputs: inout Outputs) throws -> GroupsFindings? {
    guard outputs.hasGroups else { return nil }
    let wanted = outputs
    let made = try job.agree { () throws -> Made? in
      guard job.communicator.isRoot else { return nil }
      return try makeGroups(drawing: waitsForDays ? nil : wanted[.plot].map { PlotOutput(path: $0.path) })
    }
    let cuts = made.map { made in made.groups.cuts.map { $0.labels(of: stations, in: made.groups) } }
    let stability =
      try request.days.map { try GroupStability($0, request, on: job).cuts(of: cuts ?? []) } ?? []
    let (results, found) = try job.agree { () throws -> ([OutputKind: [UInt8]], GroupsFindings?) in
      guard let made else { return ([:], nil) }
      let chosen = try choose(made, stability, for: wanted)
      return (try make(chosen, stability, for: wanted), findings(chosen, stability))
    }
    for kind in OutputKind.ofGroups { try outputs[kind]?.append(results[kind] ?? []) }
    return found
  }

  /// Is the number of groups chosen when it is known how stable they are?
  private var waitsForDays: Bool { request.days != nil && request.groups == nil }

  /// The number of groups that days leave most surely, and the matrix drawn in it, where that has waited.
  private func choose(
    _ made: Made, _ stability: [GroupStability.Cut], for outputs: Outputs
  ) throws -> Made {
    guard waitsForDays else { return made }
    var chosen = made
    if !stability.isEmpty { chosen.groups = made.groups.chosen(by: stability.map(\.meanAgreement)) }
    guard let plot = outputs[.plot].map({ PlotOutput(path: $0.path) }) else { return chosen }
    let stations = chosen.groups.tree.stations
    if takesVectors(stations.count), let vectors = tiles.vectors(of: stations) {
      chosen.picture = try draw(chosen.groups, vectors, plot)
    } else {
      chosen.picture = try draw(chosen.groups, distances(of: stations), plot)
    }
    return chosen
  }

  /// The bytes of each output that is wanted.
  private func make(
    _ made: Made, _ stability: [GroupStability.Cut], for outputs: Outputs
  ) throws -> [OutputKind: [UInt8]] {
    let groups = made.groups
    var results: [OutputKind: [UInt8]] = [:]
    if outputs.has(.groups) { results[.groups] = text(of: groups) }
    results[.plot] = made.picture
    if let plot = outputs[.plotProfiles].map({ PlotOutput(path: $0.path) }) {
      results[.plotProfiles] = try job.during(ProgressStep(.drawing)) { _ in
        try GroupPictures(groups, request).profiles(plot)
      }
    }
    if let facts = request.facts, let evidence {
      results[.report] = try ReportRun(reportSweep, request, facts, evidence).page(groups, stability)
    }
    return results
  }

  private func findings(_ made: Made, _ stability: [GroupStability.Cut]) -> GroupsFindings {
    let groups = made.groups
    let cut = groups.cuts.firstIndex { $0.count == groups.count }
    return GroupsFindings(
      count: groups.count, silhouette: groups.silhouette, silhouettes: groups.silhouettes,
      agreements: groups.silhouettes.count > 1 && stability.count >= groups.silhouettes.count
        ? stability.suffix(groups.silhouettes.count).map(\.meanAgreement) : [],
      stability: groups.count > 1 ? cut.flatMap { $0 < stability.count ? stability[$0].mean : nil } : nil,
      apart: stations - groups.order.count, bytes: made.bytes)
  }

  /// Of so many stations the distances of all pairs are kept: 64 MiB. Of more, vectors take their place where r is
  /// their product and they are less.
  private static var fewStations: Int { 4_096 }

  private typealias Made = (groups: StationGroups, picture: [UInt8]?, bytes: Int)

  private func makeGroups(drawing plot: PlotOutput?) throws -> Made {
    let apart = Set(tiles.constantStations + tiles.shortStations)
    var grouped = (0..<stations).filter { !apart.contains($0) }
    let grouping = ProgressStep(.grouping, unit: .stations, total: grouped.count)
    let pairBytes = StationDistances.bytes(of: grouped.count)
    if takesVectors(grouped.count), let vectors = tiles.vectors(of: grouped) {
      let tree = Dendrogram(averageLinkage: vectors, progress: job.begin(grouping))
      return try finish(
        tree, vectors, bytes: StationVectors.bytes(of: grouped.count, coordinates: tiles.bins), drawing: plot)
    }
    guard pairBytes <= request.memory else {
      throw Failure(tooLarge: pairBytes, for: "groups", stations: grouped.count, request.memory)
    }
    var distances = try distances(of: grouped)
    let alone = Set(distances.stationsWithoutPairs)
    if !alone.isEmpty {
      grouped.removeAll { alone.contains($0) }
      distances = try self.distances(of: grouped)
    }
    let tree = Dendrogram(averageLinkage: distances, progress: job.begin(grouping))
    // The tree has used them up.
    return try finish(tree, self.distances(of: grouped), bytes: pairBytes, drawing: plot)
  }

  private func takesVectors(_ count: Int) -> Bool {
    let bytes = StationVectors.bytes(of: count, coordinates: tiles.bins)
    return count > Self.fewStations && bytes < StationDistances.bytes(of: count) && bytes <= request.memory
  }

  /// Cuts the tree into groups, and draws the matrix in their order.
  private func finish(
    _ tree: Dendrogram, _ distances: borrowing some PairDistances & ~Copyable, bytes: Int,
    drawing plot: PlotOutput?
  ) throws -> Made {
    let count = tree.stations.count
    let comparing = job.begin(ProgressStep(.comparingGroups, unit: .stations, total: count))
    defer { job.endStep() }
    let groups = try StationGroups(
      tree, distances, groups: request.groups, threads: request.threads, progress: comparing)
    guard let plot else { return (groups, nil, bytes) }
    return (groups, try draw(groups, distances, plot), bytes)
  }

  /// The matrix in the order of the groups.
  private func draw(
    _ groups: StationGroups, _ distances: borrowing some PairDistances & ~Copyable, _ plot: PlotOutput
  ) throws -> [UInt8] {
    let drawing = job.begin(ProgressStep(.drawing, unit: .stations, total: groups.order.count))
    defer { job.endStep() }
    return try GroupPictures(groups, request).matrix(distances, plot, progress: drawing)
  }

  private func distances(of grouped: [Int]) throws -> StationDistances {
    let rounding = StationDistances.rounding(stations: grouped.count, bins: tiles.bins)
    let distances = StationDistances(stations: grouped, of: stations, rounding)
    _ = try sweep.whole(.correlating) { source in
      while let place = source.next() {
        source.round(place, to: rounding)
        distances.enter(source.workspace.wholes, rows: place.rows, columns: place.columns)
      }
    }
    return distances
  }

  private func text(of groups: StationGroups) -> [UInt8] {
    let rows = zip(request.stations, groups.places(of: stations)).map { station, place in
      GroupsCSV.Row(station: station, place: place, details: request.details[station] ?? StationDetails())
    }
    return GroupsCSV.header + GroupsCSV.text(rows)
  }
}
