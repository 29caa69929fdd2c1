import Distribution
import FoundationEssentials

extension SummaryFile.Run {
  /// On every rank; rank 0's is written.
  init(_ clock: RunClock, _ plan: ThreadPlan, on job: Job) throws {
    started = clock.startDate
    seconds = clock.total.rounded(toPlaces: 6)
    stages = clock.laps.map {
      SummaryFile.Stage(name: $0.stage.rawValue, seconds: $0.seconds.rounded(toPlaces: 6))
    }
    mpi = job.communicator.library
    ranks = try job.communicator.gather(
      RankUsage(clock, threads: plan.threads[job.communicator.rank], on: job))
    hosts = plan.hosts.map {
      SummaryFile.Host(host: $0.name, ranks: $0.ranks, threads: $0.threads, cores: $0.cores)
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

  init(_ clock: RunClock, threads: Int, on job: Job) {
    rank = job.communicator.rank
    host = SystemFile.hostName
    self.threads = threads
    let (cpu, inMPI, elapsed) = (
      clock.cpuSeconds, job.communicator.timeInMPI / .seconds(1), max(clock.elapsed, 1e-9)
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
