import Benchmarks
import Distribution
import FoundationEssentials
import LinearAlgebra
import Text
import Workers

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

  /// On every rank. Ends early where it is asked to stop, with the tables of what was done by then.
  func run(_ makeEntries: () throws -> [BenchEntry]) throws {
    try UnconnectedRefusal.throwIfUnconnected(ranks: job.communicator.size)
    try job.agree { try requireRanks() }
    try job.open([(.openblas, "bench"), (.lapacke, "bench"), (.rmath, "bench")])
    try job.open(settings.files.filter { $0.kind == .plot }.map { (.cairo, $0.named.option) })
    BLASRuntime.useCallersThreadOnly()
    BLASRuntime.chooseKernel()
    let baseline = try job.agree { try settings.baseline.map { try readBaseline($0) } }
    var outputs = try settings.files.enumerated().map { try SharedOutput($1.named, number: $0, on: job) }
    let entries = try job.agree(makeEntries)
    try requireSame(entries)

    let rows = try Interruption.keeping {
      let rows = try measure(entries, baseline, printingTo: &outputs)
      try write(rows, baseline, to: &outputs)
      return rows
    }
    try job.agree { try requireRight(rows) }
  }

  /// The rows of the tables, on rank 0: what it has of each entry is printed when that is done.
  private func measure(
    _ entries: [BenchEntry], _ baseline: BenchTables?, printingTo outputs: inout [SharedOutput]
  ) throws -> [BenchTables.Row] {
    let layout = Terminal.tableLayout
    let printed = settings.files.firstIndex { $0.kind == .text }
    func tell(_ text: @autoclosure () -> String) throws {
      guard let printed else { return }
      try outputs[printed].append(job.communicator.isRoot ? Array(text().utf8) : [])
    }
    var all = makeTables([])
    if let baseline { all.compare(with: baseline) }
    try tell(all.headText(layout))
    let progress = BenchProgress(entries: entries.count, on: job)
    defer { progress.finish() }
    let measuring = try BenchMeasuring(settings, progress, on: job)
    for entry in entries {
      progress.begin()
      let rows = try measuring.rows(of: entry)
      entry.pipeline?.close()
      progress.erase()
      var tables = makeTables(rows)
      if let baseline { tables.compare(with: baseline) }
      all.rows += tables.rows
      try tell(BenchTables.text(of: tables.rows, layout))
      if job.isToStop() { break }
    }
    return all.rows
  }

  private func write(
    _ rows: [BenchTables.Row], _ baseline: BenchTables?, to outputs: inout [SharedOutput]
  ) throws {
    let isToStop = job.isToStop()
    var tables = makeTables(rows)
    tables.incomplete = isToStop
    if let baseline { tables.compare(with: baseline) }
    // Of nothing there are no tables.
    let isEmpty = try job.agree { job.communicator.isRoot && rows.isEmpty }
    let nothing = job.communicator.sum([isEmpty ? 1 : 0])[0] > 0
    for (i, file) in settings.files.enumerated() where !nothing {
      if file.kind != .text {
        try outputs[i].append(job.agree { job.communicator.isRoot ? try file.bytes(of: tables) : [] })
      }
      try outputs[i].close()
    }
    if !nothing { for output in outputs { try output.commit() } }
    guard isToStop, !job.communicator.usesMPI else { return }
    Interruption.stop(by: StopRequest.signal ?? 2, keeping: !nothing)
  }

  private func makeTables(_ rows: [BenchTables.Row]) -> BenchTables {
    BenchTables(
      machine: .this(), libraries: BenchTables.libraries(on: job),
      run: .init(
        command: "velibcorr " + ownArguments.joined(separator: " ").systemWords, started: started,
        seconds: (ContinuousClock.now - start) / .seconds(1)),
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

extension Job {
  /// Has rank 0 been asked to stop? Collective.
  func isToStop() -> Bool {
    communicator.sum([communicator.isRoot && StopRequest.isMade ? 1 : 0])[0] > 0
  }
}
