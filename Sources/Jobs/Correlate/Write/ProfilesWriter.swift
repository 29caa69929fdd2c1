import Availability
import Distribution
import Rendering

/// `--profiles`: writes the profiles of all ranks' stations into one file.
struct ProfilesWriter {
  private let csv: ProfilesCSV
  private let job: Job

  init(_ format: NumberFormat, on job: Job) {
    csv = ProfilesCSV(format: format)
    self.job = job
  }

  /// Writes this rank's profiles in its turn. Collective. Throws `Failure`, `ThreadError`.
  func write(_ profiles: HourlyProfiles, to output: inout SharedOutput) throws {
    let communicator = job.communicator
    try output.append(try header(of: profiles))
    // Rank by rank, as each owns a block of the stations, and some stations at a time.
    let step = max(1, Self.rows / profiles.bins.count)
    let pieces = (profiles.stations.count + step - 1) / step
    let all = communicator.sum([Int64(profiles.stations.count)])[0]
    let writing = ProgressStep(.writingProfiles, unit: .stations, total: Int(all))
    try job.during(writing) { progress in
      for (rank, count) in communicator.allGather([Int64(pieces)]).enumerated() {
        for piece in 0..<Int(count[0]) {
          let stations = piece * step..<min(profiles.stations.count, (piece + 1) * step)
          let text =
            rank == communicator.rank
            ? try csv.text(profiles, stations: stations, threads: job.threads) : []
          try output.append(text)
          progress.add(step)
        }
      }
    }
  }

  /// Rank 0's; nothing on the others.
  private func header(of profiles: HourlyProfiles) throws -> [UInt8] {
    let communicator = job.communicator
    // The checksum is a sum, with wrap-around, over all rows of all ranks.
    let (rows, checksum) = try csv.measure(profiles, threads: job.threads)
    let sums = communicator.sum([Int64(rows), Int64(bitPattern: checksum)])
    let file = ProfileFile(
      bins: profiles.bins.kind, rows: Int(sums[0]), checksum: UInt64(bitPattern: sums[1]))
    return communicator.isRoot ? csv.header(file) : []
  }

  /// Rows of profiles that are turned into text at a time.
  private static let rows = 1 << 16
}
