import LinearAlgebra
import Synchronization

/// Which pairs of stations are listed: those with |r| of at least `minimum`, and of these the `top` best.
package struct PairCriterion: Equatable, Sendable {
  /// The least |r|.
  package let minimum: Double
  /// The most pairs; nil for all.
  package let top: Int?

  /// Of the pairs of at least that |r|, the `top` with the greatest.
  package init(minimum: Double = 0, top: Int? = nil) {
    precondition(minimum >= 0 && (top ?? 0) >= 0)
    self.minimum = minimum
    self.top = top
  }
}

/// Selects pairs from tiles, by several threads; exact, whatever the order of the tiles.
///
/// Memory is bounded by the criterion: with `top`, three times as many pairs for each thread; without, `limit` in
/// all.
package final class PairSelection: Sendable {
  /// What is wanted.
  package let criterion: PairCriterion
  /// Pairs that may be held in all.
  private let limit: Int
  private let held = Atomic(0)
  /// So many pairs are as good as that: what is worse need not be looked at. The bits of a double that is not
  /// negative, which are in the order of the doubles.
  private let bar: Atomic<UInt64>

  /// `limit`: pairs that all threads together may hold where `criterion` has no `top`.
  package init(_ criterion: PairCriterion, limit: Int = .max) {
    self.criterion = criterion
    self.limit = limit
    bar = Atomic(criterion.minimum.bitPattern)
  }

  /// Raises the bar to where a sample of the matrix has it, with a wide margin: then hardly more pairs are held
  /// than are wanted. A sample can deceive: see `isTooStrict`.
  package func expect(sample: [MatrixPair], of total: Int) {
    guard let top = criterion.top, top < total, !sample.isEmpty else { return }
    let share = Double(top) / Double(total) * Double(sample.count)
    let rank = Int(share + 6 * share.squareRoot() + 8)
    guard rank < sample.count else { return }
    var best = sample
    best.keepBest(rank)
    raise(to: best.worst)
  }

  private func raise(to magnitude: Double) { bar.max(magnitude.bitPattern, ordering: .relaxed) }

  /// Was the bar too high for so many pairs to be found? Then all tiles must be gone through again, by a new
  /// selection without a sample.
  package func isTooStrict(found: Int) -> Bool {
    guard let top = criterion.top else { return false }
    return found < top && threshold > criterion.minimum
  }

  /// Pairs of a smaller |r| are not selected, as far as is known yet.
  package var threshold: Double { Double(bitPattern: bar.load(ordering: .relaxed)) }

  /// More pairs meet the criterion than may be held.
  package struct TooMany: Error {
    /// The pairs that may be held.
    package let limit: Int
  }

  /// One thread's part.
  package struct Part: ~Copyable {
    private let selection: PairSelection
    /// What was selected so far, in no order.
    package private(set) var pairs: [MatrixPair] = []
    private var places: [UInt32]
    private let most: Int
    private let settler: Settler?

    fileprivate init(_ selection: PairSelection, tileSize: Int, _ settler: Settler?) {
      (self.selection, self.settler) = (selection, settler)
      places = [UInt32](repeating: 0, count: tileSize)
      // A selection is worth its while when it drops as many as it keeps.
      most = selection.criterion.top.map { max(2 * $0, $0 + 4096) } ?? .max
    }

    /// Raises the bar before `next` pairs are taken, if they could be too many to hold: to where `seen`, a count of
    /// these pairs and of some or all before, shows enough that are better.
    package mutating func raiseBar(by seen: borrowing FalseDiscovery.Histogram, before next: Int) {
      guard let top = selection.criterion.top, pairs.count + next > most else { return }
      selection.raise(to: seen.lowerBound(ofGreatest: top))
    }

    /// Takes the pairs of the tile whose rows and columns are these stations, rows <= columns.
    /// Throws `TooMany` where all threads together hold more pairs than may be.
    package mutating func add(
      _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>
    ) throws(TooMany) {
      try add(rows, columns) { row, range, bar, places, body in
        tile.select(row: row, columns: range, atLeast: bar, places: &places, body)
      }
    }

    /// The same, and appends |r| of all pairs, selected or not, that `magnitudes` is for.
    /// Throws `TooMany` where all threads together hold more pairs than may be.
    package mutating func add(
      _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>,
      magnitudes: inout Matrix.Magnitudes
    ) throws(TooMany) {
      try add(rows, columns) { row, range, bar, places, body in
        tile.select(
          row: row, columns: range, atLeast: bar, places: &places, magnitudes: &magnitudes, body)
      }
    }

    /// Takes a pair whose `r` is what it is selected by.
    /// Throws `TooMany` where all threads together hold more pairs than may be.
    package mutating func add(_ pair: MatrixPair) throws(TooMany) {
      guard pair.r.magnitude >= selection.threshold else { return }
      pairs.append(pair)
      if pairs.count > most { drop() }
      guard selection.criterion.top == nil else { return }
      if selection.held.add(1, ordering: .relaxed).newValue > selection.limit {
        throw TooMany(limit: selection.limit)
      }
    }

    @inline(__always)
    private mutating func add(
      _ rows: Range<Int>, _ columns: Range<Int>,
      _ select: (
        _ row: Int, _ columns: Range<Int>, _ bar: Double, _ places: inout [UInt32],
        _ body: (_ column: Int, _ r: Double) -> Void
      ) -> Void
    ) throws(TooMany) {
      let (before, settler, margin) = (pairs.count, settler, settler?.margin ?? 0)
      var bar = selection.threshold
      for a in rows {
        let first = rows == columns ? a + 1 : columns.lowerBound
        select(a - rows.lowerBound, first - columns.lowerBound..<columns.count, bar - margin, &places) {
          column, proposal in
          let b = columns.lowerBound + column
          let r = settler?.settled(a, b, proposal) ?? proposal
          if r.magnitude >= bar { pairs.append(MatrixPair(r: r, a: UInt32(a), b: UInt32(b))) }
        }
        // Without a sample the first tiles are full of pairs that are soon dropped.
        if pairs.count > most {
          drop()
          bar = selection.threshold
        }
      }
      if selection.criterion.top == nil {
        let held = selection.held.add(pairs.count - before, ordering: .relaxed).newValue
        if held > selection.limit { throw TooMany(limit: selection.limit) }
      }
    }

    /// Drops what is below the bar, and raises that if this is not enough.
    private mutating func drop() {
      guard let top = selection.criterion.top else { return }
      pairs.dropWorse(than: selection.threshold)
      guard pairs.count - top > (most - top) / 2 else { return }
      pairs.keepBest(top)
      selection.raise(to: pairs.worst)
    }
  }

  /// The part of one thread, for tiles of that grid. With `settler` r is rounded before it is compared.
  package func makePart(_ grid: TileGrid, _ settler: Settler? = nil) -> Part {
    Part(self, tileSize: grid.tileSize, settler)
  }

  /// Those of selected pairs, in lists, that meet the criterion: best first; sorted by several threads.
  /// Throws `ThreadError`.
  package static func best(
    of selected: [[MatrixPair]], _ criterion: PairCriterion, threads: Int = 1
  ) throws -> [MatrixPair] {
    try [MatrixPair](bestOf: selected, top: criterion.top ?? .max, threads: threads)
  }

  /// The best correlated stations of one, from its row of the matrix, whose numbers are rounded: best first, as pairs
  /// are, and the doubles nearest to their r.
  package static func best(
    _ count: Int, of station: Int, in row: UnsafeBufferPointer<Double>, by order: inout TrueOrder
  ) -> [(station: Int, r: Double)] {
    // With the least r come all that are rounded to it.
    var others = row.indices.compactMap { other -> MatrixPair? in
      guard unsafe other != station && !row[other].isNaN else { return nil }
      return unsafe MatrixPair(r: row[other], a: UInt32(other), b: UInt32(station))
    }
    let all = others
    others.keepBest(count)
    let least = others.worst
    others = all.filter { $0.r.magnitude >= least }
    others.sortBestFirst()
    order.sort(&others)
    return others.prefix(count).map { other in
      let (a, b) = (min(Int(other.a), station), max(Int(other.a), station))
      return (Int(other.a), order.nearestDouble(a, b, proposal: other.r))
    }
  }
}

extension [MatrixPair] {
  fileprivate mutating func dropWorse(than bar: Double) { removeAll { abs($0.r) < bar } }

  /// The least |r|.
  fileprivate var worst: Double { reduce(.infinity) { Swift.min($0, abs($1.r)) } }
}
