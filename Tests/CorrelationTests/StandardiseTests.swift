import CTiles
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
