import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("PearsonTiles over profiles without missing bins")
struct CompleteProfilesTests {
  @Test(
    "equals the definition, for every number of stations about that of a tile",
    arguments: [1, 2, 3, 127, 128, 129, 255, 256, 300])
  func stations(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    #expect(PlainProfiles.random(count, &random).differences() == [])
  }

  @Test("equals the definition, for every number of bins", arguments: [1, 2, 3, 4, 7, 24, 168, 276])
  func bins(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    #expect(PlainProfiles.random(20, bins: count, &random).differences(minimumBins: min(3, count)) == [])
  }

  @Test("one station alone correlates with itself")
  func single() {
    let (r, undefined) = PlainProfiles(bins: 4, rows: [[0.1, 0.2, 0.4, 0.3]]).byTiles()
    #expect(r == [[1]])
    #expect(undefined == UndefinedCounts())
  }

  @Test("no station at all has no tile")
  func none() {
    let profiles = try! StandardisedProfiles([], bins: 24)
    #expect(PearsonTiles(profiles, minimumBins: 3).grid.count == 0)
  }

  @Test("the matrix is symmetric to the last bit, with 1 exactly on the diagonal", arguments: [5, 128, 131])
  func symmetry(count: Int) {
    var random = SeededGenerator(seed: 21)
    let (r, _) = PlainProfiles.random(count, &random).byTiles()
    for a in 0..<count {
      #expect(r[a][a] == 1)
      for b in 0..<a { #expect(r[a][b] == r[b][a]) }
    }
  }

  @Test("profiles that are linear in one another have r of 1 and -1, never beyond")
  func linear() {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<50 {
      let profile = PlainProfiles.random(1, &random).means
      let factor = Double.random(in: 0.01...0.9, using: &random)
      let r = PlainProfiles(
        bins: 24,
        rows: [profile, profile, profile.map { factor * $0 + 0.05 }, profile.map { 1 - factor * $0 }]
      ).byTiles().r
      for (a, b, expected) in [(0, 1, 1), (0, 2, 1), (1, 2, 1), (0, 3, -1), (2, 3, -1)]
        as [(Int, Int, Double)]
      {
        #expect(abs(r[a][b]) <= 1)
        #expect(abs(r[a][b] - expected) <= PlainProfiles.tolerance)
      }
    }
  }

  @Test("profiles without anything in common have an r of 0")
  func orthogonal() {
    let (r, _) = PlainProfiles(bins: 4, rows: [[0, 1, 0, 1], [0, 0, 1, 1]]).byTiles()
    // Deviations of one half each: exact in binary.
    #expect(r[0][1] == 0)
  }

  @Test("a value known by hand")
  func byHand() {
    // Deviations (-1, 0, 1) and (-1, 1, 0) of a third and more: 1 / (sqrt 2 * sqrt 2).
    let (r, _) = PlainProfiles(bins: 3, rows: [[0.25, 0.5, 0.75], [0.25, 0.75, 0.5]]).byTiles()
    #expect(abs(r[0][1] - 0.5) <= PlainProfiles.tolerance)
  }

  @Test(
    "profiles that hardly vary equal the definition",
    arguments: [1e-3, 1e-6, 1e-9, 1e-12, 1e-15])
  func nearlyConstant(amplitude: Double) {
    // The last amplitude is some units in the last place of a mean.
    var random = SeededGenerator(seed: 23)
    let profiles = PlainProfiles(
      bins: 24, means: (0..<20 * 24).map { _ in 0.7 + amplitude * Double.random(in: 0...1, using: &random) })
    #expect(profiles.differences() == [])
  }

  @Test("profiles that vary in one bin alone, by one unit in the last place, equal the definition")
  func oneBin() {
    let rows = (0..<24).map { odd in (0..<24).map { $0 == odd ? 0.3.nextUp : 0.3 } }
    #expect(PlainProfiles(bins: 24, rows: rows).differences() == [])
  }

  @Test("tiny means, of stations nearly always full, equal the definition")
  func tiny() {
    var random = SeededGenerator(seed: 24)
    let profiles = PlainProfiles(
      bins: 24, means: (0..<10 * 24).map { _ in 0x1p-60 * Double(Int.random(in: 0...9, using: &random)) })
    #expect(profiles.differences() == [])
  }

  @Test("a tile does not depend on what its workspace held before")
  func workspace() {
    var random = SeededGenerator(seed: 25)
    for missing in [0, 0.2] {
      let profiles = PlainProfiles.random(150, missing: missing, &random)
      let tiles = PearsonTiles(
        try! StandardisedProfiles(profiles.means, bins: 24), minimumBins: 12)
      tiles.expectFreshTiles()
    }
  }
}
