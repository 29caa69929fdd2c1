import Rendering
import SyntheticLogs
import Workers

/// `velibcorr generate`: the log of a synthetic network, to a file or to standard output (`-`).
package struct GenerateJob {
  private let network: SyntheticNetwork
  private let path: String

  /// Checks and opens nothing yet. A file at `path` appears when it is complete.
  package init(_ network: SyntheticNetwork, to path: String) {
    self.network = network
    self.path = path
  }

  /// Throws `Exit` when all is said.
  package func run() throws {
    Interruption.prepare(quietly: false)
    try Failure.told {
      let file = try OutputFile(path: StandardStreams.standardName(path, input: false))
      let display = progressStyle.map(ProgressDisplay.init)
      defer { display?.finish() }
      let progress = Progress()
      display?.begin(ProgressStep(.generating, unit: .rows, total: network.rows), progress)
      try network.forEachBlock { block in
        try file.append(block)
        // Some slots have no row.
        progress.add(network.rows * SyntheticNetwork.slotsPerBlock / max(1, network.slots))
      }
      try file.commit()
    }
  }

  /// Where nobody else writes to the terminal: a log on standard output goes to it, or to a program that may.
  private var progressStyle: ProgressDisplay.Style? {
    path != "-" && Terminal.canErase ? .terminal : nil
  }
}
