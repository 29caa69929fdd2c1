import LinearAlgebra

/// Kendall's tau-b of profiles, tile by tile.
///
/// tau-b = S / sqrt((n0 - n1) (n0 - n2)), over the n0 = n (n - 1) / 2 pairs of the n bins that both have: S the
/// concordant pairs less the discordant ones, n1 and n2 the pairs tied in either profile. S is the product of the
/// signs of all pairs of bins, 0 where a bin is missing; of profiles of very many bins, it is counted.
package final class KendallTiles: OrdinalTiles {
  /// The most bins whose pairs' signs are multiplied, K^2 / 64 steps a pair of stations. From some 1,500 bins on
  /// (with AVX-512; fewer without) counting takes less time.
  package static let mostSignedBins = 1_200

  /// The profiles whose correlations these are.
  package let profiles: OrderedProfiles
  /// Fewest common bins of a defined r, at least 1.
  package let minimumBins: Int
  /// The tiles of the matrix of all stations.
  package let grid: TileGrid
  let squares: [Int]
  private let signs: PairSigns?
  /// Nil of complete profiles, and of very many bins.
  private let untiedKeys: UntiedKeys?

  /// `mostSignedBins` is for tests.
  package init(
    _ profiles: OrderedProfiles, minimumBins: Int, mostSignedBins: Int = KendallTiles.mostSignedBins
  ) {
    precondition(minimumBins >= 1)
    self.profiles = profiles
    self.minimumBins = minimumBins
    grid = TileGrid(stations: profiles.stations, bins: 1)
    squares = zip(profiles.binCounts, profiles.ties).map { $1.untiedPairs(of: $0) }
    signs = profiles.bins <= mostSignedBins ? PairSigns(profiles) : nil
    untiedKeys = profiles.isComplete ? nil : UntiedKeys(bins: profiles.bins)
  }

  private init(_ other: KendallTiles, minimumBins: Int) {
    (profiles, grid, squares, signs) = (other.profiles, other.grid, other.squares, other.signs)
    untiedKeys = other.untiedKeys
    self.minimumBins = minimumBins
  }

  /// Of the same signs.
  package func requiring(_ minimumBins: Int) -> KendallTiles { KendallTiles(self, minimumBins: minimumBins) }

  /// With room for the signs of two tile rows, where signs are multiplied.
  package func makeWorkspace() -> TileWorkspace {
    TileWorkspace(grid, makeReferee(), scratch: signs?.makeScratch(tileSize: grid.tileSize))
  }

  /// The signs of all pairs of bins would be more than the pairs of stations.
  package func vectors(of stations: [Int]) -> StationVectors? { nil }

  /// S by products of signs, or by counting where profiles have very many bins, over the root of the untied pairs.
  package func compute(_ i: Int, _ j: Int, into workspace: inout TileWorkspace) {
    precondition(i <= j)
    let (rows, columns) = (grid.range(i), grid.range(j))
    if let signs {
      signs.multiply(rows, columns, into: &workspace)
    } else {
      var counter = ConcordanceCounter(profiles)
      for b in columns {
        let levels = profiles.levels(of: b, missing: Int32(-1))
        for a in rows where a <= b {
          workspace.correlations[a - rows.lowerBound, b - columns.lowerBound] = Double(
            counter.score(a, b, levels: levels, common: commonBins(a, b)))
        }
      }
    }
    divide(rows, columns, &workspace) { a, b, common, score in
      PairSums(
        product: score, squaresA: profiles.ties(of: a, over: b).untiedPairs(of: common),
        squaresB: profiles.ties(of: b, over: a).untiedPairs(of: common))
    }
  }

  /// Kendall's tau-b.
  package var method: CorrelationMethod { .kendall }

  /// |z|, as the variance of S differs from pair to pair; -log p where a pair may have few bins.
  package var keyScale: KeyScale {
    profiles.isComplete && bins > OrderStatistics.mostBins ? .normal : .logarithm
  }

  /// S and the ties over the common bins; of few without ties, S among those of all orders.
  package func evidence(_ a: Int, _ b: Int, r: Double) -> Evidence {
    let concordance = concordance(a, b, r: r)
    guard concordance.commonBins <= OrderStatistics.mostBins, !profiles.hasTies(a, b) else {
      return .concordance(concordance)
    }
    return .exact(p: OrderStatistics.p(ofScore: concordance.score, bins: concordance.commonBins))
  }

  /// That of S and the number of common bins, where neither station has equal means.
  package func knownKey(_ a: Int, _ b: Int, r: Double) -> Double? {
    guard let untiedKeys, profiles.ties[a].pairs == 0, profiles.ties[b].pairs == 0 else { return nil }
    return untiedKeys.key(r: r, bins: commonBins(a, b))
  }

  /// S and the ties over the common bins.
  package func evidence(_ a: Int, _ b: Int, r: Double, hours: Double) -> Evidence {
    .score(concordance(a, b, r: r), hours: hours)
  }

  /// Counted anew.
  func sums(_ a: Int, _ b: Int) -> PairSums {
    var counter = ConcordanceCounter(profiles)
    let common = commonBins(a, b)
    let score = counter.score(
      a, b, levels: profiles.levels(of: b, missing: Int32(-1)), common: common)
    return PairSums(
      product: Double(score), squaresA: profiles.ties(of: a, over: b).untiedPairs(of: common),
      squaresB: profiles.ties(of: b, over: a).untiedPairs(of: common))
  }

  /// S is found again from r and what it was divided by.
  private func concordance(_ a: Int, _ b: Int, r: Double) -> Concordance {
    let common = commonBins(a, b)
    let (tiesA, tiesB) = (profiles.ties(of: a, over: b), profiles.ties(of: b, over: a))
    let divisor = divisor(tiesA.untiedPairs(of: common), tiesB.untiedPairs(of: common)) ?? 0
    // S is an integer, and r good to some 1e-16 of itself.
    return Concordance(commonBins: common, score: Int((r * divisor).rounded()), tiesA: tiesA, tiesB: tiesB)
  }

  func sums(_ a: Int, _ b: Int, r: Double) -> PairSums {
    let concordance = concordance(a, b, r: r)
    return PairSums(
      product: Double(concordance.score), squaresA: concordance.tiesA.untiedPairs(of: concordance.commonBins),
      squaresB: concordance.tiesB.untiedPairs(of: concordance.commonBins))
  }
}
