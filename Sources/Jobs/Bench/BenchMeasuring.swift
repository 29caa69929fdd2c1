import Benchmarks
import LinearAlgebra

/// Times entries one after the other, each beside the machine's peak, in rounds of their own.
struct BenchMeasuring {
  private let settings: BenchSettings
  private let progress: BenchProgress
  private let job: Job
  private let watch: LoadWatch

  /// Waits for a quiet machine, where that is asked for. Collective.
  init(_ settings: BenchSettings, _ progress: BenchProgress, on job: Job) throws {
    self.settings = settings
    self.progress = progress
    self.job = job
    watch = LoadWatch(on: job)
    guard settings.waitsForQuiet else { return }
    progress.tell("waiting until other programs leave the cores alone")
    try watch.waitForQuiet()
    progress.erase()
  }

  /// The rows of an entry, on rank 0: of each configuration that was run. Collective.
  func rows(of entry: BenchEntry) throws -> [BenchTables.Row] {
    let plan = settings.plan
    let isModelled = try makeReady(entry.pipeline)
    let cases = entry.cases(plan)
    let peaks = BenchPeaks(of: cases)
    let companions = entry.pipeline?.companions(plan, isModelled: isModelled) ?? []
    let before = watch.read()
    // What others do is to be seen before this job has all cores.
    _ = try watch.look(milliseconds: 200)
    // In the same rounds, as what a machine can do changes.
    let results = try time(cases + peaks.cases + companions, spoils: settings.spoils)
    let load = try watch.load(before, watch.read())
    try job.agree { try requireRight(peaks.cases, results[cases.count...].prefix(peaks.cases.count)) }
    let best = peaks.rates(results[cases.count...].prefix(peaks.cases.count))
    var rows: [BenchTables.Row] = []
    for (timed, result) in zip(cases, results) where job.communicator.isRoot && !result.seconds.isEmpty {
      let serial = zip(cases, results).first { $0.0.configuration.workers == 1 && !$0.1.seconds.isEmpty }
      let work = serial.map { timed.amount.ratio(to: $0.0.amount) } ?? 1
      rows.append(
        BenchTables.Row(
          timed, result, serial: serial?.1, work: work, peak: best(timed), limit: settings.limit))
      rows[rows.count - 1].load = load
    }
    if job.communicator.isRoot { entry.pipeline?.complete(&rows) }
    if settings.findsBreakEven, let ladder = entry.ladder {
      try findBreakEven(of: entry, ladder, in: &rows)
    }
    return rows
  }

  /// Rank 0 makes the log; is there a cost model? Collective.
  private func makeReady(_ pipeline: BenchPipeline?) throws -> Bool {
    guard let pipeline else { return false }
    try job.agree { if job.communicator.isRoot { try pipeline.makeReady(progress) } }
    return job.communicator.sum([pipeline.isModelled ? 1 : 0])[0] > 0
  }

  /// In smaller sizes, of the configurations that pay at the full one.
  private func findBreakEven(
    of entry: BenchEntry, _ ladder: Ladder, in rows: inout [BenchTables.Row]
  ) throws {
    let all = entry.configurations
    for i in rows.indices { rows[i].note(full: ladder.sizes.last!, unit: ladder.unit) }
    let isWhole = rows.count == all.count
    let mine = all.indices.map { Int64(isWhole && rows[$0].paysHere ? 1 : 0) }
    let pays = job.communicator.allGather(mine)[0]
    let paying = all.indices.filter { pays[$0] == 1 }
    guard !paying.isEmpty, let serial = all.firstIndex(where: { $0.workers == 1 }) else { return }
    let sizes = ladder.sizes.dropLast()
    let compared = [serial] + paying
    let cases = sizes.map(ladder.subject).flatMap { subject in
      compared.map { Case(subject, all[$0], Ladder.plan) }
    }
    let results = try time(cases)
    try job.agree { try requireRight(cases, results) }
    guard job.communicator.isRoot, results.allSatisfy({ !$0.seconds.isEmpty }) else { return }
    let medians = results.map { TrialStatistics($0.seconds).median }
    func times(_ place: Int) -> [Double] {
      sizes.indices.map { medians[$0 * compared.count + place] } + [rows[compared[place]].median]
    }
    for place in 1..<compared.count {
      rows[compared[place]].note(
        BreakEven(sizes: ladder.sizes, serial: times(0), other: times(place)), unit: ladder.unit)
    }
  }

  private func time(_ cases: [Case], spoils: Bool = false) throws -> [CaseTrials] {
    try TrialRunner(cases, seed: settings.seed, spoils: spoils, follower: progress, on: job.communicator)
      .run { BLASRuntime.useThreads($0) }
  }

  /// Of cases that get no row in the tables; rank 0 has the results, but of those that it was told to leave out.
  private func requireRight(_ cases: [Case], _ results: some Sequence<CaseTrials>) throws {
    guard job.communicator.isRoot else { return }
    for (timed, result) in zip(cases, results) where result.verdict.map({ !$0.passed }) ?? false {
      throw Failure(.bug, "\(timed.subject.name), \(timed.subject.problem): a wrong result")
    }
  }
}
