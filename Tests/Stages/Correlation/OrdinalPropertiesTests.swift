import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("What holds exactly for ordinal correlations")
struct OrdinalPropertiesTests {
  private static let methods = [CorrelationMethod.spearman, .kendall]

  @Test("equal orders have exactly 1, reversed ones exactly -1", arguments: methods, [0, 0.2])
  func sameOrder(method: CorrelationMethod, missing: Double) {
    var random = SeededGenerator(seed: 61)
    for (bins, values) in [(3, nil), (24, nil), (24, 5), (168, nil), (720, 90), (1_500, nil)] {
      let profile = PlainProfiles.random(1, bins: bins, missing: missing, values: values, &random).means
      let (r, undefined) = PlainProfiles(
        bins: bins, rows: [profile, profile.map { ($0 * $0 + 1) / 2 }, profile.map { 1 - $0 }]
      ).byTiles(method, minimumBins: 2)
      #expect(undefined == UndefinedCounts())
      #expect(r == [[1, 1, -1], [1, 1, -1], [-1, -1, 1]])
    }
  }

  @Test("the order of bins changes no bit", arguments: methods, [0, 0.3])
  func permutation(method: CorrelationMethod, missing: Double) {
    var random = SeededGenerator(seed: 62)
    let profiles = PlainProfiles.random(30, bins: 50, missing: missing, values: 20, &random)
    let places = (0..<50).shuffled(using: &random)
    let permuted = PlainProfiles(bins: 50, rows: (0..<30).map { row in places.map { profiles[row][$0] } })
    #expect(bits(profiles, method) == bits(permuted, method))
  }

  @Test("a rising function of the means changes no bit", arguments: methods, [0, 0.3])
  func risingFunction(method: CorrelationMethod, missing: Double) {
    var random = SeededGenerator(seed: 63)
    var profiles = PlainProfiles.random(30, missing: missing, values: 20, &random)
    let before = bits(profiles, method)
    // Of 20 values, none are so near that the function rounds them to one.
    profiles.means = profiles.means.map { $0 * $0 * $0 + 5 }
    #expect(bits(profiles, method) == before)
  }

  @Test("the last bit of a mean parts two values that would be tied", arguments: methods)
  func lastBit(method: CorrelationMethod) {
    let r = PlainProfiles(
      bins: 3, rows: [[1.0 / 3, (1.0 / 3).nextUp, 0.9], [0.1, 0.2, 0.3], [0.1, 0.1, 0.3], [-0.0, 0, 0.5]]
    ).byTiles(method).r
    #expect(r[0][1] == 1)
    #expect(r[0][2] < 1)
    #expect(r[2][3] == 1)
  }

  @Test("the matrix is symmetric to the last bit, with 1 exactly on the diagonal", arguments: methods)
  func symmetry(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 64)
    for missing in [0, 0.3] {
      let (r, _) = PlainProfiles.random(140, missing: missing, values: 9, &random).byTiles(method)
      for a in 0..<140 {
        #expect(r[a][a] == 1)
        for b in 0..<a { #expect(r[a][b].bitPattern == r[b][a].bitPattern) }
      }
    }
  }

  @Test("a pair's bits do not depend on the other stations or its place in a tile", arguments: methods)
  func place(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 65)
    var profiles = PlainProfiles.random(135, values: 15, &random)
    for station in 120..<135 { profiles.means[station * 24 + station - 115] = .nan }
    let whole = profiles.byTiles(method).r
    let some = [0, 5, 119, 120, 126, 127, 128, 134]
    let part = PlainProfiles(bins: 24, rows: some.map { profiles[$0] }).byTiles(method).r
    for (i, a) in some.enumerated() {
      for (j, b) in some.enumerated() { #expect(part[i][j].bitPattern == whole[a][b].bitPattern) }
    }
  }

  @Test("a tile does not depend on what its workspace held before", arguments: methods)
  func workspace(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 66)
    for missing in [0, 0.2] {
      let profiles = PlainProfiles.random(150, missing: missing, values: 9, &random)
      let tiles = profiles.tiles(method, minimumBins: 12)
      tiles.expectFreshTiles()
    }
  }

  @Test("the orders of stations do not depend on the threads that make them", arguments: methods)
  func threads(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 67)
    let profiles = PlainProfiles.random(11, missing: 0.2, values: 9, &random)
    let expected = bits(profiles, method)
    for threads in [2, 3, 11, 20] {
      let ranked = try! OrderedProfiles(Matrix(profiles.means, columns: 24), threads: threads)
      let found =
        method == .kendall
        ? PlainProfiles.matrix(KendallTiles(ranked, minimumBins: 3))
        : PlainProfiles.matrix(SpearmanTiles(ranked, minimumBins: 3))
      #expect(found.r.map { $0.map(\.bitPattern) } == expected)
    }
  }

  private func bits(_ profiles: PlainProfiles, _ method: CorrelationMethod) -> [[UInt64]] {
    profiles.byTiles(method).r.map { $0.map(\.bitPattern) }
  }
}
