import Benchmarks
import Distribution
import FoundationEssentials
import LinearAlgebra

/// A run of benchmarks on the ranks of a job.
struct BenchRun {
  private let settings: BenchSettings
  private let job: Job
  private let started = Date()
  private let start = ContinuousClock.now

  init(_ settings: BenchSettings, on job: Job) {
    self.settings = settings
    self.job = job
  }

  /// On every rank.
  func run(_ makeEntries: () throws -> [BenchEntry]) throws {
    try UnconnectedRefusal.throwIfUnconnected(ranks: job.communicator.size)
    try job.agree { try requireRanks() }
    try job.open([(.openblas, "bench"), (.lapacke, "bench")])
    try job.open(settings.files.filter { $0.kind == .plot }.map { (.cairo, $0.named.option) })
    BLASRuntime.useCallersThreadOnly()
    BLASRuntime.chooseKernel()
    let baseline = try job.agree { try settings.baseline.map { try readBaseline($0) } }
    let files = settings.files
    var outputs = try files.enumerated().map { try SharedOutput($1.named, number: $0, on: job) }

    let entries = try job.agree(makeEntries)
    try requireSame(entries)
    var rows = try measure(entries)
    if settings.findsBreakEven { try findBreakEven(of: entries, in: &rows) }
    var tables = makeTables(rows)
    if let baseline { tables.compare(with: baseline) }

    for i in files.indices {
      try outputs[i].append(job.agree { job.communicator.isRoot ? try files[i].bytes(of: tables) : [] })
      try outputs[i].close()
    }
    for output in outputs { try output.commit() }
    try job.agree { try requireRight(rows) }
  }

  /// The rows of the tables, on rank 0.
  private func measure(_ entries: [BenchEntry]) throws -> [BenchTables.Row] {
    let plan = settings.plan
    let cases = entries.flatMap { entry in entry.configurations.map { Case(entry.subject, $0, plan) } }
    let peaks = BenchPeaks(of: cases)
    // In the same rounds, as what a machine can do changes.
    let results = try time(cases + peaks.cases, spoils: settings.spoils)
    try job.agree { try requireRight(peaks.cases, results[cases.count...]) }
    guard job.communicator.isRoot else { return [] }
    let best = peaks.rates(results[cases.count...])
    return zip(cases, results).map { timed, result in
      let serial = zip(cases, results).first { other, _ in
        other.subject.name == timed.subject.name && other.subject.problem == timed.subject.problem
          && other.configuration.workers == 1
      }
      return BenchTables.Row(
        timed, result, serial: serial?.1, peak: best(timed), limit: settings.limit)
    }
  }

  private func findBreakEven(of entries: [BenchEntry], in rows: inout [BenchTables.Row]) throws {
    var first = 0
    for entry in entries {
      defer { first += entry.configurations.count }
      guard let ladder = entry.ladder, entry.configurations.count > 1 else { continue }
      let cases = ladder.sizes.map(ladder.subject).flatMap { subject in
        entry.configurations.map { Case(subject, $0, Ladder.plan) }
      }
      let results = try time(cases)
      try job.agree { try requireRight(cases, results) }
      guard job.communicator.isRoot else { continue }
      let medians = results.map { TrialStatistics($0.seconds).median }
      func times(_ configuration: Int) -> [Double] {
        ladder.sizes.indices.map { medians[$0 * entry.configurations.count + configuration] }
      }
      for i in entry.configurations.indices where entry.configurations[i].workers > 1 {
        rows[first + i].note(
          BreakEven(sizes: ladder.sizes, serial: times(0), other: times(i)), unit: ladder.unit)
      }
    }
  }

  private func time(_ cases: [Case], spoils: Bool = false) throws -> [CaseTrials] {
    try TrialRunner(cases, seed: settings.seed, spoils: spoils, on: job.communicator)
      .run { BLASRuntime.useThreads($0) }
  }

  private func makeTables(_ rows: [BenchTables.Row]) -> BenchTables {
    BenchTables(
      machine: .this(), libraries: BenchTables.libraries(on: job),
      run: .init(
        command: "velibcorr " + CommandLine.arguments.dropFirst().joined(separator: " "), started: started,
        seconds: ContinuousClock.now.durationSince(start)),
      rows: rows)
  }

  private func requireRanks() throws {
    let (wanted, there) = (settings.mostRanks, job.communicator.size)
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

  private func readBaseline(_ path: String) throws -> BenchTables {
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure(
        .noInput, "cannot read \(path)", advice: "--baseline wants a file that --json has written")
    }
    do {
      return try BenchTables(json: bytes)
    } catch {
      throw Failure(
        .badData, "\(path) is no report of a benchmark",
        advice: "--baseline wants a file that --json has written")
    }
  }

  /// Of cases that get no row in the tables; rank 0 has the results.
  private func requireRight(_ cases: [Case], _ results: some Sequence<CaseTrials>) throws {
    guard job.communicator.isRoot else { return }
    for (timed, result) in zip(cases, results) where result.verdict?.passed != true {
      throw Failure(.bug, "\(timed.subject.name), \(timed.subject.problem): a wrong result")
    }
  }

  private func requireRight(_ rows: [BenchTables.Row]) throws {
    guard let wrong = rows.first(where: { !$0.passed }) else { return }
    let isExpected = settings.limit != nil || settings.spoils
    let name = "\(wrong.workload), \(wrong.schedule) \(wrong.ranks) x \(wrong.threads)"
    if let failure = wrong.failures.first { throw Failure(.bug, "\(name): \(failure)") }
    throw Failure(
      .bug, "\(name): a wrong result: \(wrong.quantity) is \(wrong.residual), more than \(wrong.limit)",
      advice: isExpected ? nil : "please report it with the command line")
  }
}

extension ContinuousClock.Instant {
  fileprivate func durationSince(_ start: Self) -> Double { start.duration(to: self) / .seconds(1) }
}
