/// Work that configurations are timed on: a workload, or something that all ranks do together.
package protocol Subject: AnyObject {
  /// As on the command line.
  var name: String { get }
  /// The work, for people: "100 matrices of order 5".
  var problem: String { get }
  /// The amount of work of one run.
  func amount(_ configuration: Configuration) -> Amount
  /// Whether the threads of a rank are BLAS's.
  var usesBLASThreads: Bool { get }
  /// Does a run start the configuration's ranks itself, as processes of their own? Then it is rank 0 alone that runs it.
  var startsRanks: Bool { get }
  /// What stands in the tables for the schedule.
  func label(_ configuration: Configuration) -> String
  /// Makes ready, before each run; not timed.
  func prepare(_ configuration: Configuration, on ranks: any Ranks)
  /// One run, on each of the configuration's ranks. A rank may throw when the others do not wait for it.
  ///
  /// - Parameter start: now; what is returned counts from here, but for its `end`.
  func run(_ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant) throws
    -> RankTimes
  /// Changes a number of the last run's result, so that its verification must fail. Every rank comes here.
  func spoil(_ configuration: Configuration, on ranks: any Ranks)
  /// Collects on all ranks of the last run what its verification needs; not timed.
  func check(_ configuration: Configuration, on ranks: any Ranks)
  /// Was the last run right? Asked on rank 0.
  func verdict() -> Verdict
  /// Tasks of the last run that failed, where it was to keep going.
  var failures: [TaskFailure] { get }
}

extension Subject {
  package var startsRanks: Bool { false }
  package func label(_ configuration: Configuration) -> String { "\(configuration.schedule)" }
  package func spoil(_ configuration: Configuration, on ranks: any Ranks) {}
  package func check(_ configuration: Configuration, on ranks: any Ranks) {}
}
