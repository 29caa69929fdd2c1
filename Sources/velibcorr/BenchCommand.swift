import ArgumentParser
import Benchmarks
import Distribution

/// A workload's subcommand.
protocol BenchCommand: ParsableCommand {
  var running: BenchRunningOptions { get }
  var trials: BenchTrialOptions { get }
  var output: BenchOutputOptions { get }
  /// How many ranks it takes.
  var mostRanks: Int { get }
  /// Of each configuration, in seconds, where none is given.
  var timeLimit: Double { get }
  /// What is to be run; made on every rank alike.
  func entries(on job: Job) throws -> [BenchEntry]
}

/// A workload as it was asked for.
struct BenchEntry {
  let subject: any Subject
  let configurations: [Configuration]
  /// Smaller sizes of it.
  var ladder: Ladder?
}

extension BenchCommand {
  var mostRanks: Int { running.mostRanks }
  var timeLimit: Double { 10 }

  func run() throws {
    let launch = LaunchEnvironment(currentEnvironment())
    Interruption.prepare(quietly: launch != nil)
    if launch == nil && mostRanks > 1 {
      try RankLauncher(
        ranks: mostRanks, inputs: [], outputs: output.files.map(\.named), reportsFailures: true
      ).run()
    } else {
      try Job.run(joining: launch) { try BenchRun(self, on: $0).run() }
    }
  }

  /// A workload of tasks, in every configuration.
  ///
  /// - Parameters:
  ///   - unit: what `make`'s size counts.
  ///   - size: the full one; smaller ones are run to find from which on distributing pays.
  func entry<W: Workload>(
    _ problem: String, sizes unit: String, upTo size: Int, _ make: @escaping (Int) -> W
  ) throws -> BenchEntry {
    let workload = make(size)
    if let task = running.failTask, !(0..<workload.taskCount).contains(task) {
      throw Failure(
        .usage, "--fail-task is \(task); \(W.name) has the tasks 0 to \(workload.taskCount - 1)")
    }
    return BenchEntry(
      subject: TaskSubject(
        workload, problem: problem, failing: running.failTask, keepsGoing: running.keepGoing),
      configurations: running.configurations,
      ladder: Ladder(of: unit, upTo: size) { TaskSubject(make($0), problem: "\($0) \(unit)") })
  }
}
