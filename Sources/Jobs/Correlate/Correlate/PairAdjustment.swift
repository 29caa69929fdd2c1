import Correlation
import Distribution

/// q of listed pairs over all pairs that have an r, and how many of these are significant.
struct PairAdjustment<Tiles: CorrelationTiles> {
  private let listing: PairListing<Tiles>
  /// Pairs of all ranks that have an r.
  private let defined: Int
  /// The keys of all pairs, if they were counted on the way; 0 for those below a least one.
  private var counted: (keys: FalseDiscovery.Histogram, leastKey: Double)?

  private var inference: PairInference<Tiles> { listing.inference }
  private var communicator: Communicator { listing.sweep.job.communicator }

  init(_ listing: PairListing<Tiles>, defined: Int) {
    self.listing = listing
    self.defined = defined
  }

  /// Takes the keys that a harvest has counted, if it has.
  mutating func count(_ harvest: TileHarvest, leastKey: Double?) {
    guard let keys = harvest.keys, let leastKey else { return }
    var all = FalseDiscovery.Histogram()
    all.merge(counts: communicator.sum(keys.counts))
    all.add(zeros: defined - all.total)
    counted = (all, leastKey)
  }

  /// Sweeps over the tiles until q of the listed pairs is known. `known` are pairs with their p: where keys were counted,
  /// the greatest of all.
  func discovery(of known: [FalseDiscovery.Known], listed: Range<Int>) throws -> FalseDiscovery {
    let (scale, keys) = (inference.keyScale, known[listed].map(\.key))
    if let counted {
      let significant = SignificantPairs(inference, leastMagnitude: counted.leastKey)
      var discovery = FalseDiscovery(
        counted.keys, listed: keys, known: known, level: PairFindings.level
      ) { scale.p(ofKey: $0) }
      while let pass = discovery.pass { discovery.finish(try run(pass, significant)) }
      return discovery
    }
    let worst = known[listed].reduce(0) { max($0, $1.p) }
    let bound = max(PairFindings.level, worst * Double(defined) / Double(max(1, listed.count)))
    let significant = SignificantPairs(inference, bound: bound)
    let first = try run(FalseDiscovery.Sweep(span: scale.span, parts: partsOfCells), significant)
    var discovery = FalseDiscovery(first, listed: keys, level: PairFindings.level) { scale.p(ofKey: $0) }
    while let pass = discovery.pass {
      // What the pass does not look at need not be computed.
      let least = SignificantPairs(inference, bound: min(bound, scale.p(ofKey: pass.leastKey) * (1 + 1e-9)))
      discovery.finish(try run(pass, least))
    }
    return discovery
  }

  /// Of very many pairs most have p M / j near the least of all: each pass over them costs more than a fine look at once.
  private var partsOfCells: Int { inference.tiles.grid.size < 1_000 ? 1 : 32 }

  /// A sweep over all tiles for q; of no pair but those that can decide it, the others count as keys of 0.
  private func run(
    _ pass: FalseDiscovery.Sweep, _ significant: SignificantPairs<Tiles>
  ) throws -> FalseDiscovery.Sweep {
    let rounding = listing.rounding
    let parts = try listing.sweep.share(.computingQ) { source in
      var part = significant.makePart(pass, Settler(source.tiles, rounding))
      while let place = source.next() {
        part.add(source.correlations, rows: place.rows, columns: place.columns)
      }
      return (part.sweep, part.count)
    }
    var sum = pass
    for part in parts { sum.merge(part.0) }
    if communicator.size > 1 {
      var all = pass
      all.merge(counts: communicator.sum(sum.counts), values: communicator.concatenate(sum.values))
      sum = all
    }
    let found = communicator.sum([Int64(parts.reduce(0) { $0 + $1.1 })])[0]
    sum.add(zeros: defined - Int(found))
    return sum
  }
}
