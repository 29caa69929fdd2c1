import Distribution
import FoundationEssentials
import Glibc

/// What a run of the main job tells the benchmark that has started it: where its time went.
struct StageReport: Codable {
  /// In the environment of such a run: the file that is to be written.
  static let variable = "VELIBCORR_STAGES"

  struct Stage: Codable {
    let name: String
    let seconds: Double
  }

  let stages: [Stage]
  /// Of rank 0: waiting for others, and moving values.
  let communicating: Double
  let rows: Int
  let stations: Int
  let bins: Int
  /// Of all ranks, to one another.
  let bytesSent: Int

  /// Writes the file, where one is asked for. Collective.
  static func writeIfAsked(_ network: MergedNetwork, on job: Job) throws {
    guard let path = unsafe getenv(variable).map({ unsafe String(cString: $0) }) else { return }
    let report = StageReport(
      stages: job.clock.laps.map { Stage(name: $0.stage.rawValue, seconds: $0.seconds) },
      communicating: job.communicator.timeInMPI / .seconds(1), rows: Int(network.counts.read),
      stations: network.stations.count, bins: network.bins.count,
      bytesSent: Int(job.communicator.sum([Int64(job.communicator.bytesSent)])[0]))
    try job.agree {
      guard job.communicator.isRoot else { return }
      try JSONEncoder().encode(report).write(to: URL(fileURLWithPath: path))
    }
  }

  func seconds(_ stage: RunStage) -> Double { stages.first { $0.name == stage.rawValue }?.seconds ?? 0 }

  /// Of all stages.
  var total: Double { stages.reduce(0) { $0 + $1.seconds } }
}
