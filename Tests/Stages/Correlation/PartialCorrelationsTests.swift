import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("PartialCorrelations: what is left of a correlation when all other stations are held fixed")
struct PartialCorrelationsTests {
  /// The upper triangle, tile by tile.
  private static func upper(_ partial: PartialCorrelations) -> [[Double]] {
    let grid = partial.grid
    var rows = (0..<grid.size).map { [Double](repeating: .infinity, count: grid.size - $0) }
    var workspace = partial.makeWorkspace()
    for (i, j) in grid.tiles(touching: 0..<grid.count) {
      partial.compute(i, j, into: &workspace)
      for a in grid.range(i) {
        for b in grid.range(j) where b >= a {
          rows[a][b - a] = workspace.correlations[a - grid.range(i).lowerBound, b - grid.range(j).lowerBound]
        }
      }
    }
    return rows
  }

  private static func upper(_ profiles: [[Double]]) throws -> [[Double]] {
    let means = profiles.flatMap { $0 }
    let complete = try CompleteProfiles(Matrix(means, columns: profiles[0].count))
    return upper(try PartialCorrelations(complete, tileSize: 5))
  }

  private static func random(_ stations: Int, _ bins: Int, seed: UInt64 = 7) -> [[Double]] {
    var generator = SeededGenerator(seed: seed)
    let common = (0..<bins).map { _ in Double.random(in: 0...1, using: &generator) }
    return (0..<stations).map { _ in
      let weight = Double.random(in: 0...1, using: &generator)
      return common.map { weight * $0 + (1 - weight) * Double.random(in: 0...1, using: &generator) }
    }
  }

  private static func error(_ profiles: [[Double]]) -> PartialCorrelationsError? {
    do {
      _ = try PartialCorrelations(
        CompleteProfiles(Matrix(profiles.flatMap { $0 }, columns: profiles[0].count)))
      return nil
    } catch {
      return error as? PartialCorrelationsError
    }
  }

