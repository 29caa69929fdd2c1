import Availability
import Correlation
import Distribution
import Ingestion
import LinearAlgebra
import Rendering
import SystemPackage

/// `velibcorr correlate`: log -> profiles -> correlation matrix, on however many ranks.
package struct CorrelateJob {
  private let settings: CorrelateSettings
  private var paths: OutputPaths { settings.output.paths }

  /// A job that is still to be run.
  package init(_ settings: CorrelateSettings) { self.settings = settings }

  /// Runs in this process, as one of the ranks of a launcher, or starts the ranks that are asked for. Throws `Exit` when
  /// all is said.
  package func run() throws {
    let launch = LaunchEnvironment(currentEnvironment())
    Interruption.prepare(quietly: launch != nil)
    if let ranks = settings.running.ranks, launch == nil {
      try RankLauncher(
        ranks: ranks, inputs: settings.input.paths, outputs: paths.all, resumeFolder: settings.resumeFolder,
        profiles: paths.kinds.firstIndex(of: .profiles), isQuiet: settings.running.isQuiet,
        showsLine: settings.running.progressStyle == .terminal
      ).run()
    } else {
      if settings.input.readsStandardInput && Terminal.isInput && !settings.running.isQuiet {
        Messages.tell(["reading what is typed, to Ctrl-D; Ctrl-C ends; a log is named, or piped in"])
      }
      try Job.run(joining: launch, for: settings.running, resumeFolder: settings.resumeFolder) { job in
        do {
          try run(on: job)
        } catch OutputError.writing(path: "-", let option, .brokenPipe) {
          throw Failure(closedOutput: option, amongOutputs: paths.all.count)
        }
      }
    }
  }

  /// The pipeline, on every rank.
  func run(on job: Job) throws {
    try prepare(job)
    // Of a log it is to be known later what it is of.
    if settings.running.isVerbose || Terminal.columns == nil { job.tellPlainly(runLine()) }
    defer { job.stopShowing() }
    // First, as a wrong one is better told before the long work.
    let basemap = try self.settings.output.basemap.flatMap { path in
      try onRoot(of: job) { try Basemap(path: path) }
    }
    let inputs = try Inputs(settings, on: job)
    let repeats =
      settings.input.countsAgain ? nil : try onRoot(of: job) { try inputs.requireOneOfEach() }
    // From here on, what is in a folder stands in its place.
    var settings = settings
    settings.input.paths = inputs.paths
    job.tell(
      job.plan.warnings(currentEnvironment()) + inputs.notes + (repeats ?? [])
        + inputs.idleOptions(settings.input) + kernelNotes)
    var outputs = try Outputs(paths, on: job)
    let known =
      outputs.wantDetails || outputs.has(.profiles)
      ? try inputs.knownStations(settings.input.stationList, on: job) : [:]
    let saved = try settings.resumeFolder.map { try SavedParts(in: $0, for: settings.input, inputs, on: job) }
    job.tell(saved?.note(inputs) ?? [])

    let digests =
      outputs.has(.profiles) || outputs.has(.summary)
      ? try InputDigests(beside: inputs, on: job) : InputDigests()
    var rows = try RowReading(inputs, saved, settings, on: job).read()
    try inputs.requireUnchanged(on: job)
    var provenance = try RunProvenance(rows, inputs, digests, settings, on: job)
    if !settings.input.without.isEmpty {
      (rows, provenance) = try TakenRows(settings, on: job).taken(from: rows, provenance)
    }
    let other = try settings.analysis.comparesPeriods ? OtherPeriod(settings, on: job) : nil
    let listed = inputs.listedStations(on: job)
    let feeds = FeedNotes(inputs, on: job)
    let network = try job.during(ProgressStep(.combining)) { _ in
      try MergedNetwork(rows.profiles, settings.analysis, on: job)
    }
    try onRoot(of: job) { try OutputSizes(stations: network.stations.count, settings).require() }
    job.tell(provenance.notes + notes(on: network, inputs) + feeds.lines(network, inputs))
    let leftOut = try LeftOutExamples(rows, inputs, network.counts, on: job)
    var findings = Findings(
      network: network, provenance, inputs.understood, leftOut: leftOut.lines, listed: listed,
      known: known.shared(on: job))
    findings.basemap = basemap
    findings.sampledDay = inputs.sampledDay
    try outputs.writeRejects(of: rows, inputs, total: network.counts.faults)
    if let profiles = try combine(consume rows, findings, &outputs, on: job) {
      let clock = ClockOfTwelve(inputs, chosen: settings.input.columns)
      let to24 = leftOut.haveHour24 ? HoursTo24(inputs, network.counts) : nil
      try profiles.rows.withMissingBins { means in
        try onRoot(of: job) {
          try clock.refuse(means, bins: network.bins, span: network.span)
          try to24?.refuse(means, bins: network.bins)
        }
      }
      findings.partial = try writePartial(of: profiles, network, to: &outputs, on: job)
      if let other {
        try compare(profiles.days!, with: other, &findings, to: &outputs, on: job)
      }
      findings.correlations = try correlate(consume profiles, findings, to: &outputs, on: job)
    }
    job.awaitSignal(ofLauncher: settings.input.readsStandardInput)
    try outputs.closeResults()
    job.clock.lap(.correlate)

    try outputs.writeSummary(on: job) { try SummaryFile(findings, settings, inputs, $0, on: job) }
    // Faulty rows and digests are read again.
    try inputs.requireUnchanged(on: job)
    try outputs.commit()
    saved?.remove(on: job)
    try StageReport.writeIfAsked(network, on: job)
    try RunSummary(findings, settings, outputs, job.clock).tell(on: job)
  }

  /// What rank 0 makes, nil on the others. What it throws is thrown on all. Collective.
  @discardableResult
  private func onRoot<Result>(of job: Job, _ body: () throws -> Result) throws -> Result? {
    try job.agree { job.communicator.isRoot ? try body() : nil }
  }

  private func notes(on network: MergedNetwork, _ inputs: Inputs) -> [String] {
    network.timeNotes(inputs.rules) + LookalikeStations(network.stations).notes
      + (settings.analysis.transform.map { transform in
        let isShort = transform == .anomaly && SeriesTransform.cells(bins: network.bins.count) == 24
        return [
          "each hour is taken \(transform.title(bins: network.bins.count))"
            + (isShort ? ", as the series has less than four weeks" : "")
        ]
      } ?? [])
  }

  // MARK: - Stages

  /// Refuses what cannot be, and chooses the kernel.
  private func prepare(_ job: Job) throws {
    try UnconnectedRefusal.throwIfUnconnected(ranks: job.communicator.size)
    try job.agree { try settings.running.require(launchedRanks: job.communicator.size) }
    try job.open(paths.libraries)
    guard paths.needsProducts else { return }
    BLASRuntime.useCallersThreadOnly()
    BLASRuntime.chooseKernel()
    try job.agree { try AddressSpace.requireProducts(threads: job.threads) }
  }

  /// All stations' profiles on every rank, if anything is made of them; the profiles of this rank's stations go to
  /// their output. The sums of a year are more memory than its profiles: they end here, unless r is decided by them.
  private func combine(
    _ rows: consuming ReadRows, _ findings: Findings, _ outputs: inout Outputs, on job: Job
  ) throws -> CombinedProfiles? {
    defer { job.clock.lap(.combine) }
    guard paths.needsSums else { return nil }
    let network = findings.network
    let closed = outputs.has(.profiles) ? ClosedRecords(rows.profiles, network, on: job) : nil
    let kept = network.reduce((consume rows).profiles)
    if let closed {
      let contents = ProfileContents(kept, closed, findings, on: job)
      try outputs.writeProfiles(contents, format: settings.output.format, on: job)
    }
    guard paths.needsProducts else { return nil }
    let profiles = try CombinedProfiles(of: consume kept, findings, settings, on: job)
    job.tell(profiles.days?.notes ?? [])
    return profiles
  }

  /// `--partial`. Before the correlations, as it may be refused for its memory.
  private func writePartial(
    of profiles: borrowing CombinedProfiles, _ network: MergedNetwork, to outputs: inout Outputs, on job: Job
  ) throws -> PartialFindings? {
    guard outputs.has(.partial) else { return nil }
    defer { job.clock.lap(.partial) }
    let found = try profiles.rows.withMeans { means in
      try PartialRun(network, settings, on: job).write(ofMeans: means, to: &outputs[.partial]!)
    }
    job.tell(found?.notes ?? [])
    return found
  }

  /// `--compare`.
  private func compare(
    _ intervals: DayIntervals, with other: OtherPeriod, _ findings: inout Findings, to outputs: inout Outputs,
    on job: Job
  ) throws {
    guard outputs.has(.comparison) else { return }
    let others = DayIntervals(other.kept, other.network, settings, on: job)
    job.tell(others.notes)
    let periods = try [(intervals, findings.network), (others, other.network)].map {
      try ComparedPeriod($0, $1, settings.analysis, threads: job.threads)
    }
    let pairs = PeriodPairs(periods[0], periods[1])
    let (found, changes) = try PeriodComparison(pairs, findings.details, settings, on: job).write(
      to: &outputs)
    findings.comparison = found
    findings.reportedPeriod = try changes.map {
      let isLarge = findings.network.stations.count > ReportContent.mostOfMatrix
      return try ReportedPeriod(other, pairs, (found, $0), isLarge: isLarge, settings, on: job)
    }
  }

  /// All outputs that are made of the matrix.
  private func correlate(
    _ profiles: consuming CombinedProfiles, _ findings: Findings, to outputs: inout Outputs, on job: Job
  ) throws -> Correlations? {
    guard paths.needsMatrix else { return nil }
    try findings.network.require(hours: settings.analysis.matrixMinimum)
    try outputs.writeStations(findings.network.stations, on: job)
    let request = MatrixRequest(profiles, findings, settings, on: job)
    return try writeCorrelations(of: profiles, request, to: &outputs, on: job)
  }

  private var kernelNotes: [String] {
    guard paths.needsProducts, BLASRuntime.isHeldBack, let best = BLASRuntime.bestKernel else { return [] }
    return [
      "OPENBLAS_CORETYPE makes OpenBLAS run its \(BLASRuntime.kernel) kernel; this CPU can run \(best), if it is unset"
    ]
  }
}
