import Correlation
import Glibc
import Testing

@Suite("Intervals by days: the jackknife, and groups that are compared")
struct DayIntervalTests {
  private static func moments(_ thetas: [Double]) -> DayMoments {
    thetas.reduce(into: DayMoments()) { $0.add($1) }
  }

  @Test("The standard error is the formula's, to 1e-14 of its size", arguments: [5, 6, 31, 366])
  func formula(days: Int) {
    let thetas = (0..<days).map { 1.5 + sin(Double($0 * $0)) / Double(days) }
    let mean = thetas.reduce(0, +) / Double(days)
    let scatter = thetas.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let due = (Double(days - 1) / Double(days) * scatter).squareRoot()
    let moments = Self.moments(thetas)
    #expect(moments.count == days && abs(moments.standardError - due) < 1e-13 * due)
    let rule = DayIntervalRule(mostDays: days)
    let interval = rule.interval(of: tanh(1.5), moments)!
    #expect(interval.standardError == moments.standardError && interval.low < tanh(1.5))
    #expect(abs((atanh(interval.low) + atanh(interval.high)) / 2 - 1.5) < 1e-12)
  }

  @Test("Student's quantile: five days, t of four degrees of freedom is 2.776445105")
  func quantile() {
    let moments = Self.moments([0.1, 0.2, 0.3, 0.4, 0.5])
    let interval = DayIntervalRule(mostDays: 5).interval(of: 0, moments)!
    #expect(abs(atanh(interval.high) / interval.standardError - 2.7764451051977987) < 1e-12)
  }

  @Test("Days that make no difference leave none; few days, an undefined r and |r| of 1 give no interval")
  func edges() {
    let rule = DayIntervalRule(mostDays: 9)
    let same = Self.moments([Double](repeating: 0.7123, count: 9))
    let interval = rule.interval(of: 0.5, same)!
    #expect(interval.standardError == 0 && interval.low == tanh(atanh(0.5)) && interval.high == interval.low)
    #expect(rule.interval(of: 0.5, Self.moments([1, 2, 3, 4])) == nil)
    #expect(rule.interval(of: 0.5, Self.moments([1, 2, .nan, 4, 5])) == nil)
    #expect(rule.interval(of: 0.5, Self.moments([.nan, 2, 3, 4, 5])) == nil)
    #expect(rule.interval(of: 1 - 1e-13, same) == nil && rule.interval(of: -1, same) == nil)
  }

  @Test("The end nearer to 0, and 0 where the interval includes it")
  func least() {
    let rule = DayIntervalRule(mostDays: 9)
    let moments = Self.moments((0..<9).map { 0.01 * Double($0) })
    let interval = rule.interval(of: 0.8, moments)!
    #expect(rule.leastMagnitude(of: 0.8, moments) == interval.low)
    #expect(rule.leastMagnitude(of: -0.8, moments) == interval.low)
    #expect(rule.leastMagnitude(of: 0.001, moments) == 0)
    #expect(rule.leastMagnitude(of: 0.8, Self.moments([1])) == 0)
  }

  @Test("Two periods differ by t of their days less two: of five days and five, 2.306004135 is p = 0.05")
  func difference() throws {
    let moments = Self.moments([0.1, 0.2, 0.3, 0.4, 0.5])
    let error = moments.standardError
    let difference = 2.306004135204166 * (2 * error * error).squareRoot()
    let found = try #require(PeriodDifference((0.25, moments), (0.25 - difference, moments)))
    #expect(abs(found.t + 2.306004135204166) < 1e-12 && abs(found.p - 0.05) < 1e-12)
    // Welch's t; the degrees of freedom are those of both.
    let longer = Self.moments((0..<9).map { 0.1 * Double($0) })
    let both = (error * error + longer.standardError * longer.standardError).squareRoot()
    let other = try #require(PeriodDifference((0, moments), (2.1788128296672284 * both, longer)))
    #expect(abs(other.t - 2.1788128296672284) < 1e-12 && abs(other.p - 0.05) < 1e-12)
    #expect(PeriodDifference((0, moments), (1, Self.moments([1, 2, 3, 4]))) == nil)
    let same = Self.moments([Double](repeating: 0.7, count: 9))
    #expect(PeriodDifference((0, same), (1, same)) == nil)
  }

  @Test("The adjusted Rand index: figures of scikit-learn's adjusted_rand_score")
  func rand() {
    #expect(AdjustedRandIndex.of([0, 0, 1, 1], [1, 1, 0, 0]) == 1)
    #expect(AdjustedRandIndex.of([0, 0, 1, 2], [0, 0, 1, 1]) == 0.5714285714285714)
    #expect(AdjustedRandIndex.of([0, 0, 0, 0], [0, 1, 2, 3]) == 0)
    #expect(AdjustedRandIndex.of([0, 0, 1, 1], [0, 1, 0, 1]) == -0.5)
    #expect(AdjustedRandIndex.of([0, 0, 0], [5, 5, 5]) == 1)
    // Those that are in no group do not count.
    #expect(AdjustedRandIndex.of([0, 0, 1, 2, -1, 1], [0, 0, 1, 1, 0, -1]) == 0.5714285714285714)
    #expect(AdjustedRandIndex.of([], []) == 1)
  }
}
