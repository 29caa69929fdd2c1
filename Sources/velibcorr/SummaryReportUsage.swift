import Distribution
import FoundationEssentials

extension SummaryReport.Run {
  /// On every rank; rank 0 has the report's.
  init(_ watch: Stopwatch, _ plan: ThreadPlan, on job: Job) throws {
    started = watch.startDate
    seconds = watch.total.rounded(toPlaces: 6)
    stages = watch.laps.map {
      SummaryReport.Stage(name: $0.name, seconds: $0.seconds.rounded(toPlaces: 6))
    }
    mpi = job.communicator.library
    ranks = try job.communicator.gather(
      RankUsage(watch, threads: plan.threads[job.communicator.rank], on: job))
    hosts = plan.hosts.map {
      SummaryReport.Host(host: $0.name, ranks: $0.ranks, threads: $0.threads, cores: $0.cores)
    }
  }
}

/// What one rank has used so far.
struct RankUsage: Codable {
  let rank: Int
  let host: String
  let threads: Int
  let cpuSeconds: Double
  /// CPU seconds a second: 1 is one core all the time, and as many as `threads` all that was asked for.
  let cpuShare: Double
  /// In calls of MPI: waiting for other ranks, and moving values. Who waits uses CPU time, too.
  let mpiSeconds: Double
  /// Of the time so far.
  let mpiShare: Double
  let peakBytes: Int

  init(_ watch: Stopwatch, threads: Int, on job: Job) {
    rank = job.communicator.rank
    host = SystemFile.hostName
    self.threads = threads
    let (cpu, inMPI, elapsed) = (
      watch.cpuSeconds, job.communicator.timeInMPI / .seconds(1), max(watch.elapsed, 1e-9)
    )
    cpuSeconds = cpu.rounded(toPlaces: 6)
    cpuShare = (cpu / elapsed).rounded(toPlaces: 4)
    mpiSeconds = inMPI.rounded(toPlaces: 6)
    mpiShare = (inMPI / elapsed).rounded(toPlaces: 4)
    peakBytes = ResourceUsage.now.peakBytes
  }
}

extension Double {
  /// Finer digits than a clock has say nothing.
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}
