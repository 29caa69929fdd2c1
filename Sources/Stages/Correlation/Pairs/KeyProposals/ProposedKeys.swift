import CCorrelation
import LinearAlgebra

/// Keys of the pairs of tiles, each proposed, and decided where its proposal leaves open what is asked. Working memory of
/// one thread.
package struct ProposedKeys<Tiles: CorrelationTiles>: ~Copyable {
  private let tiles: Tiles
  private let proposer: KeyProposer
  private let decider: KeyDecider
  private let isComplete: Bool
  private var products: Matrix
  private var proposals, picked, common, decided: [Double]
  private var places: [UInt32]

  /// r is rounded before it is used.
  package init(_ inference: PairInference<Tiles>, _ proposer: KeyProposer, _ rounding: Rounding) {
    (tiles, self.proposer) = (inference.tiles, proposer)
    decider = KeyDecider(inference, Settler(inference.tiles, rounding))
    let size = inference.tiles.grid.tileSize
    products = Matrix(rows: inference.effective == nil ? 1 : size, columns: size)
    proposals = [Double](repeating: 0, count: size)
    picked = proposals
    isComplete = inference.tiles.isComplete
    common = [Double](repeating: Double(inference.tiles.bins), count: size)
    decided = []
    places = [UInt32](repeating: 0, count: size)
  }

  /// Counts the pairs of the tile whose rows and columns are these stations, rows <= columns.
  package mutating func count(
    _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>, into counts: inout FalseDiscovery.Counts
  ) {
    var proposals: [Double] = []
    swap(&proposals, &self.proposals)
    let proposer = proposer
    unsafe decide(tile, rows, columns) { pairs, places, _ in
      unsafe proposer.propose(pairs, to: &proposals)
      return unsafe counts.add(proposals, pairs.count, tolerance: proposer.tolerance, places)
    } _: { keys in
      for key in keys { counts.add(key) }
    }
    swap(&proposals, &self.proposals)
  }

  /// Calls `body` with keys of such a tile: with all that a pass looks into, and with others.
  package mutating func pick(
    _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>, for open: KeyProposer.Open,
    _ body: ([Double]) -> Void
  ) {
    let proposer = proposer
    unsafe decide(tile, rows, columns) { pairs, places, proposals in
      unsafe proposer.pick(pairs, open, to: places, proposals)
    } _: { keys in
      body(keys)
    }
  }

  /// Adds the pairs of such a tile to the pass that looks into these cells: by their proposals where these say enough.
  package mutating func pick(
    _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>, for open: KeyProposer.Open,
    into pass: inout FalseDiscovery.Sweep
  ) {
    let proposer = proposer
    // Two closures cannot both change it.
    var sweep = pass
    unsafe decide(tile, rows, columns) { pairs, places, proposals in
      let found = unsafe proposer.pick(pairs, open, to: places, proposals)
      var left = 0
      for i in 0..<found {
        unsafe places[left] = places[i]
        left += unsafe sweep.add(proposals[i], tolerance: proposer.tolerance) ? 0 : 1
      }
      return left
    } _: { keys in
      unsafe keys.withUnsafeBufferPointer { unsafe sweep.add($0) }
    }
    pass = sweep
  }

  /// `look` writes the places of pairs of a row that are to be decided, and returns how many they are, with room for as many
  /// proposals; `take` gets their keys, row by row.
  private mutating func decide(
    _ tile: borrowing Matrix, _ rows: Range<Int>, _ columns: Range<Int>,
    _ look: (KeyProposer.Pairs, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<Double>) -> Int,
    _ take: ([Double]) -> Void
  ) {
    let (decider, effective) = (decider, decider.effective)
    effective?.multiply(rows, columns, into: &products)
    var (common, places, decided): ([Double], [UInt32], [Double]) = ([], [], [])
    var picked: [Double] = []
    swap(&picked, &self.picked)
    swap(&common, &self.common)
    swap(&places, &self.places)
    swap(&decided, &self.decided)
    for (row, a) in rows.enumerated() {
      let first = rows == columns ? row + 1 : 0
      let others = columns.lowerBound + first..<columns.upperBound
      guard !others.isEmpty else { continue }
      if !isComplete { unsafe tiles.writeCommonBins(of: a, with: others, to: &common) }
      decided.removeAll(keepingCapacity: true)
      unsafe tile.withRow(row) { r in
        unsafe products.withRow(effective == nil ? 0 : row) { products in
          unsafe common.withUnsafeBufferPointer { common in
            let pairs = unsafe KeyProposer.Pairs(
              r: r.baseAddress! + first, products: effective == nil ? nil : products.baseAddress! + first,
              common: common.baseAddress!, count: others.count)
            for i in 0..<(unsafe look(pairs, &places, &picked)) {
              let place = Int(places[i])
              unsafe decided.append(
                decider.key(
                  a, others.lowerBound + place, proposal: pairs.r[place],
                  product: pairs.products?[place] ?? 0, common: Int(common[place])))
            }
          }
        }
      }
      if !decided.isEmpty { take(decided) }
    }
    swap(&common, &self.common)
    swap(&places, &self.places)
    swap(&decided, &self.decided)
    swap(&picked, &self.picked)
  }
}

