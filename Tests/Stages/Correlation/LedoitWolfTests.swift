import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("LedoitWolf: the shrunk covariance")
struct LedoitWolfTests {
  /// Profiles and what scikit-learn 1.9.1 (NumPy 2.4.6, SciPy 1.17.1) makes of them: `LedoitWolf().fit(X)`, where X is
  /// bins x stations, and the partial correlations of its `get_precision()`. Upper triangles.
  struct Reference: CustomTestStringConvertible {
    let testDescription: String
    let profiles: [[Double]]
    let shrinkage: Double
    let covariance: [[Double]]
    let partial: [[Double]]
  }

  static let references = [
    Reference(
      testDescription: "6 stations, 4 bins",
      profiles: [
        [1.0, 0.7, 0.72, 0.66], [0.59, 0.49, 0.39, 0.37], [1.0, 0.71, 0.67, 0.69], [0.66, 0.4, 0.54, 0.46],
        [0.4, 0.36, 0.28, 0.28], [0.79, 0.64, 0.56, 0.56],
      ],
      shrinkage: 0.41748672103135426,
      covariance: [
        [
          0.015067132924507641, 0.00599988677337705, 0.010325047869719247, 0.006728028372087861,
          0.003203823034327552, 0.006888219523804236,
        ],
        [
          0.009008994823233724, 0.006160077925093429, 0.0027086867472042027, 0.0026213097553589053,
          0.004703794727671813,
        ],
        [0.015136306376385168, 0.006138233677132107, 0.003393139849992362, 0.007117584127398141],
        [0.010042955893403073, 0.0011941522218857244, 0.0035169239217731994],
        [0.006096428428390496, 0.002694123915229986], [0.009660681554079897],
      ],
      partial: [
        [
          1.0, 0.17695683707870857, 0.3592043455040346, 0.3229798338957891, 0.07780902028696812,
          0.20437275463601742,
        ],
        [1.0, 0.1897582716147139, -0.04548637666554296, 0.15036504015863755, 0.20474662898628151],
        [1.0, 0.20553331019077972, 0.1025733697580431, 0.24618917655837705],
        [1.0, -0.07079703909184869, 0.01947767909902148], [1.0, 0.12286314422670659], [1.0],
      ]),
    Reference(
      testDescription: "3 stations, 8 bins",
      profiles: [
        [0.41, 0.45, 0.49, 0.97, 0.93, 0.42, 0.86, 0.06], [0.31, 0.22, 0.39, 0.76, 0.74, 0.23, 0.47, 0.23],
        [0.4, 0.29, 0.3, 0.82, 1.0, 0.55, 0.76, 0.19],
      ],
      shrinkage: 0.17000112310213597,
      covariance: [
        [0.08457358269669749, 0.045145454537018036, 0.061216307790952926],
        [0.04754525780109155, 0.040523398291293054], [0.07400147200221095],
      ],
      partial: [[1.0, 0.3962642011987117, 0.5604797462464455], [1.0, 0.29736881235313345], [1.0]]),
    Reference(
      testDescription: "shrunk as far as possible",
      profiles: [[0.3, 0.1, 0.2, 0.7], [0.3, 0.6, 0.1, 0.6], [0.8, 0.7, 0.3, 0.2]],
      shrinkage: 1,
      covariance: [[0.05395833333333333, 0, 0], [0.05395833333333333, 0], [0.05395833333333333]],
      partial: [[1, 0, 0], [1, 0], [1]]),
    Reference(
      testDescription: "one station", profiles: [[0.1, 0.5, 0.2]], shrinkage: 0,
      covariance: [[0.02888888888888889]], partial: [[1]]),
    Reference(
      testDescription: "not shrunk at all", profiles: [[1, -1, 0, 0], [0, 0, 1, -1]], shrinkage: 0,
      covariance: [[0.5, 0], [0.5]], partial: [[1, 0], [1]]),
  ]

  private static func centred(_ profiles: [[Double]]) -> Matrix {
    var matrix = Matrix(rows: profiles.count, columns: profiles[0].count)
    for (i, profile) in profiles.enumerated() {
      let mean = profile.reduce(0, +) / Double(profile.count)
      for (bin, value) in profile.enumerated() { matrix[i, bin] = value - mean }
    }
    return matrix
  }

