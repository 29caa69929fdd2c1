import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Workers

/// Pairs that are selected in a sweep over the tiles of their own: by p, where it is equal by their stations, or by |r|; of
/// all distances, or some.
struct ApartPairs<Tiles: CorrelationTiles> {
  private let listing: PairListing<Tiles>
  private var tiles: Tiles { listing.sweep.tiles }
  private var communicator: Communicator { listing.sweep.job.communicator }

  init(_ listing: PairListing<Tiles>) { self.listing = listing }

  /// The best pairs of all ranks, best first, with their rounded r. Collective. Throws `TooMany`, `ThreadError`.
  func select(criterion: PairCriterion) throws -> [MatrixPair] {
    let grid = tiles.grid
    let keyed = KeyedPairs(
      inference: listing.inference, rounding: listing.rounding,
      filter: PairFilter(criterion, listing.request, listing.rounding), byP: listing.request.ranking == .p)
    let byKey = PairCriterion(top: criterion.top)
    var selection = PairSelection(byKey, limit: listing.pairLimit)
    if criterion.top != nil, criterion.minimum == 0, listing.request.distances == nil,
      grid.upperCount >= 4 * PairListing<Tiles>.sampleTiles
    {
      let parts = try listing.sweep(over: .sample(PairListing<Tiles>.sampleTiles, of: grid), Progress()) {
        [keyed] in
        try keyed.pairs(by: PairSelection(PairCriterion()), &$0)
      }
      selection.expect(sample: parts.flatMap { $0 }, of: grid.size * (grid.size - 1) / 2)
    }
    var found = try listing.gather(sweep(selection, keyed), byKey)
    if selection.isTooStrict(found: found.count) {
      selection = PairSelection(byKey, limit: listing.pairLimit)
      found = try listing.gather(sweep(selection, keyed), byKey)
    }
    guard listing.request.ranking == .r else { return try withRoundedR(found) }
    var order = TrueOrder(tiles.makeReferee())
    order.sort(&found)
    return found
  }

  private func sweep(_ selection: PairSelection, _ keyed: KeyedPairs<Tiles>) throws -> [[MatrixPair]] {
    try listing.sweep.share(.correlating) { try keyed.pairs(by: selection, &$0) }
  }

  /// The pairs with their r, which is found anew, in the place of their keys.
  func withRoundedR(_ pairs: [MatrixPair]) throws -> [MatrixPair] {
    let (tiles, rounding) = (tiles, listing.rounding)
    let mine = try listing.share(of: pairs.indices) { share in
      let settler = Settler(tiles, rounding)
      return share.map { i in
        let (a, b) = (Int(pairs[i].a), Int(pairs[i].b))
        return settler.settled(a, b, tiles.proposal(a, b))
      }
    }.flatMap { $0 }
    let all = communicator.size > 1 ? communicator.concatenate(mine) : mine
    return zip(pairs, all).map { MatrixPair(r: $1, a: $0.a, b: $0.b) }
  }
}

/// Pairs with their keys in the place of r, as `PairSelection` takes them.
private struct KeyedPairs<Tiles: CorrelationTiles>: Sendable {
  let inference: PairInference<Tiles>
  let rounding: Rounding
  let filter: PairFilter
  let byP: Bool

  /// One thread's, of at least the least |r|.
  func pairs(by selection: PairSelection, _ source: inout TileSource<Tiles>) throws -> [MatrixPair] {
    let scale = inference.keyScale
    let significant = SignificantPairs(inference, bound: byP ? scale.p(ofKey: selection.threshold) : 1)
    var pairs = significant.makePart(
      FalseDiscovery.Sweep(span: scale.span), Settler(inference.tiles, rounding))
    var part = selection.makePart(inference.tiles.grid)
    var order = TrueOrder(inference.tiles.makeReferee())
    while let place = source.next() {
      try pairs.forEach(source.correlations, rows: place.rows, columns: place.columns) { a, b, r, key in
        let pair = MatrixPair(r: r, a: UInt32(a), b: UInt32(b))
        guard filter.takes(pair, &order) else { return }
        try part.add(byP ? MatrixPair(r: key, a: pair.a, b: pair.b) : pair)
      }
    }
    return part.pairs
  }
}
