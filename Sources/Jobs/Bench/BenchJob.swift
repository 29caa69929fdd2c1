import Distribution

/// `velibcorr bench`: workloads, timed on however many ranks.
package struct BenchJob {
  private let settings: BenchSettings
  private let makeEntries: (BenchWorkloads) throws -> [BenchEntry]

  /// `entries` is called on every rank, and gives the same on each.
  package init(_ settings: BenchSettings, entries: @escaping (BenchWorkloads) throws -> [BenchEntry]) {
    self.settings = settings
    makeEntries = entries
  }

  /// Runs in this process, as one of the ranks of a launcher, or starts the ranks that are asked for. Throws `Exit` when
  /// all is said.
  package func run() throws {
    let launch = LaunchEnvironment(currentEnvironment())
    Interruption.prepare(quietly: launch != nil)
    if launch == nil && settings.mostRanks > 1 {
      try RankLauncher(
        ranks: settings.mostRanks, inputs: [], outputs: settings.files.map(\.named), keepsFailedOutputs: true,
        showsLine: Terminal.canErase
      ).run()
    } else {
      try Job.run(joining: launch) { job in
        try BenchRun(settings, on: job).run { try makeEntries(BenchWorkloads(settings, on: job)) }
      }
    }
  }
}