  private static func random(_ stations: Int, _ bins: Int) -> [[Double]] {
    var generator = SeededGenerator(seed: UInt64(1000 * stations + bins))
    // Stations that have something in common, as real ones have.
    let common = (0..<bins).map { _ in Double.random(in: 0...1, using: &generator) }
    return (0..<stations).map { _ in
      let weight = Double.random(in: -1...1, using: &generator)
      return common.map { weight * $0 + Double.random(in: 0...0.5, using: &generator) }
    }
  }

  @Test("the figures of scikit-learn", arguments: references)
  func reference(_ reference: Reference) throws {
    let centred = Self.centred(reference.profiles)
    let estimate = try LedoitWolf(centred: centred)
    // Values around 1 and a handful of sums: some 1e-15; the contract says 1e-10.
    #expect(abs(estimate.shrinkage - reference.shrinkage) <= 1e-14)
    let covariance = estimate.covariance(of: centred)
    for (i, row) in reference.covariance.enumerated() {
      for (j, expected) in row.enumerated() { #expect(abs(covariance[i, i + j] - expected) <= 1e-15) }
    }
  }

  @Test(
    "the definition, for more and for fewer stations than bins",
    arguments: [(2, 3), (30, 10), (10, 30), (24, 24), (25, 24), (23, 24), (150, 24), (24, 168)])
  func definition(_ stations: Int, _ bins: Int) throws {
    let profiles = Self.random(stations, bins)
    let plain = PlainLedoitWolf(profiles)
    let centred = Self.centred(profiles)
    let estimate = try LedoitWolf(centred: centred)
    #expect(estimate.variables == stations && estimate.observations == bins)
    #expect(plain.shrinkage > 0 && plain.shrinkage < 1)
    // Sums of n p^2 < 10^6 terms of one sign in another order: well below 1e-12.
    #expect(abs(estimate.shrinkage - plain.shrinkage) <= 1e-12)
    let covariance = estimate.covariance(of: centred)
    for i in 0..<stations {
      for j in i..<stations { #expect(abs(covariance[i, j] - plain.covariance[i][j]) <= 1e-12) }
    }
  }

  @Test(
    "the eigenvalues are those of the shrunk covariance",
    arguments: [(1, 24), (2, 3), (30, 10), (10, 30), (24, 24), (25, 24), (23, 24), (150, 24)])
  func eigenvalues(_ stations: Int, _ bins: Int) throws {
    let centred = Self.centred(Self.random(stations, bins))
    let estimate = try LedoitWolf(centred: centred)
    let found = try symmetricEigenvalues(estimate.covariance(of: centred))
    let (least, greatest) = (found[0], found[stations - 1])
    // LAPACK Users' Guide, 4.7: the error of either is some p u |A|.
    let tolerance = 4 * Double(stations + bins) * Double.ulpOfOne * greatest
    #expect(abs(estimate.smallestEigenvalue - least) <= tolerance)
    #expect(abs(estimate.largestEigenvalue - greatest) <= tolerance)
    #expect(estimate.conditionNumber == estimate.largestEigenvalue / estimate.smallestEigenvalue)
    #expect(!estimate.isSingular)
  }

  @Test("two bins leave nothing to shrink by, and more stations than that a singular covariance")
  func twoBins() throws {
    for stations in 2...9 {
      let estimate = try LedoitWolf(centred: Self.centred(Self.random(stations, 2)))
      #expect(estimate.shrinkage <= 1e-15)
      #expect(estimate.isSingular)
      #expect(estimate.conditionNumber > 1e14)
    }
    #expect(try !LedoitWolf(centred: Self.centred([[0.2, 0.7]])).isSingular)
  }

  @Test("the same profiles in another unit have the same shrinkage", arguments: [1e-12, 1e9])
  func units(_ factor: Double) throws {
    let profiles = Self.random(12, 8)
    let estimate = try LedoitWolf(centred: Self.centred(profiles))
    let scaled = try LedoitWolf(centred: Self.centred(profiles.map { $0.map { $0 * factor } }))
    #expect(abs(estimate.shrinkage - scaled.shrinkage) <= 1e-13)
    #expect(abs(scaled.meanVariance / (estimate.meanVariance * factor * factor) - 1) <= 1e-13)
  }
}
