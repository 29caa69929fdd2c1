import Correlation
import TestSupport
import Testing

@Suite("Benjamini-Hochberg q of listed pairs against the definition over all pairs")
struct FalseDiscoveryTests {
  @Test("the greatest, any, all and none listed; few keys collected, or all", arguments: KeyKind.allCases)
  func definition(kind: KeyKind) {
    for (count, seed) in [(1, 61), (2, 62), (50, 63), (6_000, 64)] as [(Int, UInt64)] {
      var stream = kind.stream(count, seed: seed)
      let lists = [
        [], stream.greatest(1), stream.greatest(count / 20), stream.anywhere(1), stream.anywhere(count / 50),
        stream.anywhere(count), stream.anywhere(count / 2) + [.nan] + stream.anywhere(count / 2),
      ]
      for limit in [1, 2, 100, 3_000, 1 << 19] {
        for keepsExtremes in [false, true] {
          (stream.limit, stream.keepsExtremes) = (limit, keepsExtremes)
          for listed in lists {
            let found = stream.outcome(listed: listed)
            #expect(
              found.q.map(\.bitPattern) == stream.definition(listed: listed).map(\.bitPattern),
              "\(listed.count) of \(count) listed, limit \(limit)")
            if listed.isEmpty { #expect(found.passes == 0) }
          }
        }
      }
    }
  }

  @Test("of how many pairs q is below a level", arguments: KeyKind.allCases)
  func level(kind: KeyKind) {
    for (count, seed) in [(1, 161), (50, 162), (6_000, 163)] as [(Int, UInt64)] {
      var stream = kind.stream(count, seed: seed)
      let q = stream.definition(listed: stream.keys.filter { !$0.isNaN })
      for level in [1e-6, 0.05, 0.4, 0.99] {
        for limit in [1, 100, 1 << 19] {
          (stream.level, stream.limit, stream.keepsExtremes) = (level, limit, limit != 100)
          for listed in [[], stream.greatest(count / 20)] {
            let found = stream.outcome(listed: listed)
            #expect(found.countBelowLevel == q.count { $0 < level }, "\(count) keys, level \(level)")
            #expect(found.singlyBelowLevel == found.countBelowLevel)
            #expect(found.q.map(\.bitPattern) == stream.definition(listed: listed).map(\.bitPattern))
          }
        }
      }
    }
  }

  @Test("keys known beforehand change nothing but the passes", arguments: KeyKind.allCases)
  func known(kind: KeyKind) {
    var stream = kind.stream(5_000, seed: 65)
    let present = stream.keys.count { !$0.isNaN }
    for limit in [10, 1 << 19] {
      for keepsExtremes in [false, true] {
        (stream.limit, stream.keepsExtremes) = (limit, keepsExtremes)
        for listed in [stream.greatest(200), stream.anywhere(100)] {
          let expected = stream.definition(listed: listed).map(\.bitPattern)
          for known in [1, 100, 200, 300, 2_500, present] {
            let found = stream.outcome(listed: listed, known: known)
            #expect(found.q.map(\.bitPattern) == expected, "\(known) known, limit \(limit)")
            if known == present { #expect(found.passes == 0) }
          }
        }
      }
    }
  }

  @Test("the same to the last bit for every number of threads, order of keys and order of merging")
  func anyOrder() {
    for kind in KeyKind.allCases {
      var stream = kind.stream(3_000, seed: 66)
      let listed = stream.anywhere(300) + stream.greatest(100)
      for limit in [50, 1_000] {
        for keepsExtremes in [false, true] {
          (stream.limit, stream.keepsExtremes, stream.workers, stream.seed) = (limit, keepsExtremes, 1, 0)
          let alone = stream.outcome(listed: listed)
          for (workers, byFigures) in [(2, false), (3, true), (7, true), (16, false)] {
            (stream.workers, stream.byFigures, stream.seed) = (workers, byFigures, UInt64(workers))
            let shared = stream.outcome(listed: listed)
            #expect(shared.q.map(\.bitPattern) == alone.q.map(\.bitPattern))
            #expect((shared.passes, shared.splits) == (alone.passes, alone.splits))
          }
        }
      }
    }
  }

  @Test("all NaN, or no keys at all: no pair is listed, and no pass is needed")
  func nothing() {
    for keys in [[], [Double](repeating: .nan, count: 100)] {
      let stream = KeyStream(keys: keys, p: { 1 - $0 })
      let found = stream.outcome(listed: [.nan])
      #expect(found.passes == 0)
      #expect(found.q.count == 1 && found.q[0].isNaN)
    }
  }

  @Test("the number of pairs is that of the keys that are numbers")
  func total() {
    var histogram = FalseDiscovery.Histogram()
    [0.5, .nan, -0.25, 1, .nan].withUnsafeBufferPointer { histogram.add($0) }
    let discovery = FalseDiscovery(histogram, listed: [0.5]) { 1 - $0 }
    #expect(discovery.total == 3)
  }

  @Test("one pair: q is p")
  func one() {
    let stream = KeyStream(keys: [-0.4], p: { Significance.p(ofCorrelation: $0, bins: 24) })
    #expect(stream.outcome(listed: [0.4]).q == [Significance.p(ofCorrelation: 0.4, bins: 24)])
  }

  @Test("equals scipy.stats.false_discovery_control 1.17.1 and statsmodels 0.15.0 fdrcorrection")
  func peers() {
    // r over 24 bins and q of their p.
    let figures: [(r: Double, q: Double)] = [
      (0.91, 3.54873324515422e-09), (0.13, 0.6054242691735147), (0.55, 0.011916851135367654),
      (0.91, 3.54873324515422e-09), (0.02, 0.926095802025471), (-0.77, 4.328879251793152e-05),
      (0.4, 0.07539983057509708), (0.41, 0.07539983057509708), (-0.405, 0.07539983057509708),
      (0.38, 0.08934081417330997), (0.99, 6.57971650876372e-19), (-0.63, 0.003230671755128484),
      (0.61, 0.004430907491142831), (0.58, 0.00742424796659045), (-0.3, 0.19295376142001336),
      (0.29, 0.1991187856869652), (0.05, 0.859499434054516), (0.91, 3.54873324515422e-09),
      (0.45, 0.04973469918577106), (-0.47, 0.04095360524944019),
    ]
    let stream = KeyStream(
      keys: figures.map(\.r) + [.nan], p: { Significance.p(ofCorrelation: $0, bins: 24) })
    for (found, figure) in zip(stream.outcome(listed: figures.map(\.r)).q, figures) {
      // The p-values of both are good to some 1e-13.
      #expect(abs(found / figure.q - 1) <= 1e-12, "r \(figure.r): \(found), expected \(figure.q)")
    }
  }

  @Test("with p of real correlations, which falls by rounding here and there, q is as good as p")
  func rounding() {
    for (kind, n) in [(KeyKind.correlated, 24), (.null, 24), (.mixed, 168), (.mixed, 3)] {
      var stream = kind.stream(20_000, seed: 67)
      stream.p = { Significance.p(ofCorrelation: $0, bins: n) }
      stream.limit = 500
      let listed = stream.greatest(300) + stream.anywhere(200)
      for (found, expected) in zip(stream.outcome(listed: listed).q, stream.definition(listed: listed)) {
        #expect(found == expected || abs(found / expected - 1) <= 8e-13)
      }
    }
  }
}
