import Correlation
import TestSupport
import Testing

@Suite("PearsonTiles over profiles with missing bins")
struct MissingBinsTests {
  @Test(
    "equals the definition over the common bins",
    arguments: [(2, 0.3), (40, 0.05), (40, 0.5), (40, 0.85), (127, 0.1), (129, 0.3), (300, 0.2)])
  func random(stations: Int, missing: Double) {
    var random = SeededGenerator(seed: UInt64(stations) + UInt64(100 * missing))
    #expect(PlainProfiles.random(stations, missing: missing, &random).differences() == [])
  }

  @Test(
    "some stations with gaps, and constant ones, among complete ones", arguments: [0.01, 0.1, 0.2, 0.3, 0.6])
  func someGaps(share: Double) {
    var random = SeededGenerator(seed: UInt64(1_000 * share))
    // Few values: now and then a profile is constant over the common bins.
    var profiles = PlainProfiles.random(300, bins: 6, values: 3, &random)
    for station in 0..<300 where Double.random(in: 0..<1, using: &random) < share {
      for bin in 0..<6 where Bool.random(using: &random) { profiles.means[station * 6 + bin] = .nan }
    }
    for station in stride(from: 0, to: 300, by: 29) {
      for bin in 0..<6 where !profiles.means[station * 6 + bin].isNaN {
        profiles.means[station * 6 + bin] = 0.5
      }
    }
    for minimum in [1, 3, 5, 7] { #expect(profiles.differences(minimumBins: minimum) == []) }
  }

  @Test("one station with gaps does not disturb the pairs of the others")
  func oneGap() {
    var random = SeededGenerator(seed: 31)
    var profiles = PlainProfiles.random(130, &random)
    let complete = profiles.byTiles().r
    profiles.means[5 * 24 + 3] = .nan
    let withGap = profiles.byTiles().r
    #expect(profiles.differences() == [])
    for a in 0..<130 where a != 5 {
      for b in 0..<130 where b != 5 { #expect(withGap[a][b].bitPattern == complete[a][b].bitPattern) }
    }
  }

  @Test("a bin that no station has changes nothing")
  func emptyBin() {
    var random = SeededGenerator(seed: 32)
    let profiles = PlainProfiles.random(20, bins: 23, missing: 0.1, &random)
    let widened = PlainProfiles(bins: 24, rows: (0..<20).map { profiles[$0] + [.nan] })
    let (narrow, wide) = (profiles.byTiles().r, widened.byTiles().r)
    for a in 0..<20 {
      for b in 0..<20 {
        #expect(narrow[a][b].isNaN == wide[a][b].isNaN)
        // Other shapes of products, hence other orders of sums.
        if !narrow[a][b].isNaN { #expect(abs(narrow[a][b] - wide[a][b]) <= PlainProfiles.tolerance) }
      }
    }
  }

  @Test("common bins that hold little of a profile's variation equal the definition")
  func cancellation() {
    // One bin of two makes nearly all the variance, and the other station lacks it: what remains over
    // the common bins is smaller by `scale`, down to where sums over masks have no digit left.
    var random = SeededGenerator(seed: 33)
    for scale in [1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-9, 1e-12] {
      var rows = (0..<8).map { _ in
        (0..<24).map { _ in 0.5 + scale * Double.random(in: -0.5...0.5, using: &random) }
      }
      for i in 0..<8 {
        rows[i][i] = 1
        rows[i][(i + 3) % 8] = .nan
      }
      #expect(PlainProfiles(bins: 24, rows: rows).differences() == [], "scale \(scale)")
    }
  }

  @Test("r of 1 and -1 over the common bins is never exceeded")
  func clamped() {
    var random = SeededGenerator(seed: 34)
    for _ in 0..<50 {
      let profile = PlainProfiles.random(1, &random).means
      var rows = [profile, profile.map { 0.3 * $0 + 0.1 }, profile.map { 1 - 0.7 * $0 }]
      for i in 0..<3 { rows[i][.random(in: 0..<24, using: &random)] = .nan }
      let (r, _) = PlainProfiles(bins: 24, rows: rows).byTiles()
      for (a, b, expected) in [(0, 1, 1), (0, 2, -1), (1, 2, -1)] as [(Int, Int, Double)] {
        #expect(abs(r[a][b]) <= 1)
        #expect(abs(r[a][b] - expected) <= PlainProfiles.tolerance)
      }
    }
  }

  @Test("the diagonal is 1 exactly, and the matrix symmetric to the last bit")
  func symmetry() {
    var random = SeededGenerator(seed: 35)
    let (r, _) = PlainProfiles.random(140, missing: 0.3, &random).byTiles()
    for a in 0..<140 {
      #expect(r[a][a] == 1)
      for b in 0..<a { #expect(r[a][b] == r[b][a]) }
    }
  }
}
