/// How long to go on measuring a configuration.
package struct TrialPlan: Sendable {
  /// Runs that are not counted, before the first that is: caches, pages and clock rates settle.
  package var warmUps = 1
  /// Six are the fewest that give a confidence interval.
  package var minimumTrials = 6
  /// It is enough when there are so many.
  package var maximumTrials = 1000
  /// It is enough when the 95 % confidence interval of the median is at most so wide, as a part of the median.
  package var relativeWidth = 0.02
  /// Or when so much time has gone into the configuration, with all that comes with a trial: warm-up, making ready,
  /// verification. Then it may have only one trial.
  package var timeLimit = Duration.seconds(10)

  /// One warm-up, then trials until the interval is 2 % wide or ten seconds are over.
  package init() {}
}
