import ArgumentParser
import Jobs
import SyntheticLogs

struct BenchSuite: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "suite",
    abstract: "Every workload, small.",
    discussion: """
      Runs every workload in a small size, a second for each configuration at most: a look at what a machine does, and a \
      baseline for later ones. The sizes are fixed; what is left out of a full run is precision.

      Example:
        velibcorr bench suite --ranks 1,2 --threads 1,2 --json suite.json
      """)

  @OptionGroup(title: "Running") var running: BenchRunningOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  var timeLimit: Double { 1 }

  /// Each by its own subcommand with these options.
  func entries(_ workloads: BenchWorkloads) throws -> [BenchEntry] {
    [
      try workloads.correlate(PipelineLog(.network(try SyntheticNetwork(length: .rows(300_000))))),
      try workloads.inverse(count: 10_000, order: 5, spd: false),
      try workloads.inverse(count: 1, order: 500, spd: false),
      try workloads.average(tasks: 10, matrices: 10_000, order: 10),
      try workloads.integrate(points: 2000),
      workloads.matmul(order: 1000),
      try workloads.primes(count: 1000),
    ] + (mostRanks > 1 ? workloads.ring(words: [1, 1 << 16]) : [])
  }
}
