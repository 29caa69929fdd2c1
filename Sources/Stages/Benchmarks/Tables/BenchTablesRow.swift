extension BenchTables {
  /// One configuration of one workload.
  package struct Row: Codable {
    /// The workload's name on the command line.
    package let workload: String
    /// The work, for people: "100 matrices of order 5".
    package let problem: String
    /// How tasks came to the workers: `serial`, `threads`, `static`, `chunked:8`, `dynamic`.
    package let schedule: String
    /// Processes.
    package let ranks: Int
    /// Threads of each rank.
    package let threads: Int

    /// Items made or moved in a trial.
    package let items: Int
    /// The name of an item, in the plural.
    package let unit: String
    /// Floating-point operations of a trial; nil where they are not counted.
    package let flops: Double?
    /// Bytes that ranks send in a trial; nil where that is not the point.
    package let bytes: Double?

    /// Each trial, in order.
    package let trials: [Double]
    /// Of the trials, in seconds, as are the figures that follow.
    package let median: Double
    /// Of the median, 95 %.
    package let low: Double?
    /// The upper end of that interval; both are nil below six trials.
    package let high: Double?
    /// The fastest trial.
    package let minimum: Double
    /// The time that 99 % of the trials do not exceed.
    package let p99: Double
    /// The slowest trial.
    package let maximum: Double
    /// Trials that are far from all others (`TrialStatistics`).
    package let outliers: Int?

    /// The operations a second that the same ranks and threads reach at best, where operations are counted.
    package let peakFlops: Double?
    /// The bytes a second that one thread copies at best in pieces as large, where bytes are.
    package let peakBytes: Double?
    /// Beside the serial run of the same problem; nil without one, as are those that follow.
    package let speedUp: Double?
    /// Of the speed-up (`Scaling`).
    package let speedUpLow: Double?
    /// The upper end of that interval; both are nil below six trials.
    package let speedUpHigh: Double?
    /// The speed-up for each worker: 1 where all of them are used in full.
    package let efficiency: Double?
    /// Karp and Flatt's, where it means something.
    package let serialFraction: Double?

    /// Where the time of all workers went, as parts of it. Together 1, but for what was not measured rightly.
    package let computing: Double
    /// Being given tasks, and bringing results to rank 0.
    package let communicating: Double
    /// For other workers, and for a core to start on.
    package let waiting: Double

    /// Do more workers take less time, beyond doubt? "never" and "not decided" by the speed-up's interval, of this very
    /// size; where they do, "here" without smaller sizes, else "always" or "from". Nil for one worker.
    package var pays: String?
    /// With "from" the least size, in units, from which on it pays; with "always" the least that was tried, with "never"
    /// the greatest.
    package var breakEven: Int?
    /// The unit of `breakEven`: "matrices".
    package var breakEvenUnit: String?

    /// The quantity that was verified.
    package let quantity: String
    /// The worst that the verification of all runs has found.
    package let residual: Double
    /// The greatest `residual` that passes.
    package let limit: Double
    /// Was every result right?
    package let passed: Bool
    /// Remarks of the verification: "2 singular matrices".
    package let remarks: [String]
    /// Tasks of one run that failed, where it was to keep going.
    package let failures: [String]

    /// What else the machine did during the trials; nil where the kernel does not tell.
    package var load: OtherLoad?
    /// Of the job from log to matrix; nil for other workloads.
    package var pipeline: PipelineFigures?
    /// What that was predicted by, in its first row.
    package var model: CostModel?
    /// Beside the same row of an earlier run, where there is one.
    package var baseline: Comparison?
  }
}

extension BenchTables.Row {
  /// - Parameters:
  ///   - serial: the trials of the same problem by one worker, where there are any.
  ///   - work: of this case, as a multiple of the serial one's.
  ///   - peak: of operations or bytes a second, whichever the subject counts.
  ///   - limit: of the verification, instead of the workload's own.
  package init(
    _ timed: Case, _ results: CaseTrials, serial: CaseTrials?, work: Double = 1, peak: Double?,
    limit: Double? = nil
  ) {
    let (subject, configuration) = (timed.subject, timed.configuration)
    workload = subject.name
    problem = subject.problem
    schedule = subject.label(configuration)
    (ranks, threads) = (configuration.ranks, configuration.threads)

    let amount = subject.amount(configuration)
    (items, unit, flops, bytes) = (amount.items, amount.unit, amount.flops, amount.bytes)
    let statistics = TrialStatistics(results.seconds)
    trials = results.seconds
    (median, minimum, p99, maximum) = (
      statistics.median, statistics.minimum, statistics.p99, statistics.maximum
    )
    (low, high) = (statistics.interval?.lowerBound, statistics.interval?.upperBound)
    outliers = statistics.outliers

    peakFlops = amount.flops == nil ? nil : peak
    peakBytes = amount.bytes == nil ? nil : peak
    let scaling = serial.map {
      Scaling(one: TrialStatistics($0.seconds), statistics, workers: configuration.workers, work: work)
    }
    (speedUp, efficiency) = (scaling?.speedUp, scaling?.efficiency)
    (speedUpLow, speedUpHigh) = (scaling?.interval?.lowerBound, scaling?.interval?.upperBound)
    serialFraction = scaling?.serialFraction
    pays = configuration.workers > 1 ? scaling.map { Self.words($0.gain) } : nil
    let total = results.seconds.reduce(0, +)
    computing = results.parts.computing / total
    communicating = results.parts.communicating / total
    waiting = results.parts.waiting / total

    let found = results.verdict!
    let verdict = Verdict(
      found.quantity, value: found.value, limit: limit ?? found.limit, remarks: found.remarks)
    (quantity, residual, self.limit) = (verdict.quantity, verdict.value, verdict.limit)
    passed = verdict.passed
    remarks = verdict.remarks
    failures = results.failures.map(\.description)
  }

  /// Thousands of millions of operations a second, at the median.
  package var gflops: Double? { flops.map { $0 / median / 1e9 } }
  /// Thousands of millions of bytes a second, at the median.
  package var gigabytesPerSecond: Double? { bytes.map { $0 / median / 1e9 } }
  /// Items a second, at the median.
  package var itemsPerSecond: Double { Double(items) / median }
  /// The rate as a part of the peak: of operations, else of bytes; nil where neither is counted.
  package var peakShare: Double? {
    if let flops, let peakFlops { return flops / median / peakFlops }
    if let bytes, let peakBytes { return bytes / median / peakBytes }
    return nil
  }

  /// Equal in rows of two tables that can be compared.
  var key: [String] { [workload, problem, schedule, "\(ranks)", "\(threads)"] }

  private static func words(_ gain: Scaling.Gain) -> String {
    switch gain {
    case .yes: "here"
    case .no: "never"
    case .undecided: "not decided"
    }
  }

  /// Does it pay at the size that was run?
  package var paysHere: Bool { pays == "here" }

  /// Sets from which size on this configuration pays, where it does at the full one.
  package mutating func note(_ breakEven: BreakEven, unit: String) {
    guard paysHere else { return }
    switch breakEven {
    case .always(let size): (pays, self.breakEven) = ("always", size)
    case .from(let size): (pays, self.breakEven) = ("from", size)
    case .never: return
    }
    breakEvenUnit = unit
  }

  /// Sets the size up to which this configuration does not pay, where it does not.
  package mutating func note(full size: Int, unit: String) {
    guard pays == "never" else { return }
    (breakEven, breakEvenUnit) = (size, unit)
  }
}
