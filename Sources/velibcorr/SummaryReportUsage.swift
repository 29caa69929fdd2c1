import FoundationEssentials
import Glibc

extension SummaryReport.Run {
  /// On every rank; rank 0 has the report's.
  init(_ watch: Stopwatch, threads: Int, on job: Job) throws {
    started = watch.startDate
    seconds = watch.total.rounded(toPlaces: 6)
    stages = watch.laps.map {
      SummaryReport.Stage(name: $0.name, seconds: $0.seconds.rounded(toPlaces: 6))
    }
    mpi = job.communicator.library
    ranks = try job.communicator.gather(RankUsage(watch, threads: threads, on: job))
  }
}

/// What one rank has used so far.
struct RankUsage: Codable {
  let rank: Int
  let host: String
  let threads: Int
  let cpuSeconds: Double
  /// CPU seconds a second: 1 is one core all the time.
  let cpuShare: Double
  let peakBytes: Int

  init(_ watch: Stopwatch, threads: Int, on job: Job) {
    rank = job.communicator.rank
    host = Self.hostName
    self.threads = threads
    cpuSeconds = watch.cpuSeconds.rounded(toPlaces: 6)
    cpuShare = (watch.cpuSeconds / max(watch.total, 1e-9)).rounded(toPlaces: 4)
    peakBytes = ResourceUsage.now.peakBytes
  }

  /// `gethostname`.
  private static var hostName: String {
    var name = [CChar](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
    guard unsafe gethostname(&name, name.count) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Double {
  /// Finer digits than a clock has say nothing.
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}
