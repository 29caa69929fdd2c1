import Correlation
import Testing

@Suite("Kendall's normal approximation with ties")
struct SignificanceKendallTests {
  /// n, S, sizes of the tie groups of both profiles, p of
  /// scipy.stats.kendalltau(method="asymptotic") (SciPy 1.17.1).
  private static let figures: [(n: Int, s: Double, a: [Int], b: [Int], p: Double)] = [
    (24, 132, [], [], 0.0010596863708565137),
    (24, 111, [1, 6, 3, 5, 3, 6], [1, 3, 4, 4, 7, 5], 0.0038052964488462303),
    (24, 49, [5, 14, 5], [3, 9, 10, 2], 0.13898736257540945),
    (5, -2, [], [], 0.624206114766406),
    (3, 3, [], [], 0.11718508719813801),
    (3, 2, [2, 1], [2, 1], 0.15729920705028516),
    (
      168, 3992, [11, 3, 7, 8, 10, 4, 7, 7, 12, 9, 9, 6, 11, 16, 8, 6, 8, 13, 8, 5],
      [2, 2, 6, 2, 4, 8, 10, 16, 14, 14, 16, 22, 13, 11, 8, 5, 3, 5, 3, 4], 3.683050458407036e-08
    ),
    (720, 65699, [358, 362], [191, 356, 173], 1.7610532206638507e-37),
  ]

  @Test("equals scipy.stats.kendalltau, whichever profile comes first")
  func scipy() {
    for (n, s, a, b, p) in Self.figures {
      let ties = (TieSums(groups: a), TieSums(groups: b))
      for z in [
        Significance.z(s: s, n: n, ties: ties.0, ties.1), Significance.z(s: s, n: n, ties: ties.1, ties.0),
      ] {
        #expect(z.sign == s.sign)
        // z is good to a few 2^-53; erfc makes z^2 (165 here) of that.
        #expect(abs(Significance.p(ofZ: z) / p - 1) <= 1e-13, "n \(n), S \(s)")
      }
    }
  }

  @Test("two bins without ties have variance 1")
  func twoBins() {
    #expect(Significance.z(s: 1, n: 2, ties: TieSums(), TieSums()) == 1)
    #expect(abs(Significance.p(ofZ: 1) - 0.31731050786291415) <= 1e-15)
  }

  @Test("a constant profile, or a single bin, has no score")
  func undefined() {
    let constant = TieSums(groups: [24])
    #expect(Significance.z(s: 0, n: 24, ties: constant, TieSums()).isNaN)
    #expect(Significance.z(s: 0, n: 24, ties: TieSums(), constant).isNaN)
    #expect(Significance.z(s: 0, n: 1, ties: TieSums(), TieSums()).isNaN)
  }

  @Test("the sums are those of the groups; single values add nothing")
  func sums() {
    var ties = TieSums(groups: [1, 4, 1])
    #expect(ties == TieSums(groups: [4]))
    #expect((ties.pairs, ties.triples, ties.weighted) == (12, 24, 156))
    ties.add(group: 2)
    #expect((ties.pairs, ties.triples, ties.weighted) == (14, 24, 174))
  }

  @Test("the ends of the normal distribution")
  func ends() {
    #expect(Significance.p(ofZ: 0) == 1)
    #expect(Significance.p(ofZ: -.infinity) == 0)
    #expect(Significance.p(ofZ: .nan).isNaN)
  }
}
