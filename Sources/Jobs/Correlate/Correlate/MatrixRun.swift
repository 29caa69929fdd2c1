import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Workers

/// What of the matrix goes into which output.
struct MatrixRequest: Sendable {
  let stations: [StationID]
  let method: CorrelationMethod
  let analysis: AnalysisSettings
  /// Of listed r.
  let format: NumberFormat
  /// Of the r of a matrix.
  let rounding: Rounding
  /// Are proposals held against their bounds?
  let checksBounds: Bool
  /// Of the r that p and q are made of.
  let evidenceRounding: Rounding
  let threads: Int
  let pairs: PairCriterion
  /// What the best pairs are best by.
  let ranking: PairRanking
  let lagRule: LagRule
  let neighbours: Int
  /// Bytes that listed pairs, or groups, may take.
  let memory: Int
  /// Number of groups; nil for a choice.
  let groups: Int?
  let details: [StationID: StationDetails]
  /// What lists say of stations.
  let listed: ListedStations
  /// Metres between the stations of listed pairs; nil for any or unknown ones.
  let distances: ClosedRange<Double>?
  /// For pictures of them; on rank 0.
  let profiles: MeanProfiles?
  /// Method, bins and period in words, for pictures; and how large these are.
  let caption: String
  let pictureSize: PictureSize
  /// For a report, and what it shows of another period.
  let facts: ReportFacts?
  let otherPeriod: ReportedPeriod?
  /// What days leave of r; nil where nobody asks.
  let days: DayIntervals?

  init(
    _ profiles: borrowing CombinedProfiles, _ findings: Findings, _ settings: CorrelateSettings, on job: Job
  ) {
    let (output, network) = (settings.output, findings.network)
    stations = network.stations
    (method, analysis) = (settings.analysis.method, settings.analysis)
    format = output.format
    rounding = output.rounding(bins: network.bins.count)
    checksBounds = settings.running.checksBounds
    evidenceRounding = Rounding(bins: network.bins.count)
    threads = job.threads
    (pairs, ranking) = (output.criterion, output.ranking)
    lagRule = network.bins.kind == .series ? .series : .circular
    neighbours = output.neighbours ?? 0
    (memory, groups, details) = (settings.running.memory, output.groups, findings.details)
    listed = ListedStations(stations, findings.details, withNames: output.listsNames)
    distances =
      output.within == nil && output.beyond == nil
      ? nil : (output.beyond ?? 0)...max(output.beyond ?? 0, output.within ?? .infinity)
    self.profiles =
      output.paths[.plotProfiles] != nil && job.communicator.isRoot
      ? profiles.rows.withMeans { MeanProfiles(bins: network.bins, means: $0.copy()) } : nil
    pictureSize = output.pictureSize
    caption = network.caption(settings.analysis, days: settings.input.daysTitle)
    (facts, otherPeriod) = (profiles.facts, findings.reportedPeriod)
    days = settings.analysis.hasIntervals ? profiles.days : nil
  }
}

extension MatrixRequest {
  /// Throws `Failure` where no station has hours enough: every correlation would be undefined.
  fileprivate func require(short: [Int]) throws {
    guard stations.count > 1, short.count == stations.count else { return }
    throw Failure(
      .badData,
      "each station has records in fewer than \(analysis.matrixMinimum) hours (--min-hours): no correlation is defined",
      advice:
        "a log needs records of each station over a day or more: collect for longer, and name all files in "
        + "one run (or name the column that tells stations apart with --station, that of the times with --time); for "
        + "what is there, --no-matrix --profiles FILE")
  }
}

/// What is to be said of a matrix.
struct Correlations {
  /// Fewest common bins of a defined correlation.
  let minimumBins: Int
  let undefined: UndefinedCounts
  /// What is other in lists, where they want more common bins.
  let lists: Lists?
  let pairs: PairFindings?
  /// How pairs were decided that their proposals left open.
  let decisions: Decisions
  /// Numbers of stations with a constant profile, and of those with too few bins.
  let constant: [Int]
  let short: [Int]
  let groups: GroupsFindings?

  struct Lists {
    let minimumBins: Int
    let undefined: UndefinedCounts
  }
}

/// Writes all outputs made of the correlations of profiles. They are standardised for Pearson's r alone.
func writeCorrelations(
  of profiles: consuming CombinedProfiles, _ request: MatrixRequest, to outputs: inout Outputs, on job: Job
) throws -> Correlations {
  func run(_ tiles: some CorrelationTiles) throws -> Correlations {
    try request.require(short: tiles.shortStations)
    return try MatrixRuns(tiles, request, on: job).write(to: &outputs)
  }
  let (threads, method) = (request.threads, request.method)
  let minimumBins = request.analysis.matrixMinimum
  let tallies = profiles.tallies
  switch profiles.takeRows() {
  case .standardised(let rows, let norms, let rests):
    precondition(method == .pearson)
    let profiles = StandardisedProfiles(standardised: rows, norms: norms, rests: rests, of: tallies!)
    return try run(PearsonTiles(profiles, minimumBins: minimumBins))
  case .means(let means):
    switch method {
    case .pearson:
      let profiles = try StandardisedProfiles(means, of: tallies!, threads: threads)
      return try run(PearsonTiles(profiles, minimumBins: minimumBins))
    case .spearman:
      return try run(SpearmanTiles(OrderedProfiles(means, threads: threads), minimumBins: minimumBins))
    case .kendall:
      return try run(KendallTiles(OrderedProfiles(means, threads: threads), minimumBins: minimumBins))
    }
  }
}

