import LinearAlgebra

/// Puts correlations in the order of their exact magnitudes. Of one thread.
package struct TrueOrder {
  private let referee: any Referee
  /// How pairs were decided.
  package private(set) var decisions = Decisions()

  /// Decides by `referee`.
  package init(_ referee: any Referee) { self.referee = referee }

  /// The double nearest to r of a pair that has one; `proposal` is what a tile says it is.
  package mutating func nearestDouble(_ a: Int, _ b: Int, proposal: Double) -> Double {
    referee.nearestDouble(a, b, proposal: proposal, &decisions)
  }

  /// Is |r| of a pair at least `bar`, a double up to 1?
  package mutating func isAtLeast(_ bar: Double, _ pair: MatrixPair) -> Bool {
    let (a, b) = (Int(pair.a), Int(pair.b))
    if let order = referee.precise(a, b, proposal: pair.r)
      .compareMagnitude(to: PreciseNumber(bar, 0, error: 0))
    {
      return order > 0
    }
    return referee.exact(a, b, proposal: pair.r).compareMagnitude(to: bar) >= 0
  }

  /// Sorts pairs by falling |r|, then by `a` and by `b`. They are in that order already but for those whose rounded r,
  /// `MatrixPair.r`, is of the same magnitude.
  package mutating func sort(_ pairs: inout [MatrixPair]) {
    var start = 0
    while start < pairs.count {
      var end = start + 1
      while end < pairs.count && pairs[end].r.magnitude == pairs[start].r.magnitude { end += 1 }
      if end - start > 1 { sortTies(&pairs[start..<end]) }
      start = end
    }
  }

  private mutating func sortTies(_ pairs: inout ArraySlice<MatrixPair>) {
    let ties = pairs.map { Tie($0, referee) }
    decisions.precise += ties.count
    pairs.replaceSubrange(pairs.indices, with: ties.sorted { $0.isBefore($1) }.map(\.pair))
    decisions.exact += ties.count { $0.isDecided }
  }

  /// One of several pairs whose rounded r are the same.
  private final class Tie {
    let pair: MatrixPair
    private let precise: PreciseNumber
    private let referee: any Referee
    private lazy var exact = referee.exact(Int(pair.a), Int(pair.b), proposal: pair.r)
    private(set) var isDecided = false

    init(_ pair: MatrixPair, _ referee: any Referee) {
      (self.pair, self.referee) = (pair, referee)
      precise = referee.precise(Int(pair.a), Int(pair.b), proposal: pair.r)
    }

    func isBefore(_ other: Tie) -> Bool {
      if let order = precise.compareMagnitude(to: other.precise) { return order > 0 }
      (isDecided, other.isDecided) = (true, true)
      let order = exact.compareMagnitude(to: other.exact)
      return order == 0 ? (pair.a, pair.b) < (other.pair.a, other.pair.b) : order > 0
    }
  }
}
