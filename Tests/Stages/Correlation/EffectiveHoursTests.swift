import Availability
import Correlation
import LinearAlgebra
import TestSupport
import Testing

/// Effective hours by their definition, with sums of doubles.
struct PlainHours {
  let rule: LagRule

  /// `x` and `y` are NaN where a bin is missing.
  func hours(_ x: [Double], _ y: [Double]) -> Double {
    let bins = x.count
    let common = Double(zip(x, y).count { !$0.isNaN && !$1.isNaN })
    let lags = rule == .circular ? 0..<bins : 0..<bins / 5 + 1
    var sum = 0.0
    for lag in lags {
      let weight = rule == .circular || lag == 0 ? 1 : 2 * (1 - Double(lag) / Double(bins))
      sum += weight * autocorrelation(x, lag) * autocorrelation(y, lag)
    }
    guard sum > 0 else { return common }
    guard rule == .circular else { return min(common, max(3, common / sum)) }
    return min(common, 1 + (common - 1) * (Double(bins) / sum) / Double(bins - 1))
  }

  func autocorrelation(_ x: [Double], _ lag: Int) -> Double {
    let present = x.filter { !$0.isNaN }
    let mean = present.reduce(0, +) / Double(present.count)
    let square = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(present.count)
    var (sum, count) = (0.0, 0.0)
    for t in x.indices where rule == .circular || t + lag < x.count {
      let (a, b) = (x[t], x[(t + lag) % x.count])
      guard !a.isNaN && !b.isNaN else { continue }
      sum += (a - mean) * (b - mean)
      count += 1
    }
    return count == 0 ? 0 : max(-1, min(1, sum / count / square))
  }
}

extension LagRule {
  static let all: [LagRule] = [.circular, .series]
}

@Suite("EffectiveHours: how many independent hours two profiles are worth")
struct EffectiveHoursTests {
  /// Profiles of which each hour resembles the one before.
  private static func smooth(
    _ stations: Int, bins: Int, missing: Double, _ random: inout SeededGenerator
  ) -> PlainProfiles {
    let noise = PlainProfiles.random(stations, bins: bins, &random)
    return PlainProfiles(
      bins: bins,
      rows: (0..<stations).map { station in
        let row = noise[station]
        return row.indices.map { bin in
          let mean = (0..<3).reduce(0) { $0 + row[(bin + $1) % bins] } / 3
          return Double.random(in: 0..<1, using: &random) < missing ? .nan : mean
        }
      })
  }

  /// 12 significant bits.
  private static func isRounded(_ hours: Double) -> Bool { hours.bitPattern & (1 << 41 - 1) == 0 }

  @Test("The definition, complete and with missing bins", arguments: LagRule.all, [0, 0.2, 0.8])
  func definition(rule: LagRule, missing: Double) throws {
    var random = SeededGenerator(seed: 191)
    for bins in [2, 5, 9, 24, 25, 168, 300] {
      let profiles = Self.smooth(12, bins: bins, missing: missing, &random)
      let hours = try EffectiveHours(StandardisedProfiles(profiles.means, bins: bins), rule)
      for a in 0..<12 {
        for b in a + 1..<12 where profiles.outcome(a, b, minimumBins: 2) != .tooFewBins {
          guard case .r = profiles.outcome(a, b, minimumBins: 2) else { continue }
          let found = hours.hours(a, b)
          let expected = PlainHours(rule: rule).hours(profiles[a], profiles[b])
          #expect(Self.isRounded(found) && hours.hours(b, a) == found)
          #expect(abs(found - expected) <= expected * (0x1p-12 + 1e-9), "\(bins) bins: \(found), \(expected)")
        }
      }
    }
  }

  @Test("1 + 1 / (the mean of r^2 over all circular shifts of one profile)", arguments: [24, 25, 168])
  func shifts(bins: Int) throws {
    var random = SeededGenerator(seed: 192)
    let profiles = Self.smooth(8, bins: bins, missing: 0, &random)
    let hours = try EffectiveHours(StandardisedProfiles(profiles.means, bins: bins), .circular)
    for a in 0..<8 {
      for b in a + 1..<8 {
        let (x, y) = (profiles[a], profiles[b])
        let squares = (0..<bins).map { shift in
          let r = PlainCorrelation.pearson(x, Array(y[shift...] + y[..<shift]))
          return r * r
        }
        let expected = min(Double(bins), 1 + Double(bins) / squares.reduce(0, +))
        #expect(abs(hours.hours(a, b) - expected) <= expected * (0x1p-12 + 1e-12))
      }
    }
  }