/// One run over the tiles of a matrix that feeds all outputs made of it.
///
/// Where outputs have whole rows (CSV, NumPy's, neighbours), each rank makes some bands of them in each sweep: every tile
/// of the bands' rows, those below the diagonal as mirror images. Else each tile is computed once, by one rank. Memory
/// is bounded by the bands, not by the matrix.
struct MatrixRun<Tiles: CorrelationTiles> {
  let tiles: Tiles
  let request: MatrixRequest
  let job: Job
  /// The outputs that it feeds, of those that are wanted.
  var kinds: Set<OutputKind>
  /// For the sweeps after the first.
  var kept: KeptTiles?
  var communicator: Communicator { job.communicator }

  /// Writes the outputs; returns what was counted on the way, of all ranks, and what was found of pairs, if they are
  /// listed.
  func write(to outputs: inout Outputs) throws -> (harvest: TileHarvest, pairs: PairFindings?) {
    let listing = feeds(.pairs, of: outputs) ? try PairListing(sweep, request) : nil
    let collection = try collection(for: listing)
    var harvest = TileHarvest()
    let sinks = rowSinks(outputs)
    if !sinks.isEmpty {
      try writeRows(of: sinks, to: &outputs, collection, &harvest)
    } else {
      for part in try sweep.share(.correlating, thread: { try collection.collect(&$0) }) {
        harvest.add(part)
      }
    }
    let sums = communicator.sum(
      [Int64(harvest.undefined.tooFewBins), Int64(harvest.undefined.constant)] + harvest.decisions.figures)
    let undefined = UndefinedCounts(tooFewBins: Int(sums[0]), constant: Int(sums[1]))
    let decisions = Decisions(Array(sums[2...]))
    let pairs = tiles.grid.size * (tiles.grid.size - 1) / 2
    let findings = try listing?.write(
      &harvest, collection, defined: pairs - undefined.tooFewBins - undefined.constant, to: &outputs)
    return (TileHarvest(undefined: undefined, decisions: decisions), findings)
  }

  private func feeds(_ kind: OutputKind, of outputs: Outputs) -> Bool {
    kinds.contains(kind) && outputs.has(kind)
  }

  private func collection(for listing: PairListing<Tiles>?) throws -> TileCollection {
    var collection = try listing?.makeCollection() ?? TileCollection()
    collection.checksBounds = request.checksBounds
    return collection
  }

  // MARK: - Rows

  private func rowSinks(_ outputs: Outputs) -> [any RowSink] {
    var sinks: [any RowSink] = []
    if feeds(.matrix, of: outputs) {
      let csv = MatrixCSV(
        stations: request.stations, grid: tiles.grid, format: .decimals(request.rounding.decimals))
      sinks.append(TextRows(csv, isRoot: communicator.isRoot))
    }
    let (hasArray, hasNeighbours) = (feeds(.npy, of: outputs), feeds(.neighbours, of: outputs))
    if hasArray || hasNeighbours {
      let neighbours = hasNeighbours ? NeighbourRows(tiles, request) : nil
      sinks.append(
        NumberRows(
          tiles, request.rounding, neighbours, writesArray: hasArray, isRoot: communicator.isRoot))
    }
    return sinks
  }

  private func writeRows(
    of sinks: [any RowSink], to outputs: inout Outputs, _ collection: TileCollection,
    _ harvest: inout TileHarvest
  ) throws {
    let grid = tiles.grid
    for sink in sinks { try sink.writeHeaders(to: &outputs) }
    let bytes = sinks.reduce(0) { $0 + $1.tileRowBytes }
    let tileRows = max(1, min(grid.count, Self.bandMemory / max(1, bytes)))
    let dealer = RowDealer(grid: grid, ranks: communicator.size, tileRows: tileRows, bins: tiles.bins)
    let sweeps = (0..<dealer.sweeps).map { dealer.bands(of: communicator.rank, sweep: $0) }
    for sink in sinks { sink.reserve(tileRows: sweeps.map { touched(by: $0).count }.max() ?? 0) }
    let total = sweeps.reduce(0) { $0 + TileList.touching(touched(by: $1), of: grid).numbers }
    let step = ProgressStep(.correlatingAndWriting, unit: .numbers, total: total, scale: communicator.size)
    try job.during(step) { progress in
      for (number, bands) in sweeps.enumerated() {
        let firstRow = dealer.bands(of: 0, sweep: number)[0].lowerBound
        for sink in sinks { try sink.begin(bands, firstRow: firstRow, &outputs) }
        for part in try fill(bands, sinks, progress, collection) { harvest.add(part) }
        for sink in sinks { try sink.end(&outputs) }
      }
    }
  }

  /// Computes all tiles that bands are in, and has them placed there.
  private func fill(
    _ bands: [Range<Int>], _ sinks: [any RowSink], _ progress: Progress, _ collection: TileCollection
  ) throws -> [TileHarvest] {
    let (grid, rounding) = (tiles.grid, request.rounding)
    let own = Set(bands.flatMap { grid.tileRows(startingIn: $0) })
    return try sweep(over: .touching(touched(by: bands), of: grid), progress) { source in
      let placers = sinks.map { $0.makePlacer() }
      return try collection.collect(&source, own: own, rounding: rounding) { tile, i, j in
        for place in placers { try place(tile, i, j) }
      }
    }
  }

  /// The tile rows that some bands are in, in their order.
  private func touched(by bands: [Range<Int>]) -> [Int] {
    bands.flatMap { tiles.grid.tileRows(touching: $0) }
  }

  /// Bytes that a rank may use for rows, at least one tile row.
  private static var bandMemory: Int { 64 << 20 }
}
