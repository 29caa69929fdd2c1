import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("SpearmanTiles and KendallTiles against the definitions")
struct OrdinalMethodsTests {
  @Test(
    "equal them for every number of stations about that of a tile",
    arguments: [CorrelationMethod.spearman, .kendall], [1, 2, 127, 128, 129, 257])
  func stations(method: CorrelationMethod, count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    #expect(PlainProfiles.random(count, bins: 8, &random).differences(method) == [])
    #expect(PlainProfiles.random(count, bins: 8, missing: 0.1, values: 5, &random).differences(method) == [])
  }

  @Test(
    "equal them for every number of bins, also of whole vectors and about",
    arguments: [CorrelationMethod.spearman, .kendall],
    [1, 2, 3, 15, 16, 17, 24, 63, 64, 65, 168, 180, 181, 276, 720])
  func bins(method: CorrelationMethod, count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let stations = count > 100 ? 6 : 20
    for missing in [0, 0.2] {
      let profiles = PlainProfiles.random(stations, bins: count, missing: missing, &random)
      #expect(profiles.differences(method, minimumBins: min(2, count)) == [])
    }
  }

  @Test(
    "equal them for all kinds of gaps and ties",
    arguments: [CorrelationMethod.pearson, .spearman, .kendall])
  func gapsAndTies(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 51)
    for missing in [0, 0.05, 0.5, 0.9] {
      for values in [2, 3, 12, nil] {
        let profiles = PlainProfiles.random(40, bins: 24, missing: missing, values: values, &random)
        for minimum in [1, 3] { #expect(profiles.differences(method, minimumBins: minimum) == []) }
      }
    }
  }

  @Test("equal them for a few stations with gaps among complete ones", arguments: CorrelationMethod.allCases)
  func fewGaps(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 52)
    var profiles = PlainProfiles.random(150, values: 30, &random)
    for station in [3, 4, 127, 140] { profiles.means[station * 24 + station % 24] = .nan }
    for bin in 0..<24 { profiles.means[50 * 24 + bin] = 0.5 }
    #expect(profiles.differences(method) == [])
  }

  @Test("equal them for 500 stations", arguments: CorrelationMethod.allCases)
  func manyStations(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 53)
    let profiles = PlainProfiles.random(500, bins: 24, missing: 0.05, values: 40, &random)
    let (r, _) = profiles.byTiles(method)
    for _ in 0..<5_000 {
      let (a, b) = (Int.random(in: 0..<500, using: &random), Int.random(in: 0..<500, using: &random))
      guard a != b else { continue }
      let outcome = profiles.outcome(a, b, method, minimumBins: 3)
      #expect(outcome.agrees(with: r[a][b]), "(\(a), \(b)) = \(r[a][b]), expected \(outcome)")
    }
  }

  @Test("Kendall by signs of pairs and by counting is the same to the last bit")
  func countedIsSigned() {
    var random = SeededGenerator(seed: 54)
    // Beyond 2,048 and 32,768 bins the counter has another set, and another group of them.
    for (stations, bins, values) in [(140, 30, 7), (20, 168, nil), (12, 300, 50), (4, 2_050, nil)] {
      for missing in [0, 0.1] {
        let profiles = PlainProfiles.random(stations, bins: bins, missing: missing, values: values, &random)
        let ranked = try! OrderedProfiles(Matrix(profiles.means, columns: bins))
        let signed = PlainProfiles.matrix(KendallTiles(ranked, minimumBins: 2, mostSignedBins: bins))
        let counted = PlainProfiles.matrix(KendallTiles(ranked, minimumBins: 2, mostSignedBins: 0))
        #expect(signed.undefined == counted.undefined)
        #expect(signed.r.map { $0.map(\.bitPattern) } == counted.r.map { $0.map(\.bitPattern) })
      }
    }
  }

  @Test("Kendall of as many bins as are counted by default")
  func manyBins() {
    var random = SeededGenerator(seed: 55)
    let bins = KendallTiles.mostSignedBins + 1
    for (missing, values) in [(0, nil), (0.3, 40)] as [(Double, Int?)] {
      let profiles = PlainProfiles.random(3, bins: bins, missing: missing, values: values, &random)
      #expect(profiles.differences(.kendall) == [])
    }
  }
}
