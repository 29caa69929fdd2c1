/// Trials of now beside those of an earlier run of the same configuration.
package struct Comparison: Sendable, Equatable, Codable {
  /// The outcome of the test: is now faster than then?
  package enum Outcome: String, Sendable, Codable { case faster, slower, same }

  /// The median of now as a multiple of the earlier one.
  package let ratio: Double
  /// Of now against then.
  package let test: MannWhitneyTest
  /// `same` unless the test's p is below the level.
  package let outcome: Outcome

  /// Compares the trials of now with those of a baseline, at least one each, in the same unit. They differ where p is
  /// below `level`.
  package init(_ trials: [Double], baseline: [Double], level: Double = 0.01) {
    ratio = TrialStatistics(trials).median / TrialStatistics(baseline).median
    test = MannWhitneyTest(trials, baseline)
    outcome = test.p >= level ? .same : test.superiority < 0.5 ? .faster : .slower
  }
}
