extension BenchTables {
  /// One configuration of one workload.
  package struct Row: Codable {
    package let workload: String
    package let problem: String
    package let schedule: String
    package let ranks: Int
    package let threads: Int

    /// What was done in the time of a trial.
    package let items: Int
    package let unit: String
    package let flops: Double?
    package let bytes: Double?

    /// Each trial, in order.
    package let trials: [Double]
    package let median: Double
    /// Of the median, 95 %.
    package let low: Double?
    package let high: Double?
    package let minimum: Double
    package let p99: Double
    package let maximum: Double

    /// The operations a second that the same ranks and threads reach at best, where operations are counted.
    package let peakFlops: Double?
    /// The bytes a second that one thread copies at best in pieces as large, where bytes are.
    package let peakBytes: Double?
    /// Beside the serial run of the same problem.
    package let speedUp: Double?
    package let efficiency: Double?
    /// Karp and Flatt's.
    package let serialFraction: Double?

    /// Where the time of all workers went, as parts of it. Together 1, but for what was not measured rightly.
    package let computing: Double
    package let communicating: Double
    package let waiting: Double

    /// The least size, in units, from which on it pays to distribute; with `pays` "never" the greatest that was
    /// tried, with "always" the least.
    package var breakEven: Int?
    package var breakEvenUnit: String?
    package var pays: String?

    /// What was verified, the worst that was found, and its limit.
    package let quantity: String
    package let residual: Double
    package let limit: Double
    package let passed: Bool
    package let remarks: [String]
    /// Tasks of one run that failed, where it was to keep going.
    package let failures: [String]

    package var baseline: Comparison?
  }
}

extension BenchTables.Row {
  /// - Parameters:
  ///   - serial: the trials of the same problem by one worker, where there are any.
  ///   - peak: of operations or bytes a second, whichever the subject counts.
  ///   - limit: of the verification, instead of the workload's own.
  package init(_ timed: Case, _ results: CaseTrials, serial: CaseTrials?, peak: Double?, limit: Double? = nil)
  {
    let (subject, configuration) = (timed.subject, timed.configuration)
    workload = subject.name
    problem = subject.problem
    schedule = "\(configuration.schedule)"
    (ranks, threads) = (configuration.ranks, configuration.threads)

    let amount = subject.amount(configuration)
    (items, unit, flops, bytes) = (amount.items, amount.unit, amount.flops, amount.bytes)
    let statistics = TrialStatistics(results.seconds)
    trials = results.seconds
    (median, minimum, p99, maximum) = (
      statistics.median, statistics.minimum, statistics.p99, statistics.maximum
    )
    (low, high) = (statistics.interval?.lowerBound, statistics.interval?.upperBound)

    peakFlops = amount.flops == nil ? nil : peak
    peakBytes = amount.bytes == nil ? nil : peak
    let scaling = serial.map {
      Scaling(
        one: TrialStatistics($0.seconds).median, time: statistics.median, workers: configuration.workers)
    }
    (speedUp, efficiency) = (scaling?.speedUp, scaling?.efficiency)
    serialFraction = scaling?.serialFraction
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

  package var gflops: Double? { flops.map { $0 / median / 1e9 } }
  package var gigabytesPerSecond: Double? { bytes.map { $0 / median / 1e9 } }
  package var itemsPerSecond: Double { Double(items) / median }
  package var peakShare: Double? {
    if let flops, let peakFlops { return flops / median / peakFlops }
    if let bytes, let peakBytes { return bytes / median / peakBytes }
    return nil
  }

  /// What a row of other tables has in common with this one.
  var key: [String] { [workload, problem, schedule, "\(ranks)", "\(threads)"] }

  package mutating func note(_ breakEven: BreakEven, unit: String) {
    breakEvenUnit = unit
    switch breakEven {
    case .always(let size): (pays, self.breakEven) = ("always", size)
    case .from(let size): (pays, self.breakEven) = ("from", size)
    case .never(let size): (pays, self.breakEven) = ("never", size)
    }
  }
}
