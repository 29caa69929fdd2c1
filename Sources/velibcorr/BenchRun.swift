import Benchmarks
import Distribution
import FoundationEssentials
import LinearAlgebra

/// A run of benchmarks on the ranks of a job.
struct BenchRun {
  private let command: any BenchCommand
  private let job: Job
  private let started = Date()
  private let start = ContinuousClock.now

  init(_ command: any BenchCommand, on job: Job) {
    self.command = command
    self.job = job
  }

  /// On every rank.
  func run() throws {
    try UnconnectedTasks.refuse(ranks: job.communicator.size)
    try job.agree { try requireRanks() }
    BLASRuntime.useCallersThreadOnly()
    BLASRuntime.chooseKernel()
    let baseline = try job.agree { try command.output.baseline.map { try readBaseline($0) } }
    let files = command.output.files
    var outputs = try files.enumerated().map { try SharedOutput($1.named, number: $0, on: job) }

    let entries = try job.agree { try command.entries(on: job) }
    try requireSame(entries)
    var rows = try measure(entries)
    if command.trials.breakEven { try findBreakEven(of: entries, in: &rows) }
    var report = makeReport(rows)
    if let baseline { report.compare(with: baseline) }

    for i in files.indices {
      try outputs[i].append(job.agree { job.communicator.isRoot ? try files[i].bytes(of: report) : [] })
      try outputs[i].close()
    }
    for output in outputs { try output.commit() }
    try job.agree { try requireRight(rows) }
  }

  /// The rows of the report, on rank 0.
  private func measure(_ entries: [BenchEntry]) throws -> [BenchmarkReport.Row] {
    let plan = command.trials.plan(timeLimit: command.timeLimit)
    let cases = entries.flatMap { entry in entry.configurations.map { Case(entry.subject, $0, plan) } }
    // The peak of the same ranks and threads, in the same rounds.
    let counted = cases.filter { $0.subject.amount($0.configuration).flops != nil }.map(\.configuration)
    let peaks = Set(counted.map { Configuration(.static, ranks: $0.ranks, threads: $0.threads) })
      .sorted { ($0.ranks, $0.threads) < ($1.ranks, $1.threads) }
    let peak = PeakRate()
    let results = try time(cases + peaks.map { Case(peak, $0, Ladder.plan) })
    guard job.communicator.isRoot else { return [] }
    let rates = Dictionary(
      uniqueKeysWithValues: zip(peaks, results[cases.count...]).map { configuration, result in
        (configuration, peak.amount(configuration).flops! / result.seconds.min()!)
      })
    return zip(cases, results).map { timed, result in
      let serial = zip(cases, results).first { other, _ in
        other.subject.name == timed.subject.name && other.subject.problem == timed.subject.problem
          && other.configuration.workers == 1
      }
      let configuration = timed.configuration
      return BenchmarkReport.Row(
        timed, result, serial: serial?.1,
        peak: rates[Configuration(.static, ranks: configuration.ranks, threads: configuration.threads)],
        limit: command.trials.limit)
    }
  }

  private func findBreakEven(of entries: [BenchEntry], in rows: inout [BenchmarkReport.Row]) throws {
    var first = 0
    for entry in entries {
      defer { first += entry.configurations.count }
      guard let ladder = entry.ladder, entry.configurations.count > 1 else { continue }
      let subjects = ladder.sizes.map(ladder.subject)
      let results = try time(
        subjects.flatMap { subject in entry.configurations.map { Case(subject, $0, Ladder.plan) } })
      guard job.communicator.isRoot else { continue }
      let medians = results.map { TrialSummary($0.seconds).median }
      func times(_ configuration: Int) -> [Double] {
        ladder.sizes.indices.map { medians[$0 * entry.configurations.count + configuration] }
      }
      for i in entry.configurations.indices where entry.configurations[i].workers > 1 {
        rows[first + i].note(
          BreakEven(sizes: ladder.sizes, serial: times(0), other: times(i)), unit: ladder.unit)
      }
    }
  }

  private func time(_ cases: [Case]) throws -> [CaseTrials] {
    try TrialRunner(cases, seed: command.trials.seed, on: job.communicator).run { BLASRuntime.useThreads($0) }
  }

  private func makeReport(_ rows: [BenchmarkReport.Row]) -> BenchmarkReport {
    BenchmarkReport(
      machine: .this(), libraries: BenchmarkReport.libraries(on: job),
      run: .init(
        command: "velibcorr " + CommandLine.arguments.dropFirst().joined(separator: " "), started: started,
        seconds: ContinuousClock.now.durationSince(start)),
      rows: rows)
  }

  private func requireRanks() throws {
    let (wanted, there) = (command.mostRanks, job.communicator.size)
    guard wanted > there else { return }
    throw Failure(
      .usage, "--ranks \(wanted), but the launcher has started \(there)",
      advice: "let the launcher start as many as the most that --ranks names, or let velibcorr start them")
  }

  /// Ranks that may use different numbers of cores have different defaults.
  private func requireSame(_ entries: [BenchEntry]) throws {
    let all = job.communicator.allGather(Array("\(entries.map(\.configurations))".utf8))
    guard all.contains(where: { $0 != all[0] }) else { return }
    throw Failure(
      .usage, "ranks have different numbers of cores, so that it is not clear what to run",
      advice: "give --threads")
  }

  private func readBaseline(_ path: String) throws -> BenchmarkReport {
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure(
        .noInput, "cannot read \(path)", advice: "--baseline wants a file that --json has written")
    }
    do {
      return try BenchmarkReport(json: bytes)
    } catch {
      throw Failure(
        .badData, "\(path) is no report of a benchmark",
        advice: "--baseline wants a file that --json has written")
    }
  }

  private func requireRight(_ rows: [BenchmarkReport.Row]) throws {
    guard let wrong = rows.first(where: { !$0.passed }) else { return }
    let name = "\(wrong.workload), \(wrong.schedule) \(wrong.ranks) x \(wrong.threads)"
    if let failure = wrong.failures.first { throw Failure(.bug, "\(name): \(failure)") }
    throw Failure(
      .bug, "\(name): a wrong result: \(wrong.quantity) is \(wrong.residual), more than \(wrong.limit)",
      advice: command.trials.limit == nil ? "please report it with the command line" : nil)
  }
}

extension BenchFile {
  func bytes(of report: BenchmarkReport) throws -> [UInt8] {
    switch kind {
    case .csv: Array(report.csv.utf8)
    case .json: try report.json()
    case .markdown: Array(report.markdown.utf8)
    case .text: Array(report.text.utf8)
    }
  }
}

extension ContinuousClock.Instant {
  fileprivate func durationSince(_ start: Self) -> Double { start.duration(to: self) / .seconds(1) }
}
