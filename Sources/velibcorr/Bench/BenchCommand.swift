import ArgumentParser
import Jobs

/// A workload's subcommand.
protocol BenchCommand: ParsableCommand {
  associatedtype Running: BenchPlaces
  var running: Running { get }
  var trials: BenchTrialOptions { get }
  var output: BenchOutputOptions { get }
  /// How many ranks it takes.
  var mostRanks: Int { get }
  /// Of each configuration, in seconds, where none is given.
  var timeLimit: Double { get }
  /// What is to be run; made on every rank alike.
  func entries(_ workloads: BenchWorkloads) throws -> [BenchEntry]
}

extension BenchCommand {
  var mostRanks: Int { running.mostRanks }
  var timeLimit: Double { 10 }

  func run() throws {
    try exiting { try BenchJob(settings, entries: entries).run() }
  }

  /// The options as they are used.
  private var settings: BenchSettings {
    var settings = BenchSettings(
      ranks: [1], mostRanks: mostRanks,
      plan: trials.plan(timeLimit: timeLimit), files: output.files)
    running.apply(to: &settings)
    (settings.seed, settings.limit) = (trials.seed, trials.limit)
    (settings.spoils, settings.findsBreakEven) = (trials.spoil, trials.breakEven)
    settings.waitsForQuiet = trials.waitForQuiet
    settings.baseline = output.baseline
    return settings
  }
}

extension BenchCommand where Running == BenchRunningOptions {
  /// For one that is no tasks in some sizes.
  func requireNoTasks() throws {
    let given = [
      ("--schedule", running.schedule != nil), ("--keep-going", running.keepGoing),
      ("--fail-task", running.failTask != nil),
    ]
    if let (option, _) = given.first(where: \.1) {
      throw ValidationError("\(option) does not apply: this workload has no tasks")
    }
  }
}
