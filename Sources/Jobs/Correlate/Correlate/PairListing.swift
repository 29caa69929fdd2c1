import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Workers

/// The listed pairs of a matrix: selected on the way over its tiles, then brought together from all ranks, given
/// their p and q, and written.
struct PairListing<Tiles: CorrelationTiles> {
  let sweep: TileSweep<Tiles>
  let request: MatrixRequest
  let inference: PairInference<Tiles>
  /// Where keys are proposed before they are found.
  let proposer: KeyProposer?

  private var tiles: Tiles { sweep.tiles }
  private var communicator: Communicator { sweep.job.communicator }

  /// Throws `ThreadError`.
  init(_ sweep: TileSweep<Tiles>, _ request: MatrixRequest) throws {
    (self.sweep, self.request) = (sweep, request)
    let effective =
      try request.analysis.takesHoursForIndependent
      ? nil : sweep.tiles.makeEffectiveHours(request.lagRule, threads: request.threads)
    inference = try PairInference(sweep.tiles, effective, threads: request.threads)
    proposer = try KeyProposer(inference, request.evidenceRounding, threads: request.threads)
  }

  /// What is selected: more pairs than are listed, as q of the last may be that of one not listed, and to know
  /// some of those saves another sweep over the tiles.
  private var criterion: PairCriterion {
    PairCriterion(
      // A rounded r may be less than r.
      minimum: max(0, request.pairs.minimum - 2 / rounding.scale),
      top: request.pairs.top.map { top in
        let top = min(top, totalPairs)
        return top + top / 16 + 64
      })
  }

  var rounding: Rounding { request.evidenceRounding }
  private var totalPairs: Int { tiles.grid.size * (tiles.grid.size - 1) / 2 }

  /// Are pairs selected in a sweep of their own, by p or by distance?
  private var selectsApart: Bool { request.ranking != .r || request.distances != nil }

  /// What is to be collected from the tiles: nothing where pairs are selected apart.
  ///
  /// A sample of tiles shows about where the last of the listed pairs will be, and from which |r| on pairs can
  /// decide its q.
  func makeCollection() throws -> TileCollection {
    guard !selectsApart else { return TileCollection() }
    var collection = TileCollection(
      selection: PairSelection(criterion, limit: pairLimit), rounding: rounding)
    if case .magnitude = inference.keyScale { collection.leastKey = 0 }
    if let proposer {
      collection.counting = { [inference, rounding] in ProposedCounts(inference, proposer, rounding) }
    }
    let grid = tiles.grid
    guard criterion.top != nil, grid.upperCount >= 4 * Self.sampleTiles else { return collection }
    let parts = try sweep(over: .sample(Self.sampleTiles, of: grid), Progress()) { source in
      var part = PairSelection(PairCriterion()).makePart(grid)
      while let place = source.next() {
        try part.add(source.correlations, rows: place.rows, columns: place.columns)
      }
      return part.pairs
    }
    collection.selection?.expect(sample: parts.flatMap { $0 }, of: totalPairs)
    if collection.leastKey != nil { collection.leastKey = significantPairs(collection)?.leastMagnitude ?? 0 }
    return collection
  }

  /// The pairs that can decide the q of the best `top`, if these are of at least the |r| that is known by now, and how
  /// many pairs are significant.
  private func significantPairs(_ collection: TileCollection) -> SignificantPairs<Tiles>? {
    guard let top = request.pairs.top, top > 0, request.pairs.minimum == 0,
      let selection = collection.selection
    else { return nil }
    let worst = inference.keyScale.p(ofKey: selection.threshold)
    return SignificantPairs(
      inference, bound: max(PairFindings.level, worst * Double(totalPairs) / Double(top)))
  }

  static var sampleTiles: Int { 8 }

  /// Without `top`, all that is listed is held, and twice more to bring it together.
  var pairLimit: Int { request.memory / (3 * MemoryLayout<MatrixPair>.stride) }

  /// Writes the best of all ranks' pairs. `harvest` is what this rank collected; `defined` pairs of all ranks have
  /// an r.
  func write(
    _ harvest: inout TileHarvest, _ collection: TileCollection, defined: Int, to outputs: inout Outputs
  ) throws -> PairFindings {
    var collection = collection
    var adjustment = PairAdjustment(self, defined: defined)
    if request.distances != nil && !request.listed.havePlaces {
      throw Failure(
        .badData, "--within and --beyond want the places of stations; there are none",
        advice: "name a list of them with --stations FILE: a column of the log's station, lat and lng")
    }
    var selected: [MatrixPair]
    if request.ranking == .low, let days = request.days {
      selected = try SurePairs(self, days).select(criterion: request.pairs)
    } else if selectsApart {
      selected = try ApartPairs(self).select(criterion: request.pairs)
    } else {
      selected = try selectByMagnitude(&harvest, &collection, &adjustment)
    }
    let pairs = SelectedPairs(inference: inference, pairs: selected)
    let known = try known(pairs)
    let listed = 0..<min(selected.count, request.pairs.top ?? .max)
    selected = []
    let discovery = try adjustment.discovery(of: known, listed: listed)
    try write(pairs, known, listed, discovery, to: &outputs)
    return PairFindings(
      bins: tiles.bins, medianHours: try PairFindings.medianHours(self), defined: defined,
      significant: discovery.countBelowLevel)
  }

