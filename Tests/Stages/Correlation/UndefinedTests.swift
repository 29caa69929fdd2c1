import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("PearsonTiles where r is undefined")
struct UndefinedTests {
  private static let varied = [0.1, 0.5, 0.3, 0.9]

  @Test("a constant profile has no r, not even with itself, and each of its pairs is counted once")
  func constant() {
    let profiles = PlainProfiles(
      bins: 4, rows: [Self.varied, [0.1, 0.1, 0.1, 0.1], Self.varied.reversed(), [0, 0, 0, 0]])
    let (r, undefined) = profiles.byTiles()
    #expect(r[1].allSatisfy { $0.isNaN })
    #expect(r[3].allSatisfy { $0.isNaN })
    #expect(r[0][0] == 1)
    #expect(!r[0][2].isNaN)
    #expect(undefined == UndefinedCounts(tooFewBins: 0, constant: 5))
    #expect(profiles.differences() == [])
  }

  @Test("a constant whose double is not the sum of its parts is still constant")
  func constantNotExact() {
    // 24 times 0.1 is not 2.4: the mean of the means is not 0.1.
    let rows = [[Double](repeating: 0.1, count: 24), (0..<24).map { Double($0) / 24 }]
    #expect(PlainProfiles(bins: 24, rows: rows).byTiles().undefined == UndefinedCounts(constant: 1))
  }

  @Test("a profile that is constant over the common bins alone has no r there")
  func constantOverCommonBins() {
    let profiles = PlainProfiles(
      bins: 6,
      rows: [
        [0.1, 0.1, 0.1, 0.1, 0.9, 0.8], [0.5, 0.2, 0.3, 0.9, .nan, .nan], [0.5, 0.2, 0.3, 0.9, 0.3, .nan],
      ])
    let (r, undefined) = profiles.byTiles()
    #expect(r[0][1].isNaN)
    #expect(r[1][0].isNaN)
    #expect(!r[0][2].isNaN)
    #expect(r[0][0] == 1)
    #expect(undefined == UndefinedCounts(tooFewBins: 0, constant: 1))
    #expect(profiles.differences() == [])
  }

  @Test("constants over the common bins, at random, are found and counted")
  func constantAtRandom() {
    var random = SeededGenerator(seed: 41)
    // Three values a profile and many gaps: often only one value is left in common.
    let means = (0..<150 * 8).map { _ in
      [0.1, 0.1, 0.1, 1.0 / 3, 0.7, .nan, .nan, .nan].randomElement(using: &random)!
    }
    let profiles = PlainProfiles(bins: 8, means: means)
    #expect(profiles.undefined(minimumBins: 2).constant > 1_000)
    for minimum in 1...5 { #expect(profiles.differences(minimumBins: minimum) == []) }
  }

  @Test("fewer common bins than wanted make r undefined; as many do not", arguments: 1...6)
  func tooFew(minimum: Int) {
    // 4 common bins.
    let profiles = PlainProfiles(
      bins: 6, rows: [[0.1, 0.5, 0.3, 0.9, 0.2, .nan], [0.4, 0.5, 0.2, 0.1, .nan, 0.3]])
    let (r, undefined) = profiles.byTiles(minimumBins: minimum)
    #expect(r[0][1].isNaN == (minimum > 4))
    #expect(undefined == UndefinedCounts(tooFewBins: minimum > 4 ? 1 : 0, constant: 0))
    // With itself a station has its own 5 bins in common.
    #expect(r[0][0].isNaN == (minimum > 5))
    #expect(profiles.differences(minimumBins: minimum) == [])
  }

  @Test("more bins wanted than there are leave nothing defined")
  func more() {
    var random = SeededGenerator(seed: 42)
    let (r, undefined) = PlainProfiles.random(130, &random).byTiles(minimumBins: 25)
    #expect(r.joined().allSatisfy { $0.isNaN })
    #expect(undefined == UndefinedCounts(tooFewBins: 130 * 129 / 2, constant: 0))
  }

  @Test("too few common bins is the reason even for a constant profile")
  func firstReason() {
    let profiles = PlainProfiles(bins: 4, rows: [[0.5, 0.5, .nan, .nan], [0.1, 0.2, 0.3, 0.4]])
    #expect(profiles.byTiles(minimumBins: 3).undefined == UndefinedCounts(tooFewBins: 1, constant: 0))
    #expect(profiles.byTiles(minimumBins: 2).undefined == UndefinedCounts(tooFewBins: 0, constant: 1))
  }

  @Test("stations without any bin in common, or without any bin at all, are too few")
  func disjoint() {
    let profiles = PlainProfiles(
      bins: 6,
      rows: [
        [0.1, 0.2, 0.4, .nan, .nan, .nan], [.nan, .nan, .nan, 0.1, 0.2, 0.3],
        .init(repeating: .nan, count: 6),
      ])
    let (r, undefined) = profiles.byTiles()
    #expect(r[0][1].isNaN)
    #expect(r[2].allSatisfy { $0.isNaN })
    #expect(undefined == UndefinedCounts(tooFewBins: 3, constant: 0))
  }

  @Test("the stations to be named to the user are those that have no r with any other")
  func named() {
    let profiles = try! StandardisedProfiles(
      [[0.5, 0.5, 0.5], [0.1, 0.2, 0.3], [0.1, .nan, .nan], [.nan, .nan, .nan], [0.2, 0.1, .nan]]
        .flatMap { $0 }, bins: 3)
    // One bin is a constant profile as well.
    #expect(profiles.constantStations == [0, 2])
    #expect(profiles.stations(withFewerBinsThan: 3) == [2, 3, 4])
    #expect(profiles.stations(withFewerBinsThan: 1) == [3])
  }

  @Test("counts add up")
  func add() {
    var counts = UndefinedCounts(tooFewBins: 1, constant: 2)
    counts += UndefinedCounts(tooFewBins: 10, constant: 20)
    #expect(counts == UndefinedCounts(tooFewBins: 11, constant: 22))
  }
}
