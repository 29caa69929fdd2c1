import LinearAlgebra

/// The pairs of tiles whose p can decide the q of listed ones; to find them costs less than p of all.
///
/// Of M pairs, k are listed, with p of at most u: their q are at most u M / k. A pair whose p is greater than that
/// bound decides none of them, and only counts: as one with p = 1.
package struct SignificantPairs<Tiles: CorrelationTiles>: Sendable {
  private let tiles: Tiles
  /// By number of common bins: the |r| below which p is greater than the bound. Empty where p follows from more.
  private let least: [Double]

  /// `bound`: the greatest p of interest.
  package init(_ tiles: Tiles, bound: Double) {
    self.tiles = tiles
    switch tiles.keyScale {
    case .normal: least = []
    case .magnitude, .logarithm:
      least = (0...tiles.bins).map { Self.leastMagnitude(bins: $0, bound: bound) }
    }
  }

  /// All pairs of at least that |r|, and no others, are of interest: if p follows from r alone.
  package var leastMagnitude: Double { least.last ?? 0 }

  /// Those of at least that |r|, where p follows from r alone.
  package init(_ tiles: Tiles, leastMagnitude: Double) {
    self.tiles = tiles
    least = [Double](repeating: leastMagnitude, count: tiles.bins + 1)
  }

  private static func leastMagnitude(bins: Int, bound: Double) -> Double {
    guard bound < 1 && bins >= 2 else { return 0 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      // p falls but for rounding.
      if Significance.p(ofCorrelation: middle, bins: bins) > bound * (1 + 1e-9) {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  /// One thread's part.
  package struct Part: ~Copyable {
    private let pairs: SignificantPairs
    private let settler: Settler?
    private var places: [UInt32]
    private var keys: [Double] = []
    /// The keys of this thread's pairs of interest.
    package private(set) var sweep: FalseDiscovery.Sweep
    /// Pairs whose keys were added.
    package private(set) var count = 0

    fileprivate init(_ pairs: SignificantPairs, _ sweep: FalseDiscovery.Sweep, _ settler: Settler?) {
      (self.pairs, self.settler) = (pairs, settler)
      self.sweep = sweep
      places = [UInt32](repeating: 0, count: pairs.tiles.grid.tileSize)
    }

    /// Takes the pairs of the tile whose rows and columns are these stations, rows <= columns.
    package mutating func add(_ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>) {
      let (tiles, least, settler) = (pairs.tiles, pairs.least, settler)
      let bar = pairs.leastMagnitude - (settler?.margin ?? 0)
      for a in rows {
        let first = rows == columns ? a + 1 : columns.lowerBound
        let range = first - columns.lowerBound..<columns.count
        keys.removeAll(keepingCapacity: true)
        // The more bins two have in common, the less |r| is as significant.
        tile.select(row: a - rows.lowerBound, columns: range, atLeast: bar, places: &places) {
          column, proposal in
          let r = settler?.settled(a, columns.lowerBound + column, proposal) ?? proposal
          guard r.magnitude >= pairs.leastMagnitude else { return }
          let evidence = tiles.evidence(a, columns.lowerBound + column, r: r)
          if case .commonBins(let bins) = evidence, r.magnitude < least[bins] { return }
          keys.append(tiles.keyScale.key(of: r, evidence))
        }
        count += keys.count
        unsafe keys.withUnsafeBufferPointer { unsafe sweep.add($0) }
      }
    }
  }

  /// The part of one thread, which adds to a copy of `sweep`. With `settler` r is rounded before it is used.
  package func makePart(_ sweep: FalseDiscovery.Sweep, _ settler: Settler? = nil) -> Part {
    Part(self, sweep, settler)
  }
}
