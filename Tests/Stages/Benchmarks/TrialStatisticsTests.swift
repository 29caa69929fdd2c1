import Benchmarks
import Testing

@Suite("TrialStatistics: what trials say, whatever their distribution")
struct TrialStatisticsTests {
  @Test("known trials in any order", arguments: [false, true])
  func known(reversed: Bool) {
    let ordered = (1...10).map(Double.init)
    let summary = TrialStatistics(reversed ? ordered.reversed() : ordered)
    #expect(summary.count == 10)
    #expect(summary.minimum == 1)
    #expect(summary.median == 5.5)
    #expect(summary.p99 == 10)
    #expect(summary.maximum == 10)
    #expect(summary.interval == 2...9)
    #expect(summary.relativeWidth == 7 / 5.5)
  }

  /// By `qbinom(0.025, n, 0.5)` of R: 1, 1, 2, 2, 6, 10, 18, 40, 469.
  @Test(
    "the ranks of the interval",
    arguments: [
      (6, 1), (7, 1), (9, 2), (10, 2), (20, 6), (30, 10), (49, 18), (100, 40), (1000, 469),
    ])
  func ranks(count: Int, lower: Int) {
    let summary = TrialStatistics((1...count).map(Double.init))
    #expect(summary.interval == Double(lower)...Double(count + 1 - lower))
  }

  @Test("fewer than six trials have no interval", arguments: 1...5)
  func few(count: Int) {
    let summary = TrialStatistics((1...count).map(Double.init))
    #expect(summary.interval == nil)
    #expect(summary.relativeWidth == .infinity)
    #expect(summary.median == Double(count + 1) / 2)
    #expect(summary.p99 == Double(count))
  }

  @Test(
    "99 % of the trials are not above p99",
    arguments: [(99, 99), (100, 99), (101, 100), (200, 198), (1000, 990)])
  func p99(count: Int, expected: Int) {
    #expect(TrialStatistics((1...count).map(Double.init)).p99 == Double(expected))
  }

  @Test("trials that are all equal have an interval of no width, even at 0", arguments: [0, 2.5])
  func equal(value: Double) {
    let summary = TrialStatistics([Double](repeating: value, count: 8))
    #expect(summary.interval == value...value)
    #expect(summary.relativeWidth == 0)
  }

  @Test("the interval holds the true median of skewed trials as often as the binomial distribution says")
  func coverage() {
    // Of 30 trials the 10th and the 21st enclose it with 1 - 2 P(B <= 9) = 0.95723 (R: 1 - 2 * pbinom(9, 30, 0.5)).
    // Of 4000 samples the share has a standard error of 0.0032; 4 of those are exceeded once in 16,000.
    var trials = SyntheticTrials(seed: 1)
    let samples = 4000
    let holding = (0..<samples).count { _ in
      TrialStatistics(trials.next(30)).interval!.contains(trials.median)
    }
    #expect(abs(Double(holding) / Double(samples) - 0.95723) < 4 * 0.0032)
  }

  @Test("no trials, or a NaN among them, traps")
  func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = TrialStatistics([]) }
    await #expect(processExitsWith: .failure) { _ = TrialStatistics([1, .nan]) }
  }
}
