/// Sums over the groups of t equal values of a profile: what Spearman's r and tau-b divide by, and what
/// Kendall's variance needs. Exact for profiles of up to a million bins.
package struct TieSums: Equatable, Sendable {
  /// Sum of t (t - 1).
  package private(set) var pairs = 0
  /// Sum of t (t - 1) (t - 2).
  package private(set) var triples = 0

  /// Without ties.
  package init() {}

  /// Of groups of equal values, by their sizes.
  package init(groups: some Sequence<Int>) {
    for size in groups { add(group: size) }
  }

  /// Adds a group of `t` equal values.
  package mutating func add(group t: Int) {
    pairs += t * (t - 1)
    triples += t * (t - 1) * (t - 2)
  }

  /// Sum of t (t - 1) (2 t + 5).
  package var weighted: Int { 2 * triples + 9 * pairs }

  /// Sum of the squares of the doubled, centred average ranks of n values: (n^3 - n - sum (t^3 - t)) / 3.
  func squaredAverageRanks(of n: Int) -> Int { (n * n * n - n - triples - 3 * pairs) / 3 }

  /// Pairs of n values that differ: (n (n - 1) - sum t (t - 1)) / 2.
  func untiedPairs(of n: Int) -> Int { (n * (n - 1) - pairs) / 2 }
}
