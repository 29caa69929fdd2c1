import Correlation
import TestSupport
import Testing

@Suite("What the significance of a pair follows from")
struct EvidenceTests {
  @Test(
    "Pearson and Spearman give the number of common bins", arguments: [CorrelationMethod.pearson, .spearman])
  func commonBins(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 81)
    for missing in [0, 0.4] {
      let profiles = PlainProfiles.random(9, bins: 70, missing: missing, &random)
      let tiles = profiles.tiles(method)
      for a in 0..<9 {
        for b in 0..<9 { #expect(tiles.evidence(a, b, r: 0.5) == .commonBins(profiles.common(a, b).count)) }
      }
    }
  }

  @Test(
    "Kendall gives S and the ties over the common bins, for few bins and many",
    arguments: [5, 24, 168, 2_100])
  func concordance(bins: Int) throws {
    var random = SeededGenerator(seed: 82)
    for (missing, values) in [(0, nil), (0.3, nil), (0, 4), (0.3, 4), (0.3, 30)] as [(Double, Int?)] {
      let stations = bins > 1_000 ? 2 : 7
      let profiles = PlainProfiles.random(stations, bins: bins, missing: missing, values: values, &random)
      let tiles = profiles.tiles(.kendall)
      let r = PlainProfiles.matrix(tiles).r
      for a in 0..<stations {
        for b in 0..<stations where !r[a][b].isNaN {
          let common = profiles.common(a, b)
          let (x, y) = (common.map(\.0), common.map(\.1))
          let pairs = PlainCorrelation.pairs(x, y)
          if case .exact = tiles.evidence(a, b, r: r[a][b]) {
            #expect(
              common.count <= OrderStatistics.mostBins && Set(x).count == x.count && Set(y).count == y.count)
            continue
          }
          guard case .concordance(let found) = tiles.evidence(a, b, r: r[a][b]) else {
            Issue.record("no concordance")
            return
          }
          #expect(found.commonBins == common.count)
          #expect(found.score == pairs.concordant - pairs.discordant)
          #expect(sums(found.tiesA) == tieSums(x))
          #expect(sums(found.tiesB) == tieSums(y))
          #expect(found.commonBins == tiles.commonBins(a, b))
        }
      }
    }
  }

  @Test("a key that is known is that of the evidence, to the last bit", arguments: [2, 5, 9, 10, 24, 48, 49])
  func knownKeys(bins: Int) {
    var random = SeededGenerator(seed: 83)
    for (missing, values) in [(0, nil), (0.3, nil), (0.3, 4)] as [(Double, Int?)] {
      let profiles = PlainProfiles.random(8, bins: bins, missing: missing, values: values, &random)
      for method in CorrelationMethod.allCases {
        let tiles = profiles.tiles(method)
        let r = PlainProfiles.matrix(tiles).r
        var known = 0
        for a in 0..<8 {
          for b in 0..<8 where a != b && !r[a][b].isNaN {
            guard let key = tiles.knownKey(a, b, r: r[a][b]) else { continue }
            known += 1
            let due = tiles.keyScale.key(of: r[a][b], tiles.evidence(a, b, r: r[a][b]))
            #expect(key.bitPattern == due.bitPattern, "\(r[a][b])")
          }
        }
        if method != .kendall || missing == 0 || bins > 48 { #expect(known == 0) }
        if method == .kendall && missing > 0 && values == nil && (10...48).contains(bins) {
          #expect(known > 20)
        }
      }
    }
  }

  @Test("a group of four equal values and one of two, by hand")
  func byHand() {
    let tiles = PlainProfiles(bins: 7, rows: [[1, 1, 1, 1, 2, 3, 3], [1, 2, 3, 4, 5, 6, 7]]).tiles(.kendall)
    guard case .concordance(let found) = tiles.evidence(0, 1, r: PlainProfiles.matrix(tiles).r[0][1]) else {
      Issue.record("no concordance")
      return
    }
    // 21 pairs, of which 6 and 1 are tied.
    #expect(found.score == 14)
    #expect(sums(found.tiesA) == [12 + 2, 24 + 0, 4 * 3 * 13 + 2 * 1 * 9])
    #expect(sums(found.tiesB) == [0, 0, 0])
    // Neither way round these are orders without ties, whose p would be exact.
    guard case .concordance(let other) = tiles.evidence(1, 0, r: PlainProfiles.matrix(tiles).r[0][1]) else {
      Issue.record("ties of the second pass for none")
      return
    }
    #expect(other.score == 14 && sums(other.tiesA) == [0, 0, 0])
  }

  private func sums(_ ties: TieSums) -> [Int] { [ties.pairs, ties.triples, ties.weighted] }

  private func tieSums(_ values: [Double]) -> [Int] {
    Dictionary(grouping: values) { $0 }.values.reduce(into: [0, 0, 0]) { sums, group in
      let t = group.count
      sums[0] += t * (t - 1)
      sums[1] += t * (t - 1) * (t - 2)
      sums[2] += t * (t - 1) * (2 * t + 5)
    }
  }
}
