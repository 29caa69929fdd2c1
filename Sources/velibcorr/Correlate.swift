import ArgumentParser
import Availability
import Correlation
import Distribution
import Glibc
import Ingestion
import LinearAlgebra
import Rendering

/// `velibcorr correlate`, the main job: log -> profiles -> correlation matrix.
struct Correlate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the correlation matrix of a log's stations (the default subcommand).",
    discussion: """
      The availability of a record is free docks / (free docks + bikes); a station's profile is its mean by \
      hour of the day (or of the week, or of the calendar); the correlation is Pearson's r of two profiles \
      over the hours that both have, or Spearman's, or Kendall's tau-b. A correlation that is not defined is \
      an empty field.

      Of pairs, p is the probability that independent profiles correlate as strongly, q Benjamini and \
      Hochberg's over all pairs. Both take hours for independent, which they are not: to rank pairs by, not to \
      believe.

      Examples:
        velibcorr data.txt
        velibcorr data.txt --ranks 4 -o r.csv --profiles profiles.csv
        velibcorr data.txt --method spearman --no-matrix --top 1000 --neighbours 5
        velibcorr data.txt --no-matrix --groups groups.csv --plot matrix.png --plot-profiles days.png
        velibcorr 2013-*.csv.gz -o year.csv --resume
        collector | velibcorr - -o - | gzip > r.csv.gz
        velibcorr log.csv --station id --free-docks docks --bikes bikes --time when

      Exit codes: 0 done, 64 usage, 65 bad data, 66 no such input, 69 MPI does not work, 70 a bug, \
      73 output can't be created, 74 I/O error, 75 a rank was lost: try again (--resume), 130/143 interrupted.
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Analysis") var analysis: AnalysisOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  func validate() throws {
    if output.plotProfiles != nil && analysis.bins == .series {
      throw ValidationError(
        "--plot-profiles shows days or weeks: use --bins hour-of-day or hour-of-week, not series")
    }
    let outputs = outputPaths.all.map(\.path)
    if outputs.contains("") { throw ValidationError("an output's name is empty") }
    if outputs.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("only one output can go to standard output (-)")
    }
    let places = outputs.filter { $0 != "-" }.compactMap(OutputFile.place)
    if Set(places).count < places.count { throw ValidationError("two outputs name the same file") }
    if let input = input.paths.first(where: { OutputFile.place($0).map(places.contains) ?? false }) {
      throw ValidationError("\(input) is an input: an output would replace it")
    }
    try requireResumable()
  }

  /// `--resume` reads again what was not saved, and saves sums.
  private func requireResumable() throws {
    guard running.resume else { return }
    if input.paths.contains("-") {
      throw ValidationError("--resume reads again: standard input (-) comes but once")
    }
    if let path = input.paths.first(where: { unsafe access($0, F_OK) == 0 && !isRegularFile($0) }) {
      throw ValidationError("--resume reads again: \(path) is no regular file")
    }
    if input.deduplicate { throw ValidationError("--resume and --deduplicate exclude each other") }
    if resumeFolder == nil {
      throw ValidationError("--resume saves beside an output that is a file: name one")
    }
  }

  func run() throws {
    let launch = LaunchEnvironment(currentEnvironment())
    Interruption.prepare(quietly: launch != nil)
    if let ranks = running.ranks, launch == nil {
      try RankLauncher(
        ranks: ranks, inputs: input.paths, outputs: outputPaths.all, resumeFolder: resumeFolder
      ).run()
    } else {
      try Job.run(joining: launch) { try correlate(on: $0) }
    }
  }

  /// The pipeline, on every rank.
  private func correlate(on job: Job) throws {
    var watch = Stopwatch()
    let display = job.communicator.isRoot ? running.progressStyle.map(ProgressDisplay.init) : nil
    defer { display?.finish() }
    let job = job.showing(display)
    try UnconnectedTasks.refuse(ranks: job.communicator.size)
    try job.agree { try running.check(launchedRanks: job.communicator.size) }
    let plan = job.planThreads(running.threads)
    let threads = plan.threads[job.communicator.rank]
    BLASRuntime.useCallersThreadOnly()
    if outputPaths.needsBLAS { BLASRuntime.chooseKernel() }
    let rules = try job.agree { try input.rules(bins: analysis.bins) }
    let inputs = try job.agree { try Inputs(input, rules, keepsDigests: output.summary != nil, on: job) }
    inputs.agreeOnSizes(job)
    if !running.quiet {
      job.tell(plan.warnings(currentEnvironment()) + inputs.notes + (outputPaths.needsBLAS ? blasNotes : []))
    }
    var outputs = try Outputs(outputPaths, on: job)
    let known = outputs.hasGroups ? try inputs.knownStations(input.stations, on: job) : [:]
    let saved = try resumeFolder.map { try SavedParts(in: $0, for: input, inputs, on: job) }
    if !running.quiet, let saved { job.tell(saved.note(inputs)) }

    let rows = try read(inputs, saved, threads: threads, keepsRejects: outputs.has(.rejects), on: job)
    watch.lap("read")
    // The rank that has read an archive knows.
    if !running.quiet { Messages.tell(inputs.asideNotes) }
    let details = inputs.listedStations(on: job)
    let network = try job.during(.combining) { _ in try Network(rows.profiles, on: job) }
    if !running.quiet { job.tell(network.timeNotes(rules)) }
    try outputs[.rejects]?.write(
      rejectsOf: rows, rules: rules, files: inputs.files.count, total: network.counts.faults)
    let profiles =
      outputs.has(.profiles) || outputPaths.needsBLAS ? network.reduce((consume rows).profiles) : nil
    if let profiles {
      try outputs[.profiles]?.write(profiles, format: output.format, threads: threads)
    }
    var partial: PartialReport?
    var correlations: Correlations?
    if outputPaths.needsBLAS, let sums = consume profiles {
      let facts =
        outputs.has(.report)
        ? try ReportFacts(
          network, sums, inputs: input.paths, analysis: analysis, memory: running.memory.bytes, on: job)
        : nil
      // The sums of a year are more memory than its profiles: they end here.
      let ready = try (consume sums).rows(
        for: analysis.method, wantsMeans: outputs.has(.partial) || outputs.has(.plotProfiles), network,
        threads: threads, on: job)
      watch.lap("combine")
      if outputs.has(.partial) {
        // First, as it may be refused for its memory.
        partial = try ready.withMeans { means in
          try outputs[.partial]?.writePartialCorrelations(
            ofMeans: means, network.stations, format: output.format, threads: threads,
            memory: running.memory.bytes)
        }
        watch.lap("partial correlations")
      }
      if outputPaths.needsMatrix {
        let kept =
          outputs.has(.plotProfiles) && job.communicator.isRoot
          ? ready.withMeans { MeanProfiles(bins: network.bins, means: $0.copy()) } : nil
        correlations = try writeCorrelations(
          of: ready, method: analysis.method, minimumBins: analysis.minHours,
          MatrixRequest(
            stations: network.stations, format: output.format, threads: threads, pairs: output.criterion,
            neighbours: output.neighbours ?? 0, memory: running.memory.bytes, clusters: output.clusters,
            details: details.merging(known) { $0.merged($1) },
            profiles: kept,
            caption: network.caption(analysis.method), facts: facts),
          to: &outputs, on: job)
      }
    } else {
      watch.lap("combine")
    }
    job.awaitSignal(ofLauncher: input.paths.contains("-"), since: watch)
    try outputs.closeResults()
    watch.lap("correlate and write")
    let names = details.compactMapValues(\.name)
    if outputs.has(.summary) {
      let report = try report(
        of: inputs, network, names, correlations, partial, outputs.results, plan: plan, watch: &watch,
        on: job)
      try outputs[.summary]?.write(report)
    }
    try outputs.commit()
    saved?.remove(on: job)

    guard !running.quiet else { return }
    try Summary(
      network: network, names: names, correlations: correlations, partial: partial,
      minimumBins: analysis.minHours, watch: watch, outputs: outputs.sizes
    ).tell(RankUsage(watch, threads: threads, on: job), verbose: running.verbose, on: job)
  }

  /// Reads this rank's share of the inputs.
  private func read(
    _ inputs: Inputs, _ saved: SavedParts?, threads: Int, keepsRejects: Bool, on job: Job
  ) throws -> Ingested {
    let stage = Stage(name: "reading", total: inputs.share(of: job), scale: job.communicator.size)
    return try job.during(stage) { progress in
      guard inputs.rules.deduplicates else {
        return try ingest(
          inputs, saved: saved, saving: SavingInterval(asked: running.saveEvery?.bytes, threads: threads),
          threads: threads, keepsRejects: keepsRejects, progress: progress, on: job)
      }
      return try ingestDistinct(
        inputs, threads: threads, memory: running.memory.bytes, keepsRejects: keepsRejects,
        progress: progress, on: job)
    }
  }

  private var blasNotes: [String] {
    guard BLASRuntime.isHeldBack, let best = BLASRuntime.bestKernel else { return [] }
    return [
      "OPENBLAS_CORETYPE makes OpenBLAS run its \(BLASRuntime.kernel) kernel; this CPU can run \(best), if it is unset"
    ]
  }

  /// With `--resume`, where an output is a file.
  private var resumeFolder: ResumeFolder? { running.resume ? ResumeFolder(outputPaths) : nil }

  /// By kind, the matrix first.
  var outputPaths: OutputPaths {
    let first = input.paths[0]
    let stem = first == "-" ? "stdin" : first.lastPathComponent.withoutExtension
    var paths = OutputPaths()
    output.place(stem, in: &paths)
    paths[.rejects] = input.rejects
    for kind in paths.kinds { paths[kind] = StandardStreams.standardName(paths[kind]!, input: false) }
    return paths
  }
}

extension String {
  var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }

  /// `data.txt` -> `data`; `.hidden` stays.
  fileprivate var withoutExtension: String {
    guard let point = lastIndex(of: "."), point > startIndex else { return self }
    return String(self[..<point])
  }
}
