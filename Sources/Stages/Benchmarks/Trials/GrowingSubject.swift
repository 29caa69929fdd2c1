/// A problem that grows with the workers, as in weak scaling: each has as much to do as one has alone (Gustafson,
/// "Reevaluating Amdahl's law", 1988).
package final class GrowingSubject: Subject {
  package let problem: String
  /// By the number of workers.
  private let subjects: [Int: any Subject]
  private var last: any Subject

  /// `make` is given the number of workers. Several configurations with as many share what it makes.
  package init(
    problem: String, _ configurations: [Configuration], _ make: (Int) throws -> any Subject
  ) rethrows {
    precondition(!configurations.isEmpty)
    self.problem = problem
    subjects = try Dictionary(configurations.map { ($0.workers, $0.workers) }) { one, _ in one }
      .mapValues(make)
    last = subjects.values.first!
  }

  private func subject(_ configuration: Configuration) -> any Subject { subjects[configuration.workers]! }

  package var name: String { last.name }
  package var usesBLASThreads: Bool { last.usesBLASThreads }
  package var failures: [TaskFailure] { last.failures }
  package func amount(_ configuration: Configuration) -> Amount {
    subject(configuration).amount(configuration)
  }
  package func label(_ configuration: Configuration) -> String {
    subject(configuration).label(configuration)
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    last = subject(configuration)
    last.prepare(configuration, on: ranks)
  }

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) throws -> RankTimes { try last.run(configuration, on: ranks, since: start) }

  package func spoil(_ configuration: Configuration, on ranks: any Ranks) {
    last.spoil(configuration, on: ranks)
  }

  package func check(_ configuration: Configuration, on ranks: any Ranks) {
    last.check(configuration, on: ranks)
  }

  package func verdict() -> Verdict { last.verdict() }
}
