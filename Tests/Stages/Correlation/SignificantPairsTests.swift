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
    let pairs = SignificantPairs(try! PairInference(tiles), bound: bound)
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
      // Spearman's exact p of few bins is found so, too.
      if method == .spearman && missing > 0 {
        #expect(count >= expected && count <= expected + 150, "\(bound)")
      } else {
        #expect(count == expected, "\(bound)")
      }
      let greatest = keys.max().map(tiles.keyScale.p(ofKey:)) ?? .nan
      if count > 0 { #expect(abs(greatest - p[0]) <= 1e-12 * p[0]) }
    }
  }

  @Test(
    "of effective hours, by a table of many stations as by the distribution of each pair",
    arguments: [24, 168])
  func effective(bins: Int) throws {
    var random = SeededGenerator(seed: 92)
    let profiles = PlainProfiles.random(1_000, bins: bins, &random)
    let standardised = try StandardisedProfiles(profiles.means, bins: bins)
    let tiles = PearsonTiles(standardised, minimumBins: 3)
    let hours = try tiles.makeEffectiveHours(.circular, threads: 2)
    let inference = try PairInference(tiles, hours, threads: 3, manyStations: 1_000)
    for bound in [1, 0.3, 1e-3] {
      let pairs = SignificantPairs(inference, bound: bound)
      var part = pairs.makePart(FalseDiscovery.Histogram(span: 64))
      var workspace = tiles.makeWorkspace()
      tiles.compute(0, 1, into: &workspace)
      var found: [Int: Double] = [:]
      let (rows, columns) = (tiles.grid.range(0), tiles.grid.range(1))
      part.forEach(workspace.correlations, rows: rows, columns: columns) { a, b, r, key in
        #expect(key == inference.key(of: r, inference.evidence(a, b, r: r)))
        found[a << 32 | b] = key
      }
      for a in rows {
        for b in columns {
          let r = workspace.correlations[a - rows.lowerBound, b - columns.lowerBound]
          let p = Significance.p(ofCorrelation: r, hours: hours.hours(a, b))
          guard let key = found[a << 32 | b] else {
            #expect(p > bound * (1 - 1e-9))
            continue
          }
          #expect(abs(inference.keyScale.p(ofKey: key) - p) <= 1e-12 * (1 + key) * p)
        }
      }
    }
  }
}
