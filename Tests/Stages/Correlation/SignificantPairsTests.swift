import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("SignificantPairs: those whose p can decide the q of others")
struct SignificantPairsTests {
  /// The extremes of the keys that are found, by cell, and the number of keys.
  private static func keys<Tiles: CorrelationTiles>(_ tiles: Tiles, bound: Double) -> (
    keys: [Double], count: Int
  ) {
    let pairs = SignificantPairs(tiles, bound: bound)
    var part = pairs.makePart(FalseDiscovery.Sweep(span: tiles.keyScale.span))
    var workspace = tiles.makeWorkspace()
    for k in 0..<tiles.grid.upperCount {
      let (i, j) = tiles.grid.upper(k)
      tiles.compute(i, j, into: &workspace)
      part.add(workspace.correlations, rows: tiles.grid.range(i), columns: tiles.grid.range(j))
    }
    return (part.sweep.values, part.count)
  }

  @Test(
    "a pair is found exactly if its p is at most the bound",
    arguments: CorrelationMethod.allCases, [0, 0.3])
  func bound(method: CorrelationMethod, missing: Double) {
    var random = SeededGenerator(seed: 91)
    let profiles = PlainProfiles.random(150, bins: 30, missing: missing, &random)
    let tiles = profiles.tiles(method)
    let r = PlainProfiles.matrix(tiles).r
    var p: [Double] = []
    for a in 0..<profiles.stations {
      for b in a + 1..<profiles.stations where !r[a][b].isNaN {
        p.append(tiles.evidence(a, b, r: r[a][b]).p(of: r[a][b]))
      }
    }
    p.sort()
    // Kendall's p is found by looking at all pairs.
    for bound in [0, p[0], p[70], p[p.count / 2].nextUp, 1] {
      let expected = method == .kendall ? p.count : p.count { $0 <= bound }
      let (keys, count) = Self.keys(tiles, bound: bound)
      #expect(count == expected, "\(bound)")
      let greatest = keys.max().map(tiles.keyScale.p(ofKey:)) ?? .nan
      if count > 0 { #expect(abs(greatest - p[0]) <= 1e-12 * p[0]) }
    }
  }
}
