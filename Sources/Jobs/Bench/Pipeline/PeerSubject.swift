import Benchmarks
import Distribution
import FoundationEssentials
import Glibc
import Memory

/// Other programs that do the job from log to matrix, by scripts of this program's.
package enum Peer: String, CaseIterable, Sendable {
  /// By the library's own readers, NumPy for r.
  case pandas, polars, duckdb

  fileprivate var script: [UInt8] {
    switch self {
    case .pandas: PackageResources.pandas_job_py
    case .polars: PackageResources.polars_job_py
    case .duckdb: PackageResources.duckdb_job_py
    }
  }

  /// What its script imports.
  fileprivate var modules: [String] {
    switch self {
    case .pandas: ["numpy", "pandas", "pyarrow"]
    case .polars: ["numpy", "polars"]
    case .duckdb: ["duckdb", "numpy"]
    }
  }
}

/// The same job by one of them, with all cores.
final class PeerSubject: Subject {
  let name = "correlate"
  let problem: String
  let usesBLASThreads = false
  let startsRanks = true
  let failures: [TaskFailure] = []
  private let peer: Peer
  private let python: () -> String
  private let place: PipelinePlace
  private let file: () -> String
  private var rows = 1
  private var output: String { "\(place.path)/\(peer).csv" }
  private var verdicts: [String: Verdict] = [:]

  /// `python` and `file` are there when the first run begins.
  init(
    _ peer: Peer, _ problem: String, python: @escaping () -> String, in place: PipelinePlace,
    file: @escaping () -> String
  ) {
    self.peer = peer
    self.problem = problem
    self.python = python
    self.place = place
    self.file = file
  }

  func label(_ configuration: Configuration) -> String { peer.rawValue }
  func amount(_ configuration: Configuration) -> Amount { Amount(items: rows, unit: "rows") }

  /// To be called before the first run.
  func note(rows: Int) { self.rows = rows }

  func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    unsafe unlink(output)
    if place.isCold { PageCache.drop(file()) }
  }

  func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) throws -> RankTimes {
    let child = try ChildProgram(
      python(), ["\(place.path)/\(peer)_job.py", file(), output], PipelinePlace.environment,
      limit: .seconds(3600))
    var times = RankTimes()
    times.arrival = (ContinuousClock.now - start) / .seconds(1)
    times.computing = times.arrival
    guard child.ending == .exit(0) else {
      throw Failure(
        .unavailable, "\(peer) failed: \(child.words.split(separator: "\n").last ?? "\(child.ending)")",
        advice: "its script reads the exercise's layout alone: leave --versus out for another")
    }
    return times
  }

  /// The same stations, and every r within rounding of doubles.
  func verdict() -> Verdict {
    let digest = place.digest(of: output)?.sha256 ?? ""
    if let known = verdicts[digest] { return known }
    let difference = (try? MatrixDifference(place.referenceMatrix, output)) ?? MatrixDifference.infinite
    let verdict = Verdict("greatest difference of r", value: difference.value, limit: 1e-9)
    verdicts[digest] = verdict
    return verdict
  }

  // MARK: - Finding Python

  /// Writes the scripts of the peers, and finds a Python that has what they import. Throws `Failure`.
  static func install(_ peers: [Peer], in place: PipelinePlace) throws -> String {
    try write(PackageResources.correlation_py, to: "\(place.path)/correlation.py")
    for peer in peers { try write(peer.script, to: "\(place.path)/\(peer)_job.py") }
    let environment = currentEnvironment()
    let python = environment["VELIBCORR_PYTHON"] ?? "python3"
    let modules = Set(peers.flatMap(\.modules)).sorted()
    let test = try? ChildProgram(
      "/usr/bin/env",
      [python, "-c", "import sys, \(modules.joined(separator: ", ")); print(sys.executable)"],
      environment, limit: .seconds(120))
    guard let test, test.ending == .exit(0), let path = test.words.split(separator: "\n").last else {
      throw Failure(
        .unavailable, "\(python) has not all of \(modules.joined(separator: ", "))",
        advice: "pip install \(modules.joined(separator: " ")); VELIBCORR_PYTHON names another Python")
    }
    return String(path)
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}
