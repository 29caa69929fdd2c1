import ArgumentParser
import Jobs

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
      ranks: running.ranks.values.map(\.value), mostRanks: mostRanks,
      plan: trials.plan(timeLimit: timeLimit), files: output.files)
    settings.threads = running.threads?.values.map(\.value)
    settings.schedules = running.schedule?.values ?? []
    (settings.keepsGoing, settings.failTask) = (running.keepGoing, running.failTask)
    (settings.seed, settings.limit) = (trials.seed, trials.limit)
    (settings.spoils, settings.findsBreakEven) = (trials.spoil, trials.breakEven)
    settings.baseline = output.baseline
    return settings
  }

  /// For workloads that are no tasks.
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
