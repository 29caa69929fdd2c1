/// Decides what a proposal leaves open: r of single pairs, to more bits. Of one thread.
package protocol Referee: AnyObject {
  /// r with fewer roundings than proposals of tiles may have, and its greatest error; nil where `precise` is as quick.
  /// `proposal` is that of the tiles.
  func careful(_ a: Int, _ b: Int, proposal: Double) -> (r: Double, error: Double)?
  /// r to some 100 bits. `proposal` is that of the tiles.
  func precise(_ a: Int, _ b: Int, proposal: Double) -> PreciseNumber
  /// r as it is.
  func exact(_ a: Int, _ b: Int, proposal: Double) -> RootRatio
}

/// How pairs were decided whose proposals left it open.
package struct Decisions: Equatable, Sendable {
  /// By a product with fewer roundings.
  package var careful = 0
  /// By two doubles.
  package var precise = 0
  /// By whole numbers.
  package var exact = 0
  /// Proposals that were farther from r than their bound: never, or the bound is wrong. Counted where that is asked for.
  package var beyond = 0
  /// Nanoseconds of threads in which tiles were rounded.
  package var nanoseconds: Int64 = 0

  /// None yet.
  package init() {}

  /// Adds those of other pairs.
  package static func += (a: inout Decisions, b: Decisions) {
    a.careful += b.careful
    a.precise += b.precise
    a.exact += b.exact
    a.beyond += b.beyond
    a.nanoseconds += b.nanoseconds
  }

  /// The figures, in an order that `init(_:)` knows, for sums over ranks.
  package var figures: [Int64] {
    [Int64(careful), Int64(precise), Int64(exact), Int64(beyond), nanoseconds]
  }

  /// Of `figures`.
  package init(_ figures: [Int64]) {
    (careful, precise, exact) = (Int(figures[0]), Int(figures[1]), Int(figures[2]))
    (beyond, nanoseconds) = (Int(figures[3]), figures[4])
  }
}

extension Referee {
  /// The whole number nearest to r 10^decimals, of a pair with an r.
  func nearest(_ a: Int, _ b: Int, proposal: Double, _ rounding: Rounding, _ decisions: inout Decisions)
    -> Int64
  {
    if let (r, error) = careful(a, b, proposal: proposal),
      let whole = rounding.whole(of: r, reach: rounding.reach(error: error))
    {
      decisions.careful += 1
      return whole
    }
    if let whole = precise(a, b, proposal: proposal).nearest(decimals: rounding.decimals) {
      decisions.precise += 1
      return whole
    }
    decisions.exact += 1
    return exact(a, b, proposal: proposal).nearest(decimals: rounding.decimals)
  }

  /// The double nearest to r, of a pair with an r.
  package func nearestDouble(_ a: Int, _ b: Int, proposal: Double, _ decisions: inout Decisions) -> Double {
    if let double = precise(a, b, proposal: proposal).nearestDouble {
      decisions.precise += 1
      return double
    }
    decisions.exact += 1
    return exact(a, b, proposal: proposal).nearestDouble
  }
}
