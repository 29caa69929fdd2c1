/// Rounds single proposals of tiles to the doubles nearest to r of so many decimals, 15 at most. Of one thread.
package final class Settler {
  private let rounding: Rounding
  private let reach: Double
  private let referee: any Referee
  /// How r was decided so far.
  package private(set) var decisions = Decisions()

  /// Of these tiles.
  package init(_ tiles: some CorrelationTiles, _ rounding: Rounding) {
    self.rounding = rounding
    reach = rounding.reach(error: tiles.errorBound)
    referee = tiles.makeReferee()
  }

  /// A proposal is nearer than this to what it becomes.
  package var margin: Double { 1 / rounding.scale }

  /// r of a pair that has one, rounded.
  package func settled(_ a: Int, _ b: Int, _ proposal: Double) -> Double {
    let whole =
      rounding.whole(of: proposal, reach: reach)
      ?? referee.nearest(a, b, proposal: proposal, rounding, &decisions)
    return rounding.double(whole)
  }
}
