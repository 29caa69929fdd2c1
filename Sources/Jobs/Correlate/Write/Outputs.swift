import Availability
import Distribution
import Rendering

/// The outputs of a run, opened before the long work, named when all of it is done.
struct Outputs {
  private var files: [OutputKind: SharedOutput] = [:]
  private let kinds: [OutputKind]

  init(_ paths: OutputPaths, on job: Job) throws {
    kinds = paths.kinds
    for (number, (kind, output)) in zip(kinds, paths.all).enumerated() {
      files[kind] = try SharedOutput(output, number: number, on: job)
    }
    if has(.summary) { for result in results { result.output.file.keepDigest() } }
  }

  subscript(_ kind: OutputKind) -> SharedOutput? {
    get { files[kind] }
    _modify { yield &files[kind] }
  }

  func has(_ kind: OutputKind) -> Bool { files[kind] != nil }

  var hasGroups: Bool { OutputKind.ofGroups.contains(where: has) }

  var sizes: [(path: String, bytes: Int)] { kinds.map { (files[$0]!.path, files[$0]!.byteCount) } }

  /// An output that the summary tells of.
  typealias Result = (kind: String, output: SharedOutput)

  var results: [Result] { kinds.filter { $0 != .summary }.map { ($0.rawValue, files[$0]!) } }

  /// The faulty rows, if they are an output; `total` of all ranks.
  mutating func writeRejects(of rows: ReadRows, _ inputs: Inputs, total: Int64) throws {
    try self[.rejects]?.write(
      rejectsOf: rows, rules: inputs.rules, files: inputs.files.count, total: total)
  }

  /// The summary, if it is an output; `make` gets all others.
  mutating func writeSummary(_ make: ([Result]) throws -> SummaryFile) throws {
    guard has(.summary) else { return }
    let summary = try make(results)
    try self[.summary]?.write(summary)
  }

  /// The results are written.
  func closeResults() throws {
    for result in results { try result.output.close() }
  }

  /// All is written: the results get their names, and the summary after them.
  func commit() throws {
    for kind in kinds { try files[kind]!.close() }
    for kind in kinds { try files[kind]!.commit() }
  }
}

extension SharedOutput {
  /// Writes the profiles of all ranks' stations.
  mutating func write(_ profiles: HourlyProfiles, format: NumberFormat) throws {
    let threads = job.threads
    let csv = ProfilesCSV(format: format)
    let communicator = job.communicator
    // The checksum is a sum, with wrap-around, over all rows of all ranks.
    let (rows, checksum) = try csv.measure(profiles, threads: threads)
    let sums = communicator.sum([Int64(rows), Int64(bitPattern: checksum)])
    let file = ProfileFile(
      bins: profiles.bins.kind, rows: Int(sums[0]), checksum: UInt64(bitPattern: sums[1]))
    try append(communicator.isRoot ? csv.header(file) : [])
    // Rank by rank, as each owns a block of the stations, and some stations at a time.
    let step = max(1, Self.profileRows / profiles.bins.count)
    let pieces = (profiles.stations.count + step - 1) / step
    let all = communicator.sum([Int64(profiles.stations.count)])[0]
    let writing = ProgressStep(.writingProfiles, unit: .stations, total: Int(all))
    try job.during(writing) { progress in
      for (rank, count) in communicator.allGather([Int64(pieces)]).enumerated() {
        for piece in 0..<Int(count[0]) {
          let stations = piece * step..<min(profiles.stations.count, (piece + 1) * step)
          let text =
            rank == communicator.rank
            ? try csv.text(profiles, stations: stations, threads: threads) : []
          try append(text)
          progress.add(step)
        }
      }
    }
  }

  /// Rows of profiles that are turned into text at a time.
  private static let profileRows = 1 << 16
}
