/// Trials of now beside those of an earlier run of the same configuration.
package struct Comparison: Sendable, Equatable, Codable {
  package enum Outcome: String, Sendable, Codable { case faster, slower, same }

  /// The median of now as a multiple of the earlier one.
  package let ratio: Double
  package let test: MannWhitneyTest
  /// `same` unless the test's p is below the level.
  package let outcome: Outcome

  package init(_ trials: [Double], baseline: [Double], level: Double = 0.01) {
    ratio = TrialStatistics(trials).median / TrialStatistics(baseline).median
    test = MannWhitneyTest(trials, baseline)
    outcome = test.p >= level ? .same : test.superiority < 0.5 ? .faster : .slower
  }
}
