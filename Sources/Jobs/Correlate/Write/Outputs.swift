import Availability
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
    let notes = try job.agree { try self[.profiles]?.makeProfilesLast(with: files.values.map(\.file)) ?? [] }
    job.tell(notes)
  }

  subscript(_ kind: OutputKind) -> SharedOutput? {
    get { files[kind] }
    _modify { yield &files[kind] }
  }

  func has(_ kind: OutputKind) -> Bool { files[kind] != nil }

  var hasGroups: Bool { OutputKind.ofGroups.contains(where: has) }

  var wantDetails: Bool { OutputKind.withDetails.contains(where: has) }

  var sizes: [(path: String, bytes: Int)] { kinds.map { (files[$0]!.path, files[$0]!.byteCount) } }

  /// An output that the summary file names.
  typealias Result = (kind: String, output: SharedOutput)

  var results: [Result] { kinds.filter { $0 != .summary }.map { ($0.rawValue, files[$0]!) } }

  /// The faulty rows, if they are an output; `total` of all ranks.
  mutating func writeRejects(of rows: ReadRows, _ inputs: Inputs, total: Int64) throws {
    try self[.rejects]?.write(rejectsOf: rows, rules: inputs.rules, total: total)
  }

  /// The profiles of all ranks' stations, which are an output; each rank has those of its own. Collective.
  mutating func writeProfiles(_ contents: ProfileContents, format: NumberFormat, on job: Job) throws {
    try ProfilesWriter(contents, format, on: job).write(to: &self[.profiles]!)
  }

  /// The stations of NumPy's array, in its order, if they are an output. Collective.
  mutating func writeStations(_ stations: [StationID], on job: Job) throws {
    try self[.npyStations]?.append(job.communicator.isRoot ? StationsCSV.text(stations) : [])
  }

  /// The summary, if it is an output; `make` gets all others. Collective.
  mutating func writeSummary(on job: Job, _ make: ([Result]) throws -> SummaryFile) throws {
    guard has(.summary) else { return }
    let summary = try make(results)
    try self[.summary]!.append(job.agree { job.communicator.isRoot ? try summary.json() : [] })
  }

  /// The results are written.
  func closeResults() throws {
    for result in results { try result.output.close() }
  }

  /// All is written: the outputs get their names, profiles last, so that a crash leaves no new profiles with an old
  /// matrix.
  func commit() throws {
    for kind in kinds { try files[kind]!.close() }
    for kind in kinds where kind != .profiles { try files[kind]!.commit() }
    try files[.profiles]?.commit()
  }
}