  @Test("the figures of scikit-learn", arguments: LedoitWolfTests.references)
  func reference(_ reference: LedoitWolfTests.Reference) throws {
    let found = try Self.upper(reference.profiles)
    for (row, expected) in zip(found, reference.partial) {
      #expect(row.count == expected.count)
      // Condition numbers below 10: some 1e-15 in both; the contract says 1e-10.
      for (r, expected) in zip(row, expected) { #expect(abs(r - expected) <= 1e-14) }
    }
  }

  @Test(
    "a plain inverse, for more and for fewer stations than bins",
    arguments: [(2, 3), (40, 24), (24, 24), (12, 24), (100, 24), (20, 168)])
  func plain(_ stations: Int, _ bins: Int) throws {
    let profiles = Self.random(stations, bins)
    let found = try Self.upper(profiles)
    let expected = PlainLedoitWolf(profiles).partialCorrelations
    for a in 0..<stations {
      // Condition numbers up to 1e4, so some p * 1e-16 * 1e4.
      for b in a..<stations { #expect(abs(found[a][b - a] - expected[a][b]) <= 1e-11) }
    }
  }

  /// By the identity of Woodbury: with C the centred profiles, c = n s mu / (1 - s) and the small matrix
  /// K = c I + transpose(C) C = transpose(U) U, the inverse of the covariance is, but for a factor,
  /// I - W transpose(W) with W = C inverse(U).
  @Test("the inverse of the n x n matrix gives the same for many stations")
  func smallMatrix() throws {
    let (stations, bins) = (700, 24)
    let profiles = Self.random(stations, bins)
    let complete = try CompleteProfiles(Matrix(profiles.flatMap { $0 }, columns: bins))
    let partial = try PartialCorrelations(complete)
    let covariance = partial.covariance
    var small = gramOfColumns(complete.centred)
    for k in 0..<bins {
      small[k, k] +=
        Double(bins) * covariance.shrinkage * covariance.meanVariance / (1 - covariance.shrinkage)
    }
    let inverse = try Cholesky(small).inverse()
    let rows = (0..<stations).map { i in (0..<bins).map { complete.centred[i, $0] } }
    let products = rows.map { row in
      (0..<bins).map { k in (0..<bins).reduce(0) { $0 + inverse[min(k, $1), max(k, $1)] * row[$1] } }
    }
    func off(_ a: Int, _ b: Int) -> Double { zip(rows[a], products[b]).reduce(0) { $0 + $1.0 * $1.1 } }
    let found = Self.upper(partial)
    for a in stride(from: 0, to: stations, by: 13) {
      for b in a + 1..<stations {
        let expected = off(a, b) / ((1 - off(a, a)) * (1 - off(b, b))).squareRoot()
        // A condition number of 1e4 or so, and p = 700: below 1e-10, as the contract says.
        #expect(abs(found[a][b - a] - expected) <= 1e-10)
      }
    }
  }

  @Test("a chain: the ends are correlated, but not when what is between them is held fixed")
  func chain() throws {
    var generator = SeededGenerator(seed: 3)
    var rows: [[Double]] = [[], [], []]
    for _ in 0..<5000 {
      let first = Double.random(in: -1...1, using: &generator)
      let second = first + Double.random(in: -1...1, using: &generator)
      for (i, value) in [first, second, second + Double.random(in: -1...1, using: &generator)].enumerated() {
        rows[i].append(value)
      }
    }
    let found = try Self.upper(rows)
    // Without the second, r = 1 / sqrt 3. The sampling error of 5,000 bins is 1 / sqrt 5000 = 0.014.
    #expect(abs(found[0][2]) < 0.06)
    #expect(found[0][1] > 0.5)
    #expect(found[1][1] > 0.4)
  }

  @Test("stations without all bins or with a constant profile stay in the matrix, undefined")
  func undefined() throws {
    var profiles = Self.random(9, 24)
    let expected = PlainLedoitWolf([0, 1, 3, 5, 6, 8].map { profiles[$0] }).partialCorrelations
    profiles[2][11] = .nan
    profiles[4] = [Double](repeating: 0.3, count: 24)
    profiles[7] = [Double](repeating: .nan, count: 24)
    let complete = try CompleteProfiles(Matrix(profiles.flatMap { $0 }, columns: 24))
    #expect(complete.stations == [0, 1, 3, 5, 6, 8])
    #expect(complete.incomplete == [2, 7])
    #expect(complete.constant == [4])
    #expect(complete.stationCount == 9)
    let found = Self.upper(try PartialCorrelations(complete, tileSize: 5))
    for a in 0..<9 {
      for b in a..<9 {
        if let i = complete.stations.firstIndex(of: a), let j = complete.stations.firstIndex(of: b) {
          #expect(abs(found[a][b - a] - expected[i][j]) <= 1e-12)
        } else {
          #expect(found[a][b - a].isNaN)
        }
      }
    }
  }

  @Test("a bin that no station has is no observation")
  func emptyBins() throws {
    let profiles = Self.random(7, 10)
    let gaps = profiles.map { [.nan] + $0[..<4] + [.nan, .nan] + $0[4...] + [.nan] }
    #expect(try Self.upper(gaps) == Self.upper(profiles))
    #expect(try CompleteProfiles(Matrix(gaps.flatMap { $0 }, columns: 14)).incomplete == [])
  }

  @Test("a bin that fewer than half of the stations have is no observation, one that half have is")
  func rareBins() throws {
    let profiles = Self.random(8, 10)
    func adding(_ count: Int) -> [[Double]] {
      profiles.enumerated().map { $1 + [$0 < count ? 0.1 * Double($0) : .nan] }
    }
    #expect(try Self.upper(adding(3)) == Self.upper(profiles))
    let half = try CompleteProfiles(Matrix(adding(4).flatMap { $0 }, columns: 11))
    #expect(half.stations == [0, 1, 2, 3])
    #expect(half.incomplete == [4, 5, 6, 7])
    #expect(half.centred.columns == 11)
  }

  @Test("the memory that is asked for is that of the matrix and the rows")
  func memory() throws {
    var profiles = Self.random(50, 24)
    profiles[3][0] = .nan
    let complete = try CompleteProfiles(Matrix(profiles.flatMap { $0 }, columns: 24))
    #expect(complete.bytesOfPartialCorrelations == 49 * (49 + 24) * 8)
  }

  @Test("never beyond 1, also for stations that are all but the same")
  func bounds() throws {
    let base = Self.random(1, 24)[0]
    let profiles = (0..<6).map { k in base.enumerated().map { $1 + ($0 == k ? 1e-9 : 0) } }
    for row in try Self.upper(profiles) { #expect(row.allSatisfy { abs($0) <= 1 }) }
  }

  @Test("too few bins, no station, or a covariance without an inverse are refused")
  func refused() {
    #expect(Self.error([[0.5], [0.7]]) == .tooFewBins(1))
    #expect(Self.error([[.nan, 0.5], [.nan, 0.7]]) == .tooFewBins(1))
    #expect(Self.error([[.nan, .nan]]) == .tooFewBins(0))
    #expect(
      Self.error([[0.1, .nan, 0.2], [0.3, 0.3, 0.3], [0.3, 0.4, .nan]])
        == .noStation(incomplete: 2, constant: 1))
    guard case .singular(let covariance) = Self.error(Self.random(5, 2)) else {
      Issue.record("not refused as singular")
      return
    }
    #expect(covariance.variables == 5 && covariance.observations == 2 && covariance.isSingular)
  }
}
