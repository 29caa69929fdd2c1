import Benchmarks

/// A workload as it is run.
package struct BenchEntry {
  let subject: any Subject
  let configurations: [Configuration]
  /// Smaller sizes of it.
  var ladder: Ladder?
  /// The same work by other programs.
  var rivals: [(subject: any Subject, configuration: Configuration)] = []
  /// What the job from log to matrix wants beside.
  var pipeline: BenchPipeline?

  /// What gets a row, in the order of the rows.
  func cases(_ plan: TrialPlan) -> [Case] {
    configurations.map { Case(subject, $0, plan) } + rivals.map { Case($0.subject, $0.configuration, plan) }
  }
}
