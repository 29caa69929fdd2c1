/// Benjamini-Hochberg q-values, exact, of some listed pairs among very many, in bounded memory.
///
/// Of M pairs with a p-value, p_(1) <= ... <= p_(M),
///
///     q_i = min(1, min over the places j with p_(j) >= p_i of p_(j) M / j)
///
/// (Benjamini and Hochberg 1995; R's `p.adjust(method = "BH")`). The M pairs are never kept or sorted:
/// they are streamed as *keys*, in any order, by any number of threads and ranks, once or a few times.
/// A key is a double whose sign is ignored, the greater the smaller p is: |r| for complete profiles, |z|
/// or -log p where p does not depend on |r| alone. NaN is a pair without p.
///
///     var histogram = FalseDiscovery.Histogram()           // one a thread; add() keys, merge()
///     ...
///     var discovery = FalseDiscovery(histogram, listed: keys, known: top) { r in
///       Significance.p(ofCorrelation: r, bins: n)
///     }
///     while let pass = discovery.pass {
///       var sweep = pass                                   // one a thread; add() the same keys, merge()
///       ...
///       discovery.finish(sweep)
///     }
///     discovery.q(of: key)
///
/// The first pass counts keys by cell, before it need be known which pairs are listed. That gives the
/// place at the end of each cell, hence bounds of p M / j in it; only cells that may hold the minimum
/// of a listed pair are looked at again: split finer while they hold more than `limit` keys, else
/// collected. What is decided depends on counts and keys alone, never on the order of adding or merging;
/// ranks that merge the same figures decide the same.
///
/// The q-values rest on p-values that are too small (see `Significance`), and Benjamini-Hochberg holds for
/// independent or positively dependent pairs: read q as a cut-off, not as the share of false findings.
package struct FalseDiscovery: Sendable {
  /// A pair whose key and p are at hand.
  package struct Known: Equatable, Sendable {
    /// |r|, |z| or -log p: see `KeyScale`.
    package var key: Double
    /// The two-sided p of that key.
    package var p: Double

    /// A pair by its key and its p.
    package init(key: Double, p: Double) {
      self.key = key
      self.p = p
    }
  }

  /// The pass to run next, empty; nil when q is known. Add to copies of it all the keys of the first
  /// pass, merge them, and `finish`.
  package private(set) var pass: Sweep?
  /// Pairs with a p-value: M.
  package let total: Int

  /// Pairs whose q is below `level`; no pass may be left.
  package private(set) var countBelowLevel = 0

  private let listed: [Double]
  private let level: Double
  private let limit: Int
  private let cells: Cells
  private var ladder: Ladder
  private var levels: [Ladder.Level] = []

  /// `listed`: the keys of the listed pairs, in any order; NaNs are no pairs.
  ///
  /// `known`: the greatest keys of all with their p, in descending order; only keys equal to the last may
  /// be missing. They need no pass. A list of the top K gives at least itself; with a few per cent more
  /// than K, real data usually need no second pass at all.
  ///
  /// `limit` bounds the keys that a pass collects over all threads and ranks (some 100 bytes each in the
  /// end). A pass that splits takes 3 bytes of it a thread, or 200 bytes an open bracket.
  ///
  /// Of how many pairs q is below `level` is found out, too.
  ///
  /// `p` must not increase over 0 ... infinity. Where it does by rounding, by some 1e-13 of itself, q is
  /// that much less exact, and still the same for every order.
  package init(
    _ first: Histogram, listed: [Double], known: [Known] = [], level: Double = 0, limit: Int = 1 << 19,
    p: @escaping @Sendable (Double) -> Double
  ) {
    self.init(first.cells, listed, level, limit, Ladder(first.brackets, known: known, p: p))
  }

  /// From a first pass over proposals.
  package init(
    _ first: Counts, listed: [Double], known: [Known] = [], level: Double = 0, limit: Int = 1 << 19,
    p: @escaping @Sendable (Double) -> Double
  ) {
    self.init(first.cells, listed, level, limit, Ladder(first.brackets, known: known, p: p))
  }

  /// From a first pass that kept each cell's extremes: `Sweep(span:)`.
  package init(
    _ first: Sweep, listed: [Double], known: [Known] = [], level: Double = 0, limit: Int = 1 << 19,
    p: @escaping @Sendable (Double) -> Double
  ) {
    self.init(first.targets.cells, listed, level, limit, Ladder(first.brackets, known: known, p: p))
  }

  private init(_ cells: Cells, _ listed: [Double], _ level: Double, _ limit: Int, _ ladder: Ladder) {
    precondition(limit > 0)
    self.listed = Self.descending(listed)
    (self.level, self.limit) = (level, limit)
    self.cells = cells
    self.ladder = ladder
    total = ladder.total
    examine()
  }

  private static func descending(_ listed: [Double]) -> [Double] {
    var keys = listed
    keys.removeAll(where: \.isNaN)
    for i in keys.indices { keys[i] = keys[i].magnitude }
    // Mostly they are so already: to see that costs less than to sort.
    if !zip(keys, keys.dropFirst()).allSatisfy(>=) { keys.sort(by: >) }
    return keys
  }

  /// Keys that the next pass looks into.
  package var openCount: Int { ladder.openBrackets.reduce(0) { $0 + $1.count } }

  /// Takes the sums of a whole pass.
  package mutating func finish(_ sweep: Sweep) {
    guard let pass, pass.targets == sweep.targets else {
      preconditionFailure("a sweep of another pass")
    }
    ladder.refine(by: sweep.brackets)
    examine()
  }

  /// q of a listed pair, by its key; NaN for NaN. No pass may be left.
  package func q(of key: Double) -> Double {
    precondition(pass == nil, "q is not known before the last pass")
    guard !key.isNaN else { return .nan }
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      if levels[middle].key <= key.magnitude { high = middle } else { low = middle + 1 }
    }
    precondition(low < levels.count, "the key is not listed")
    return levels[low].q
  }

  /// Is the q of a key, listed or not, below `level`? No pass may be left.
  package func isBelowLevel(_ key: Double) -> Bool {
    precondition(pass == nil, "q is not known before the last pass")
    return countBelowLevel > 0 && ladder.isBelow(level, key.magnitude, count: countBelowLevel)
  }

  private mutating func examine() {
    levels = ladder.climb(to: listed)
    countBelowLevel = ladder.count(below: level)
    let open = ladder.openBrackets
    pass = open.isEmpty ? nil : Sweep(into: open, of: cells, limit: limit)
  }
}
