import Benchmarks
import Glibc
import Memory
import SystemPackage

/// A job from log to matrix by whole processes of this program, so many ranks of so many threads.
final class PipelineSubject: Subject {
  let name = "correlate"
  let problem: String
  let usesBLASThreads = false
  let startsRanks = true
  let failures: [TaskFailure] = []
  /// Of each configuration, in order, the warm-up too: how long it took, and what it told.
  private(set) var runs: [Configuration: [(seconds: Double, report: StageReport)]] = [:]
  private let place: PipelinePlace
  /// Is it the whole log? Of a part the matrix is another.
  private let isWhole: Bool
  private let files: () -> [String]

  /// `files` are there when the first run begins.
  init(_ problem: String, in place: PipelinePlace, isWhole: Bool = true, files: @escaping () -> [String]) {
    self.problem = problem
    self.place = place
    self.isWhole = isWhole
    self.files = files
  }

  func label(_ configuration: Configuration) -> String {
    configuration.workers == 1 ? "serial" : configuration.ranks == 1 ? "threads" : "ranks"
  }

  func amount(_ configuration: Configuration) -> Amount {
    Amount(items: max(1, runs.values.first?.first?.report.rows ?? 1), unit: "rows")
  }

  func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    // New names each time: to replace a file takes a while that has nothing to do with the job.
    unsafe unlink(place.matrix)
    unsafe unlink(place.report)
    if place.isCold { files().forEach(PageCache.drop) }
  }

  func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) throws -> RankTimes {
    let report = try place.correlate(files(), ranks: configuration.ranks, threads: configuration.threads)
    var times = RankTimes()
    times.arrival = (ContinuousClock.now - start) / .seconds(1)
    times.communicating = min(report.communicating, report.total)
    // One worker has nobody to wait for: its start is work.
    let working = configuration.workers == 1 ? times.arrival : report.total
    times.computing = working - times.communicating
    times.waiting = max(0, times.arrival - working)
    runs[configuration, default: []].append((times.arrival, report))
    return times
  }

  /// Adds a line to the matrix.
  func spoil(_ configuration: Configuration, on ranks: any Ranks) {
    guard
      let file = try? FileDescriptor.open(
        FilePath(place.matrix), .writeOnly, options: [.append, .closeOnExec])
    else { return }
    _ = try? file.closeAfter { try file.writeAll([10]) }
  }

  func verdict() -> Verdict {
    let isSame = !isWhole || place.digest(of: place.matrix) == place.reference
    return Verdict(
      "outputs that differ", value: isSame ? 0 : 1, limit: 0, remarks: isWhole ? place.remarks : [])
  }
}