/// Counts the keys of pairs of tiles. Of one thread.
package protocol KeyCounting: AnyObject {
  /// What was counted so far.
  var counts: FalseDiscovery.Counts { get }
  /// Counts the pairs of the tile whose rows and columns are these stations, rows <= columns.
  func count(_ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>)
}

/// Counts them by proposals.
package final class ProposedCounts<Tiles: CorrelationTiles>: KeyCounting {
  private var keys: ProposedKeys<Tiles>
  /// What was counted so far.
  package private(set) var counts: FalseDiscovery.Counts

  /// r is rounded before it is used.
  package init(_ inference: PairInference<Tiles>, _ proposer: KeyProposer, _ rounding: Rounding) {
    keys = ProposedKeys(inference, proposer, rounding)
    counts = FalseDiscovery.Counts(span: inference.keyScale.span)
  }

  /// Counts the pairs of the tile whose rows and columns are these stations, rows <= columns.
  package func count(_ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>) {
    keys.count(tile, rows: rows, columns: columns, into: &counts)
  }
}

/// Finds single keys, as `PairInference` does, of effective hours or of common ones: of any tiles, as it is called often.
/// Of one thread.
private final class KeyDecider {
  let effective: EffectiveHours?
  private let settler: Settler
  private let scale: KeyScale
  private let table: SignificanceTable?
  /// Of common hours, where p follows from more than their number.
  private let evidence: ((_ a: Int, _ b: Int, _ r: Double) -> Evidence)?

  init<Tiles: CorrelationTiles>(_ inference: PairInference<Tiles>, _ settler: Settler) {
    (effective, self.settler) = (inference.effective, settler)
    (scale, table) = (inference.keyScale, inference.table)
    let tiles = inference.tiles
    evidence = tiles.method == .pearson ? nil : { tiles.evidence($0, $1, r: $2) }
  }

  /// Of a pair whose r is proposed, and the product of whose autocorrelations is known.
  func key(_ a: Int, _ b: Int, proposal: Double, product: Double, common: Int) -> Double {
    let r = settler.settled(a, b, proposal)
    if let effective {
      let hours = effective.hoursInTile(a, b, product: product, common: common)
      return table?.key(of: r, hours: hours) ?? scale.key(of: r, .hours(hours))
    }
    switch evidence?(a, b, r) ?? .commonBins(common) {
    case .commonBins(let bins):
      return table?.key(of: r, hours: Double(bins)) ?? scale.key(of: r, .commonBins(bins))
    case let other: return scale.key(of: r, other)
    }
  }
}
