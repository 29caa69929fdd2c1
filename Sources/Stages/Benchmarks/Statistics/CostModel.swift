import Glibc

/// The time that a job from log to matrix should take, from what one thread, and ranks of one thread, take for a small
/// part of the log.
///
///     read      overhead(ranks) + rows / (workers x rows a second)
///     combine   as of the small part; of ranks that were not run: latency x agreements x log2(ranks) + bytes / bandwidth
///     write     numbers / (workers x numbers a second)
///     start     as of the small part, before the job and after it; it grows by a like step for each doubling of the ranks
///
/// Workers are ranks x threads, as many as there are cores at most. Of the profiles each rank sends 16 bytes a cell that
/// another owns, of the means it receives 8 bytes a cell of the others.
package struct CostModel: Codable, Sendable, Equatable {
  /// Rows that one thread reads a second.
  package let rowsPerSecond: Double
  /// Numbers of the matrix that one thread makes and writes a second.
  package let numbersPerSecond: Double
  /// Cores of the machine.
  package let cores: Int
  /// What was measured of numbers of ranks, of which 1 is one.
  package let ranks: [Ranks]
  /// Seconds of a short message from rank to rank; nil where there was one rank alone.
  package var latency: Double?
  /// Bytes a second of long ones.
  package var bandwidth: Double?

  /// What so many ranks of one thread took for the small part, in seconds.
  package struct Ranks: Codable, Sendable, Equatable {
    /// How many.
    package let count: Int
    /// Before the job and after it.
    package let start: Double
    /// Of reading, whatever the log's length.
    package let overhead: Double
    /// To bring the profiles together.
    package let combine: Double

    /// Times as they were measured.
    package init(count: Int, start: Double, overhead: Double, combine: Double) {
      self.count = count
      self.start = start
      self.overhead = overhead
      self.combine = combine
    }
  }

  /// The stages of a run, in seconds.
  package struct Run: Sendable, Equatable {
    /// Before the job and after it.
    package var start = 0.0
    /// Rows to sums.
    package var read = 0.0
    /// Sums to profiles.
    package var combine = 0.0
    /// Profiles to the file.
    package var write = 0.0

    /// All zero.
    package init() {}

    /// All together.
    package var total: Double { start + read + combine + write }
  }

  /// What a job is made of.
  package struct Job: Sendable, Equatable {
    /// Of the log.
    package let rows: Int
    /// With a profile.
    package let stations: Int
    /// Of a profile.
    package let bins: Int

    /// A job of some size.
    package init(rows: Int, stations: Int, bins: Int = 24) {
      self.rows = rows
      self.stations = stations
      self.bins = bins
    }

    /// Of the matrix.
    var numbers: Double { Double(stations) * Double(stations) }
    /// Of the profiles.
    var cells: Double { Double(stations * bins) }
  }

  /// - Parameters:
  ///   - small: a part of the job as ranks of one thread have run it, 1 first: how many, and their times.
  ///   - larger: a greater part, by one thread of one process.
  ///
  /// Nil where the greater part did not take longer to read: then nothing can be told of a second.
  package init?(
    cores: Int, small: Job, _ runs: [(ranks: Int, times: Run)], larger: Job, _ times: Run
  ) {
    guard let alone = runs.first, alone.ranks == 1 else { return nil }
    let seconds = times.read - alone.times.read
    guard seconds > 0, larger.rows > small.rows, times.write > 0 else { return nil }
    let rate = Double(larger.rows - small.rows) / seconds
    rowsPerSecond = rate
    numbersPerSecond = larger.numbers / times.write
    self.cores = cores
    ranks = runs.map { run in
      let reading = Double(small.rows) / (Double(min(run.ranks, cores)) * rate)
      return Ranks(
        count: run.ranks, start: run.times.start, overhead: max(0, run.times.read - reading),
        combine: run.times.combine)
    }
  }

  /// The stages of a job on so many ranks of so many threads; on `cores` cores instead of those of this machine.
  package func run(_ job: Job, ranks: Int, threads: Int, cores: Int? = nil) -> Run {
    let workers = Double(min(ranks * threads, cores ?? self.cores))
    let known = self.ranks.first { $0.count == ranks }
    let nearest = known ?? self.ranks.last { $0.count < ranks } ?? self.ranks[0]
    var run = Run()
    run.start = start(ranks)
    run.read = nearest.overhead + Double(job.rows) / (workers * rowsPerSecond)
    run.combine = known?.combine ?? self.ranks[0].combine + messages(job, ranks)
    run.write = job.numbers / (workers * numbersPerSecond)
    return run
  }

  private func start(_ count: Int) -> Double {
    if let known = ranks.first(where: { $0.count == count }) { return known.start }
    let last = ranks[ranks.count - 1]
    guard ranks.count > 1 else { return last.start }
    let before = ranks[ranks.count - 2]
    let step = (last.start - before.start) / log2(Double(last.count) / Double(before.count))
    return last.start + max(0, step) * log2(Double(count) / Double(last.count))
  }

  /// Agreements on options, stations, counts, bins, sizes and ends: counted in the code.
  private static let agreements = 24.0

  private func messages(_ job: Job, _ count: Int) -> Double {
    guard let latency, let bandwidth, bandwidth > 0 else { return 0 }
    let ranks = Double(count)
    let moved = job.cells * (16 / ranks + 8) * (ranks - 1) / ranks
    return Self.agreements * latency * log2(ranks) + moved / bandwidth
  }
}
