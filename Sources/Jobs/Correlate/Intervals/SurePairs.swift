import Correlation
import Distribution
import LinearAlgebra
import Rendering

/// `--rank-by low`: pairs by the least |r| in their interval, in a sweep over the tiles of their own.
struct SurePairs<Tiles: CorrelationTiles> {
  private let listing: PairListing<Tiles>
  private let intervals: DayIntervals

  init(_ listing: PairListing<Tiles>, _ intervals: DayIntervals) {
    (self.listing, self.intervals) = (listing, intervals)
  }

  /// The best pairs of all ranks, best first, with their rounded r. Collective. Throws `TooMany`, `ThreadError`, `Failure`
  /// where the profiles without each day are more than memory allows.
  func select(criterion: PairCriterion) throws -> [MatrixPair] {
    let byKey = PairCriterion(top: criterion.top)
    let selection = PairSelection(byKey, limit: listing.pairLimit)
    let (request, rounding) = (listing.request, listing.rounding)
    let replicates = try intervals.allReplicates(for: "intervals of all pairs")
    let rule = intervals.rule
    let parts = try listing.sweep.share(.correlating) { source in
      let filter = PairFilter(criterion, request, rounding)
      let settler = Settler(source.tiles, rounding)
      var part = selection.makePart(source.tiles.grid)
      var reader = replicates.makeReader()
      var order = TrueOrder(source.tiles.makeReferee())
      while let place = source.next() {
        for (row, a) in place.rows.enumerated() {
          for (column, b) in place.columns.enumerated() where a < b {
            let proposal = source.correlations[row, column]
            guard !proposal.isNaN else { continue }
            let pair = MatrixPair(r: settler.settled(a, b, proposal), a: UInt32(a), b: UInt32(b))
            guard filter.takes(pair, &order) else { continue }
            var moments = DayMoments()
            reader.add(a, b, to: &moments)
            try part.add(MatrixPair(r: rule.leastMagnitude(of: pair.r, moments), a: pair.a, b: pair.b))
          }
        }
      }
      return part.pairs
    }
    return try ApartPairs(listing).withRoundedR(listing.gather(parts, byKey))
  }
}

/// The pairs that are listed, by |r| and by distance.
struct PairFilter: Sendable {
  private let least, doubt: Double
  private let stations: ListedStations
  private let distances: ClosedRange<Double>?

  init(_ criterion: PairCriterion, _ request: MatrixRequest, _ rounding: Rounding) {
    (least, doubt) = (criterion.minimum, 1 / rounding.scale)
    (stations, distances) = (request.listed, request.distances)
  }

  /// Is a pair, whose r is rounded, among them? `order` is of its tiles.
  func takes(_ pair: MatrixPair, _ order: inout TrueOrder) -> Bool {
    guard pair.r.magnitude >= least - doubt else { return false }
    if let distances {
      guard let metres = stations.metres(Int(pair.a), Int(pair.b)), distances.contains(metres) else {
        return false
      }
    }
    // A rounded r may be less than r, or more.
    return least == 0 || pair.r.magnitude > least + doubt || order.isAtLeast(least, pair)
  }
}
