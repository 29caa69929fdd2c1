import LinearAlgebra

/// The pairs of tiles whose p can decide the q of listed ones; to find them costs less than p of all.
///
/// Of M pairs, k are listed, with p of at most u: their q are at most u M / k. A pair whose p is greater than that
/// bound decides none of them, and only counts: as one with p = 1.
package struct SignificantPairs<Tiles: CorrelationTiles>: Sendable {
  private let inference: PairInference<Tiles>
  /// By class of hours, or by number of common bins: the |r| below which p is greater than the bound. Empty where p
  /// follows from more.
  private let least: [Double]
  /// Where there are very many.
  private let fast: EffectiveKeys?

  private var tiles: Tiles { inference.tiles }

  /// `bound`: the greatest p of interest.
  package init(_ inference: PairInference<Tiles>, bound: Double) {
    self.inference = inference
    let tiles = inference.tiles
    if tiles.method == .kendall {
      least = []
    } else if inference.effective != nil {
      // By the most hours of a class, of which the least |r| is enough.
      least = (0...HourClass.of(Double(tiles.bins))).map {
        Self.leastMagnitude(hours: HourClass.end($0), bound: bound)
      }
    } else {
      let few = tiles.method == .spearman ? OrderStatistics.mostBins : -1
      least = (0...tiles.bins).map { $0 <= few ? 0 : Self.leastMagnitude(hours: Double($0), bound: bound) }
    }
    if let effective = inference.effective, let table = inference.table {
      fast = EffectiveKeys(effective, table, least: least)
    } else {
      fast = nil
    }
  }

  /// All pairs of at least that |r|, and no others, are of interest: if p follows from r alone.
  package var leastMagnitude: Double { least.last ?? 0 }

  private static func leastMagnitude(hours: Double, bound: Double) -> Double {
    guard bound < 1 && hours >= 2 else { return 0 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      // p falls but for rounding.
      if Significance.p(ofCorrelation: middle, hours: hours) > bound * (1 + 1e-9) {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  /// One thread's part.
  package struct Part<Keys: KeyAccumulator>: ~Copyable {
    private let pairs: SignificantPairs
    private let settler: Settler?
    private var places: [UInt32]
    private var products: Matrix
    private var keys: [Double] = []
    /// The keys of this thread's pairs of interest.
    package private(set) var sweep: Keys
    /// Pairs whose keys were added.
    package private(set) var count = 0

    fileprivate init(_ pairs: SignificantPairs, _ sweep: Keys, _ settler: Settler?) {
      (self.pairs, self.settler) = (pairs, settler)
      self.sweep = sweep
      let size = pairs.tiles.grid.tileSize
      places = [UInt32](repeating: 0, count: size)
      // Without effective hours there are none, but a row to look at.
      products = Matrix(rows: pairs.inference.effective == nil ? 1 : size, columns: size)
    }

    /// Takes the pairs of the tile whose rows and columns are these stations, rows <= columns.
    package mutating func add(_ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>) {
      pairs.inference.effective?.multiply(rows, columns, into: &products)
      var (keys, places): ([Double], [UInt32]) = ([], [])
      swap(&keys, &self.keys)
      swap(&places, &self.places)
      for a in rows {
        keys.removeAll(keepingCapacity: true)
        forEachKey(of: a, tile, rows, columns, &places) { _, _, key in keys.append(key) }
        count += keys.count
        unsafe keys.withUnsafeBufferPointer { unsafe sweep.add($0) }
      }
      swap(&keys, &self.keys)
      swap(&places, &self.places)
    }

    /// Calls `body` with the stations, r and key of each pair of interest of such a tile.
    package mutating func forEach(
      _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>,
      _ body: (_ a: Int, _ b: Int, _ r: Double, _ key: Double) throws -> Void
    ) rethrows {
      pairs.inference.effective?.multiply(rows, columns, into: &products)
      var places: [UInt32] = []
      swap(&places, &self.places)
      defer { swap(&places, &self.places) }
      var found: [(b: Int, r: Double, key: Double)] = []
      for a in rows {
        found.removeAll(keepingCapacity: true)
        forEachKey(of: a, tile, rows, columns, &places) { b, r, key in found.append((b, r, key)) }
        for (b, r, key) in found { try body(a, b, r, key) }
      }
    }

    @inline(__always)
    private func forEachKey(
      of a: Int, _ tile: borrowing Matrix, _ rows: Range<Int>, _ columns: Range<Int>,
      _ places: inout [UInt32], _ body: (_ b: Int, _ r: Double, _ key: Double) -> Void
    ) {
      let (tiles, least, settler, inference) = (pairs.tiles, pairs.least, settler, pairs.inference)
      if let fast = pairs.fast {
        let row = a - rows.lowerBound
        unsafe tile.withRow(row) { proposals in
          unsafe products.withRow(row) { products in
            let proposals = unsafe UnsafeBufferPointer(rebasing: proposals[..<columns.count])
            unsafe fast.forEach(
              EffectiveKeys.Row(
                station: a, firstColumn: columns.lowerBound, first: rows == columns ? row + 1 : 0,
                proposals: proposals, products: products), settler, body)
          }
        }
        return
      }
      let (row, margin) = (a - rows.lowerBound, settler?.margin ?? 0)
      let first = rows == columns ? row + 1 : 0
      let (effective, leastMagnitude) = (pairs.inference.effective, pairs.leastMagnitude)
      unsafe products.withRow(effective == nil ? 0 : row) { products in
        tile.select(
          row: row, columns: first..<columns.count, atLeast: leastMagnitude - margin, places: &places
        ) { column, proposal in
          let b = columns.lowerBound + column
          let evidence: Evidence
          let r: Double
          if let effective {
            let hours = unsafe effective.hours(
              a, b, product: products[column], common: tiles.commonBins(a, b))
            // The more hours count, the less |r| is as significant.
            if !least.isEmpty, proposal.magnitude + margin < least[HourClass.of(hours)] { return }
            r = settler?.settled(a, b, proposal) ?? proposal
            evidence = tiles.evidence(a, b, r: r, hours: hours)
          } else {
            r = settler?.settled(a, b, proposal) ?? proposal
            guard r.magnitude >= leastMagnitude else { return }
            if let key = tiles.knownKey(a, b, r: r) { return body(b, r, key) }
            evidence = tiles.evidence(a, b, r: r)
            if case .commonBins(let bins) = evidence, !least.isEmpty, r.magnitude < least[bins] { return }
          }
          body(b, r, inference.key(of: r, evidence))
        }
      }
    }
  }

  /// The part of one thread, which adds to a copy of `sweep`. With `settler` r is rounded before it is used.
  package func makePart<Keys: KeyAccumulator>(_ sweep: Keys, _ settler: Settler? = nil) -> Part<Keys> {
    Part(self, sweep, settler)
  }
}
