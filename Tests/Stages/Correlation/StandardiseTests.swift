import CCorrelation
import Correlation
import LinearAlgebra
import TestSupport
import Testing

/// The loops over profiles in C, against their plain Swift twins: the same bits on every CPU.
@Suite("Standardising a profile")
struct StandardiseTests {
  private static func standardised(_ profile: [Double], origin: Double) -> [Double] {
    func sum(_ term: (Double) -> Double) -> Double {
      var sums = [0.0, 0, 0, 0]
      let whole = profile.count - profile.count % 4
      for (i, x) in profile.enumerated() where !x.isNaN { sums[i < whole ? i % 4 : 0] += term(x) }
      return (sums[0] + sums[1]) + (sums[2] + sums[3])
    }
    let centre = sum { $0 - origin } / Double(profile.count { !$0.isNaN })
    let norm = sum { ($0 - origin - centre) * ($0 - origin - centre) }.squareRoot()
    return profile.map { $0.isNaN ? 0 : ($0 - origin - centre) / norm }
  }

  @Test(
    "the bits are those of the twin, with and without gaps, for all lengths", arguments: [0.0, 0.05, 0.5])
  func bits(missing: Double) {
    var random = SeededGenerator(seed: UInt64(100 * missing) + 1)
    for count in [2, 3, 4, 5, 7, 8, 23, 24, 168, 1_001] {
      var profile = (0..<count).map { _ in
        Double.random(in: 0..<1, using: &random) < missing ? .nan : Double.random(in: 0...1, using: &random)
      }
      (profile[0], profile[count - 1]) = (0.25, 0.75)
      let due = Self.standardised(profile, origin: profile[0])
      var (found, least, greatest) = (profile, 0.0, 0.0)
      let present = velibcorr_census(profile, count, &least, &greatest)
      let values = profile.filter { !$0.isNaN }
      #expect(present == values.count && least == values.min() && greatest == values.max())
      velibcorr_standardise(&found, count, present, profile[0])
      #expect(found.map(\.bitPattern) == due.map(\.bitPattern))
    }
  }

  @Test(
    "rows standardised one by one, then tiled, give the bits of all together; constant ones stay without r")
  func oneByOne() throws {
    var random = SeededGenerator(seed: 5)
    var profiles = PlainProfiles.random(140, bins: 25, &random)
    for station in [3, 130] {
      for bin in 0..<25 { profiles.means[station * 25 + bin] = 0.1 }
    }
    let together = PearsonTiles(
      try StandardisedProfiles(Matrix(profiles.means, columns: 25), threads: 2), minimumBins: 3)
    var rows = Matrix(profiles.means, columns: 25)
    for station in 0..<140 { rows.withMutableRow(station) { StandardisedProfiles.standardise($0) } }
    let apart = PearsonTiles(StandardisedProfiles(standardised: rows), minimumBins: 3)
    #expect(apart.constantStations == [3, 130])
    #expect(apart.shortStations == [])
    #expect(apart.commonBins(0, 139) == 25)
    var first = together.makeWorkspace()
    var second = apart.makeWorkspace()
    for (i, j) in together.grid.tiles(touching: 0..<together.grid.count) {
      together.compute(i, j, into: &first)
      apart.compute(i, j, into: &second)
      #expect(first.undefined == second.undefined)
      for row in 0..<together.grid.range(i).count {
        for column in (i == j ? row : 0)..<together.grid.range(j).count {
          let (a, b) = (first.correlations[row, column], second.correlations[row, column])
          #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN))
        }
      }
    }
  }

  @Test("no number, one, and many that are the same")
  func census() {
    var (least, greatest) = (0.0, 0.0)
    #expect(velibcorr_census([.nan, .nan], 2, &least, &greatest) == 0)
    #expect(least == .infinity && greatest == -.infinity)
    #expect(velibcorr_census([.nan, 0.5, .nan], 3, &least, &greatest) == 1)
    #expect(least == 0.5 && greatest == 0.5)
    #expect(velibcorr_census([Double](repeating: 0.1, count: 99), 99, &least, &greatest) == 99)
    #expect(least == 0.1 && greatest == 0.1)
  }
}