  @Test(
    "Of average ranks for Spearman and Kendall, ties and gaps among them", arguments: LagRule.all, [0, 0.3])
  func ranks(rule: LagRule, missing: Double) throws {
    var random = SeededGenerator(seed: 193)
    for values in [nil, 4] as [Int?] {
      let profiles = PlainProfiles.random(10, bins: 24, missing: missing, values: values, &random)
      let ranks = PlainProfiles(
        bins: 24,
        rows: (0..<10).map { station in
          let row = profiles[station]
          let present = PlainCorrelation.averageRanks(row.filter { !$0.isNaN })
          var next = present.makeIterator()
          return row.map { $0.isNaN ? .nan : next.next()! }
        })
      for method in [CorrelationMethod.spearman, .kendall] {
        let hours = try profiles.tiles(method).makeEffectiveHours(rule, threads: 2)
        for a in 0..<10 {
          for b in a + 1..<10 {
            guard case .r = profiles.outcome(a, b, method, minimumBins: 3) else { continue }
            let expected = PlainHours(rule: rule).hours(ranks[a], ranks[b])
            #expect(abs(hours.hours(a, b) - expected) <= expected * (0x1p-12 + 1e-12))
          }
        }
      }
    }
  }

  @Test("A profile that hardly varies has the hours of the same profile in large", arguments: LagRule.all)
  func exact(rule: LagRule) throws {
    var random = SeededGenerator(seed: 194)
    for missing in [0, 0.3] {
      // Both are whole numbers of 2^-60; the means of the small are decided by whole numbers.
      let wholes = PlainProfiles.random(6, bins: 24, missing: missing, values: 16, &random)
      let rows = (0..<6).map { wholes[$0].map { ($0 * 7).rounded() } }
      let large = PlainProfiles(bins: 24, rows: rows.map { $0.map { 0.25 + $0 / 32 } })
      let small = PlainProfiles(bins: 24, rows: rows.map { $0.map { 0.25 + $0 * 0x1p-48 } })
      let (hours, exact) = (
        try EffectiveHours(StandardisedProfiles(large.means, bins: 24), rule),
        try EffectiveHours(StandardisedProfiles(small.means, bins: 24), rule)
      )
      for a in 0..<6 {
        for b in a + 1..<6 where large.common(a, b).count > 2 {
          #expect(hours.hours(a, b) == exact.hours(a, b))
        }
      }
    }
  }

  @Test("A tile's products give what a pair's own product gives, by any number of threads")
  func tiles() throws {
    var random = SeededGenerator(seed: 195)
    for (rule, bins, missing) in [
      (LagRule.circular, 24, 0.0), (.circular, 168, 0.2), (.series, 400, 0.1), (.series, 4, 0),
    ] {
      let profiles = Self.smooth(30, bins: bins, missing: missing, &random)
      let standardised = try StandardisedProfiles(profiles.means, bins: bins)
      let hours = try (1...3).map { try EffectiveHours(standardised, rule, threads: $0) }
      var products = Matrix(rows: 30, columns: 30)
      for (rows, columns) in [(0..<30, 0..<30), (3..<9, 9..<30)] {
        hours[0].multiply(rows, columns, into: &products)
        for a in rows {
          for b in columns where a < b && standardised.commonBins(a, b) > 2 {
            let product = products[a - rows.lowerBound, b - columns.lowerBound]
            let found = hours[0].hours(a, b, product: product, common: standardised.commonBins(a, b))
            #expect(hours.allSatisfy { $0.hours(a, b) == found })
          }
        }
      }
    }
  }
}

@Suite("OrderStatistics: exact p of a few bins")
struct OrderStatisticsTests {
  @Test("The share of all orders that agree as far", arguments: 2...6)
  func definition(bins: Int) {
    let places = (0..<bins).map(Double.init)
    let orders = permutations(places)
    let scores = orders.map { PlainCorrelation.pairs(places, $0) }.map { $0.concordant - $0.discordant }
    let rhos = orders.map { PlainCorrelation.spearman(places, $0) }
    for order in orders.prefix(50) {
      let pairs = PlainCorrelation.pairs(places, order)
      let (score, rho) = (pairs.concordant - pairs.discordant, PlainCorrelation.spearman(places, order))
      #expect(
        OrderStatistics.p(ofScore: score, bins: bins)
          == Double(scores.count { abs($0) >= abs(score) }) / Double(orders.count))
      #expect(
        OrderStatistics.p(ofSpearman: rho, bins: bins)
          == Double(rhos.count { abs($0) >= abs(rho) - 1e-9 }) / Double(orders.count))
    }
  }

  private func permutations(_ values: [Double]) -> [[Double]] {
    guard let last = values.last else { return [[]] }
    return permutations(values.dropLast()).flatMap { shorter in
      (0...shorter.count).map { Array(shorter[..<$0]) + [last] + shorter[$0...] }
    }
  }

  @Test("Three hours that agree are one of three orders by chance")
  func three() {
    #expect(OrderStatistics.p(ofSpearman: 1, bins: 3) == 1.0 / 3)
    #expect(OrderStatistics.p(ofScore: -3, bins: 3) == 1.0 / 3)
    let tiles = PlainProfiles(bins: 3, rows: [[0.1, 0.2, 0.3], [0.5, 0.6, 0.9]]).tiles(.spearman)
    #expect(tiles.evidence(0, 1, r: 1).p(of: 1) == 1.0 / 3)
  }
}
