import Correlation
import Distribution
import LinearAlgebra
import Workers

/// q of listed pairs over all pairs that have an r, and how many of these are significant.
struct PairAdjustment<Tiles: CorrelationTiles> {
  private let listing: PairListing<Tiles>
  /// Pairs of all ranks that have an r.
  private let defined: Int
  /// The keys of all pairs, if they were counted on the way; and how many of them are below a least one, and 0.
  private var counted: (keys: FalseDiscovery.Histogram, zeros: Int)?
  /// The same by proposals.
  private var proposed: FalseDiscovery.Counts?

  private var inference: PairInference<Tiles> { listing.inference }
  private var communicator: Communicator { listing.sweep.job.communicator }

  init(_ listing: PairListing<Tiles>, defined: Int) {
    self.listing = listing
    self.defined = defined
  }

  /// Takes the keys that a harvest has counted, if it has.
  mutating func count(_ harvest: TileHarvest) {
    proposed = harvest.counts.map { ofAllRanks($0) }
    guard let keys = harvest.keys else { return }
    var all = FalseDiscovery.Histogram()
    all.merge(counts: communicator.sum(keys.counts))
    let zeros = defined - all.total
    all.add(zeros: zeros)
    counted = (all, zeros)
  }

  /// Sweeps over the tiles until q of the listed pairs is known. `known` are pairs with their p: where keys were counted,
  /// the greatest of all.
  func discovery(of known: [FalseDiscovery.Known], listed: Range<Int>) throws -> FalseDiscovery {
    let (scale, keys) = (inference.keyScale, known[listed].map(\.key))
    if let counted {
      var discovery = FalseDiscovery(
        counted.keys, listed: keys, known: known, level: PairFindings.level
      ) { scale.p(ofKey: $0) }
      while let pass = discovery.pass { discovery.finish(try magnitudes(pass, zeros: counted.zeros)) }
      return discovery
    }
    if let proposer = listing.proposer { return try discovery(of: keys, by: proposer) }
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

  /// A sweep over all tiles where keys are |r|; so many pairs, which are below the least that is counted, are 0.
  private func magnitudes(_ pass: FalseDiscovery.Sweep, zeros: Int) throws -> FalseDiscovery.Sweep {
    let (open, rounding) = (FalseDiscovery.OpenCells(pass), listing.rounding)
    let parts = try listing.sweep.share(.computingQ) { source in
      var keys = MagnitudeKeys(pass, open, source.tiles.grid, Settler(source.tiles, rounding))
      while let place = source.next() {
        keys.add(source.correlations, rows: place.rows, columns: place.columns)
      }
      return keys.sweep
    }
    var sum = communicator.merged(pass, parts)
    sum.add(zeros: zeros)
    return sum
  }

  /// Counts the keys of all pairs by cell, then looks into the cells that leave q open. Once these hold few keys they are
  /// kept, and not computed again.
  private func discovery(of listed: [Double], by proposer: KeyProposer) throws -> FalseDiscovery {
    let scale = inference.keyScale
    let counts = try proposed ?? counts(by: proposer)
    precondition(counts.counts.reduce(0, +) == defined, "the passes saw different pairs")
    var discovery = FalseDiscovery(counts, listed: listed, level: PairFindings.level) { scale.p(ofKey: $0) }
    var kept: [[Double]]?
    while let pass = discovery.pass {
      if kept == nil && discovery.openCount <= mostKept {
        kept = try picked(pass, [Double](), by: proposer) { keys, kept, tile, place, open in
          keys.pick(tile, rows: place.rows, columns: place.columns, for: open) { kept += $0 }
        } finally: {
          pass.group(&$0)
        }
      }
      let parts: [FalseDiscovery.Sweep]
      if let kept {
        parts = try concurrently(kept.count) { part in
          var sweep = pass
          unsafe kept[part].withUnsafeBufferPointer { unsafe sweep.add($0) }
          return sweep
        }
      } else {
        parts = try picked(pass, pass, by: proposer) { keys, sweep, tile, place, open in
          keys.pick(tile, rows: place.rows, columns: place.columns, for: open, into: &sweep)
        }
      }
      discovery.finish(communicator.merged(pass, parts))
    }
    return discovery
  }

  /// Keys that all ranks keep: 512 MB, or a quarter of what there is.
  private var mostKept: Int { max(1 << 18, min(1 << 26, listing.request.memory / 32)) }

  private func counts(by proposer: KeyProposer) throws -> FalseDiscovery.Counts {
    let (inference, rounding) = (inference, listing.rounding)
    let parts = try listing.sweep.share(.computingQ) { source in
      let keys = ProposedCounts(inference, proposer, rounding)
      while let place = source.next() {
        keys.count(source.correlations, rows: place.rows, columns: place.columns)
      }
      return keys.counts
    }
    var sum = parts[0]
    for part in parts.dropFirst() { sum.merge(part) }
    return ofAllRanks(sum)
  }

  private func ofAllRanks(_ counts: FalseDiscovery.Counts) -> FalseDiscovery.Counts {
    guard communicator.size > 1 else { return counts }
    var all = FalseDiscovery.Counts(span: inference.keyScale.span)
    all.merge(counts: communicator.sum(counts.counts))
    return all
  }

  /// What each thread makes, from `start`, of the keys of its pairs that a pass looks into.
  private func picked<Result: Sendable>(
    _ pass: FalseDiscovery.Sweep, _ start: Result, by proposer: KeyProposer,
    _ take:
      @Sendable (
        inout ProposedKeys<Tiles>, inout Result, borrowing Matrix, TilePlace, KeyProposer.Open
      ) -> Void,
    finally: @Sendable (inout Result) -> Void = { _ in }
  ) throws -> [Result] {
    let (inference, rounding, open) = (inference, listing.rounding, proposer.open(pass))
    return try listing.sweep.share(.computingQ) { source in
      var result = start
      var keys = ProposedKeys(inference, proposer, rounding)
      while let place = source.next() {
        take(&keys, &result, source.correlations, place, open)
      }
      finally(&result)
      return result
    }
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
    var sum = communicator.merged(pass, parts.map(\.0))
    let found = communicator.sum([Int64(parts.reduce(0) { $0 + $1.1 })])[0]
    sum.add(zeros: defined - Int(found))
    return sum
  }
}

extension Communicator {
  /// What a pass has seen, in parts of all ranks' threads. Collective.
  func merged(_ pass: FalseDiscovery.Sweep, _ parts: [FalseDiscovery.Sweep]) -> FalseDiscovery.Sweep {
    var sum = pass
    for part in parts { sum.merge(part) }
    guard size > 1 else { return sum }
    var all = pass
    all.merge(counts: self.sum(sum.counts), values: concatenate(sum.values))
    return all
  }
}
