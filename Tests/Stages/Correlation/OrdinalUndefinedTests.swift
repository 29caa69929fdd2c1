import Correlation
import TestSupport
import Testing

@Suite("Where ordinal correlations are undefined")
struct OrdinalUndefinedTests {
  private static let methods = [CorrelationMethod.spearman, .kendall]
  private static let varied = [0.1, 0.5, 0.3, 0.9]

  @Test(
    "a constant profile has no r, not even with itself, and each of its pairs is counted once",
    arguments: methods)
  func constant(method: CorrelationMethod) {
    let profiles = PlainProfiles(
      bins: 4, rows: [Self.varied, [0.1, 0.1, 0.1, 0.1], Self.varied.reversed(), [0, 0, 0, 0]])
    let (r, undefined) = profiles.byTiles(method)
    #expect(r[1].allSatisfy { $0.isNaN })
    #expect(r[3].allSatisfy { $0.isNaN })
    #expect(r[0][0] == 1)
    #expect(undefined == UndefinedCounts(tooFewBins: 0, constant: 5))
    #expect(profiles.differences(method) == [])
  }

  @Test("a profile that is constant over the common bins alone has no r there", arguments: methods)
  func constantOverCommonBins(method: CorrelationMethod) {
    let profiles = PlainProfiles(
      bins: 6,
      rows: [
        [0.1, 0.1, 0.1, 0.1, 0.9, 0.8], [0.5, 0.2, 0.3, 0.9, .nan, .nan], [0.5, 0.2, 0.3, 0.9, 0.3, .nan],
      ])
    let (r, undefined) = profiles.byTiles(method)
    #expect(r[0][1].isNaN && r[1][0].isNaN)
    #expect(!r[0][2].isNaN)
    #expect(undefined == UndefinedCounts(tooFewBins: 0, constant: 1))
    #expect(profiles.differences(method) == [])
  }

  @Test("constants over the common bins, at random, are found and counted", arguments: methods)
  func constantAtRandom(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 71)
    let means = (0..<150 * 8).map { _ in
      [0.1, 0.1, 0.1, 1.0 / 3, 0.7, .nan, .nan, .nan].randomElement(using: &random)!
    }
    let profiles = PlainProfiles(bins: 8, means: means)
    #expect(profiles.undefined(method, minimumBins: 2).constant > 1_000)
    for minimum in 1...5 { #expect(profiles.differences(method, minimumBins: minimum) == []) }
  }

  @Test("fewer common bins than wanted make r undefined; as many do not", arguments: methods, 1...6)
  func tooFew(method: CorrelationMethod, minimum: Int) {
    // 4 common bins, 5 of each.
    let profiles = PlainProfiles(
      bins: 6, rows: [[0.1, 0.5, 0.3, 0.9, 0.2, .nan], [0.4, 0.5, 0.2, 0.1, .nan, 0.3]])
    let (r, undefined) = profiles.byTiles(method, minimumBins: minimum)
    #expect(r[0][1].isNaN == (minimum > 4))
    #expect(r[0][0].isNaN == (minimum > 5))
    #expect(undefined == UndefinedCounts(tooFewBins: minimum > 4 ? 1 : 0, constant: 0))
  }

  @Test("more bins wanted than there are leave nothing defined", arguments: methods)
  func more(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 72)
    let (r, undefined) = PlainProfiles.random(130, &random).byTiles(method, minimumBins: 25)
    #expect(r.joined().allSatisfy { $0.isNaN })
    #expect(undefined == UndefinedCounts(tooFewBins: 130 * 129 / 2, constant: 0))
  }

  @Test("too few common bins is the reason even for a constant profile", arguments: methods)
  func firstReason(method: CorrelationMethod) {
    let profiles = PlainProfiles(bins: 4, rows: [[0.5, 0.5, .nan, .nan], [0.1, 0.2, 0.3, 0.4]])
    #expect(profiles.byTiles(method, minimumBins: 3).undefined == UndefinedCounts(tooFewBins: 1))
    #expect(profiles.byTiles(method, minimumBins: 2).undefined == UndefinedCounts(constant: 1))
  }

  @Test("stations with one bin in common, none, or without any bin, are too few", arguments: methods)
  func disjoint(method: CorrelationMethod) {
    let profiles = PlainProfiles(
      bins: 6,
      rows: [
        [0.1, 0.2, 0.4, .nan, .nan, .nan], [.nan, .nan, .nan, 0.1, 0.2, 0.3],
        [.nan, .nan, 0.1, 0.2, 0.3, 0.4], .init(repeating: .nan, count: 6),
      ])
    let (r, undefined) = profiles.byTiles(method, minimumBins: 2)
    #expect(r[1][2] == 1)
    #expect(r[3].allSatisfy { $0.isNaN })
    #expect(undefined == UndefinedCounts(tooFewBins: 5, constant: 0))
    // One common bin is a constant.
    #expect(profiles.byTiles(method, minimumBins: 1).undefined == UndefinedCounts(tooFewBins: 4, constant: 1))
  }

  @Test("no station at all has no tile", arguments: CorrelationMethod.allCases)
  func none(method: CorrelationMethod) {
    #expect(PlainProfiles(bins: 24, means: []).tiles(method).grid.count == 0)
  }

  @Test(
    "the stations to be named to the user are those that have no r with any other",
    arguments: CorrelationMethod.allCases)
  func named(method: CorrelationMethod) {
    let profiles = PlainProfiles(
      bins: 3,
      rows: [[0.5, 0.5, 0.5], [0.1, 0.2, 0.3], [0.1, .nan, .nan], [.nan, .nan, .nan], [0.2, 0.1, .nan]])
    // One bin is a constant profile as well.
    #expect(profiles.tiles(method).constantStations == [0, 2])
    #expect(profiles.tiles(method).shortStations == [2, 3, 4])
    #expect(profiles.tiles(method, minimumBins: 1).shortStations == [3])
  }
}
