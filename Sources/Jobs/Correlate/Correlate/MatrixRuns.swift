import Correlation

/// The runs over the tiles of a matrix: one for all outputs, or one for the matrix and one for lists, where these want
/// more common bins of a pair.
struct MatrixRuns<Tiles: CorrelationTiles> {
  private let tiles: Tiles
  /// Of pairs with enough common bins for a list or a group.
  private let listTiles: Tiles
  private let request: MatrixRequest
  private let job: Job

  init(_ tiles: Tiles, _ request: MatrixRequest, on job: Job) {
    self.tiles = tiles
    let minimum = request.analysis.listMinimum(most: tiles.mostBins)
    listTiles = minimum == tiles.minimumBins || tiles.isComplete ? tiles : tiles.requiring(minimum)
    self.request = request
    self.job = job
  }

  private static var matrixKinds: Set<OutputKind> { [.matrix, .npy] }
  private static var listKinds: Set<OutputKind> { [.pairs, .neighbours] }

  /// Writes all outputs. Collective. Throws `Failure` where groups would be too large or an output fails.
  func write(to outputs: inout Outputs) throws -> Correlations {
    // First, as they may be refused for their memory.
    var evidence = try outputs.has(.report) ? EvidenceRun(sweep(listTiles), request).evidence() : nil
    let decay = try DecayRun(sweep(listTiles), request).write(to: &outputs)
    evidence?.decay = decay
    let groups = try GroupsRun(sweep(listTiles), report: sweep(tiles), request, evidence)
      .write(to: &outputs)
    let hasMatrix = Self.matrixKinds.contains(where: outputs.has)
    let hasLists = Self.listKinds.contains(where: outputs.has)
    guard listTiles.minimumBins != tiles.minimumBins, hasLists else {
      return try findings(of: tiles, run(tiles, Self.matrixKinds.union(Self.listKinds), &outputs), groups)
    }
    guard hasMatrix else {
      return try findings(of: listTiles, run(listTiles, Self.listKinds, &outputs), groups)
    }
    let matrix = try run(tiles, Self.matrixKinds, &outputs)
    let lists = try run(listTiles, Self.listKinds, &outputs)
    return findings(
      of: tiles, matrix, groups,
      lists: .init(minimumBins: listTiles.minimumBins, undefined: lists.harvest.undefined), pairs: lists.pairs
    )
  }

  private func sweep(_ tiles: Tiles) -> TileSweep<Tiles> {
    TileSweep(tiles: tiles, threads: request.threads, job: job)
  }

  private typealias Found = (harvest: TileHarvest, pairs: PairFindings?)

  private func run(_ tiles: Tiles, _ kinds: Set<OutputKind>, _ outputs: inout Outputs) throws -> Found {
    let goesOverTilesAgain = kinds.contains(.pairs) && outputs.has(.pairs)
    let kept =
      goesOverTilesAgain ? KeptTiles(tiles.grid, bins: tiles.bins, memory: request.memory) : nil
    return try MatrixRun(tiles: tiles, request: request, job: job, kinds: kinds, kept: kept)
      .write(to: &outputs)
  }

  private func findings(
    of tiles: Tiles, _ found: Found, _ groups: GroupsFindings?, lists: Correlations.Lists? = nil,
    pairs: PairFindings? = nil
  ) -> Correlations {
    Correlations(
      minimumBins: tiles.minimumBins, undefined: found.harvest.undefined, lists: lists,
      pairs: pairs ?? found.pairs, decisions: found.harvest.decisions, constant: tiles.constantStations,
      short: tiles.shortStations,
      groups: groups)
  }
}