  /// Those of the greatest |r|.
  private func selectByMagnitude(
    _ harvest: inout TileHarvest, _ collection: inout TileCollection,
    _ adjustment: inout PairAdjustment<Tiles>
  ) throws -> [MatrixPair] {
    adjustment.count(harvest)
    var selected = try gather(harvest.takePairs(), criterion)
    if collection.selection!.isTooStrict(found: selected.count) {
      collection.selection = PairSelection(criterion, limit: pairLimit)
      if collection.leastKey != nil { collection.leastKey = 0 }
      harvest = TileHarvest()
      for part in try sweep.share(.correlating, thread: { [collection] in try collection.collect(&$0) }) {
        harvest.add(part)
      }
      adjustment.count(harvest)
      selected = try gather(harvest.takePairs(), criterion)
    }
    var order = TrueOrder(tiles.makeReferee())
    order.sort(&selected)
    while let last = selected.last, last.r.magnitude < request.pairs.minimum + 2 / rounding.scale,
      !order.isAtLeast(request.pairs.minimum, last)
    { selected.removeLast() }
    return selected
  }

  // MARK: - Text

  private func write(
    _ pairs: SelectedPairs<Tiles>, _ known: [FalseDiscovery.Known], _ listed: Range<Int>,
    _ discovery: FalseDiscovery, to outputs: inout Outputs
  ) throws {
    let csv = PairsCSV(
      stations: request.listed, format: request.format, withIntervals: request.days != nil)
    let tiles = tiles
    try outputs[.pairs]?.append(communicator.isRoot ? csv.header : [])
    for piece in Self.pieces(of: listed) {
      let mine = own(of: piece)
      let moments = try request.days?.moments(of: mine.map { pairs.stations($0) })
      let rule = request.days?.rule
      let text = try share(of: piece) { share in
        var order = TrueOrder(tiles.makeReferee())
        return csv.text(share) { i in
          // A key that is made of p gives it back but for rounding.
          var pair = pairs.listed(
            i, p: known[i].p, q: max(known[i].p, discovery.q(of: known[i].key)), by: &order)
          if let moments, let rule {
            pair.interval = ListedInterval(pair.r, moments[i - mine.lowerBound], rule)
          }
          return pair
        }
      }
      try outputs[.pairs]?.append(text)
    }
  }

  /// Pairs that are turned into text at a time.
  private static func pieces(of listed: Range<Int>) -> [Range<Int>] {
    stride(from: 0, to: listed.count, by: 1 << 18).map { $0..<min(listed.count, $0 + 1 << 18) }
  }

  // MARK: - Ranks and threads

  /// Key and p of each pair, computed by all threads of all ranks.
  private func known(_ pairs: SelectedPairs<Tiles>) throws -> [FalseDiscovery.Known] {
    let mine = try share(of: pairs.pairs.indices) { $0.map(pairs.known) }.flatMap { $0 }
    guard communicator.size > 1 else { return mine }
    let all = communicator.concatenate(mine.flatMap { [$0.key, $0.p] })
    return stride(from: 0, to: all.count, by: 2).map { .init(key: all[$0], p: all[$0 + 1]) }
  }

  /// What this rank's threads make of this rank's share of some pairs.
  func share<Result: Sendable>(
    of pairs: Range<Int>, _ body: @Sendable (Range<Int>) throws -> Result
  ) throws -> [Result] {
    let mine = own(of: pairs)
    let threads = max(1, min(request.threads, mine.count / 1024))
    return try concurrently(threads) { thread in
      let share = WorkSplit.part(thread, of: threads, count: mine.count)
      return try body(mine.lowerBound + share.lowerBound..<mine.lowerBound + share.upperBound)
    }
  }

  /// This rank's share of some pairs.
  private func own(of pairs: Range<Int>) -> Range<Int> {
    let mine = WorkSplit.part(communicator.rank, of: communicator.size, count: pairs.count)
    return pairs.lowerBound + mine.lowerBound..<pairs.lowerBound + mine.upperBound
  }

  /// The best of all ranks, best first, on every rank.
  func gather(_ parts: consuming [[MatrixPair]], _ criterion: PairCriterion) throws -> [MatrixPair] {
    try [MatrixPair](bestOfAll: parts, criterion, threads: request.threads, communicator)
  }
}

/// Selected pairs, best first, and what follows from each.
private struct SelectedPairs<Tiles: CorrelationTiles>: Sendable {
  let inference: PairInference<Tiles>
  let pairs: [MatrixPair]

  func stations(_ i: Int) -> (a: Int, b: Int) { (Int(pairs[i].a), Int(pairs[i].b)) }

  func known(_ i: Int) -> FalseDiscovery.Known {
    let pair = pairs[i]
    let evidence = inference.evidence(Int(pair.a), Int(pair.b), r: pair.r)
    return .init(key: inference.key(of: pair.r, evidence), p: evidence.p(of: pair.r))
  }

  func listed(_ i: Int, p: Double, q: Double, by order: inout TrueOrder) -> ListedPair {
    let (a, b) = (Int(pairs[i].a), Int(pairs[i].b))
    let r = order.nearestDouble(a, b, proposal: pairs[i].r)
    return ListedPair(
      a: a, b: b, r: r, commonBins: inference.tiles.commonBins(a, b), effectiveHours: inference.hours(a, b),
      p: p, q: q)
  }
}
