import Benchmarks
import Distribution
import Text

/// `bench correlate`: the exercise, from log to matrix, timed as whole processes.
final class BenchPipeline {
  private let log: PipelineLog
  private let settings: BenchSettings
  private let peers: [Peer]
  private var place: PipelinePlace?
  private var files: [String] = []
  private var python = ""
  private var hasSamples = false
  private let ring = RingOfTwo()
  private var rivals: [PeerSubject] = []
  private var subject: PipelineSubject?
  private var samples: [PipelineSubject] = []

  init(_ log: PipelineLog, versus peers: [Peer], _ settings: BenchSettings) {
    self.log = log
    self.peers = peers
    self.settings = settings
  }

  /// One in so many lines, for the cost model: a smaller part and a larger one.
  private static let parts: [UInt64] = [16, 4]

  /// What is to be timed. On every rank of this job alike; rank 0 alone makes anything ready, before the first run.
  func entry() throws -> BenchEntry {
    let place = try PipelinePlace(isCold: log.isCold)
    self.place = place
    let subject = PipelineSubject(problem, in: place) { [unowned self] in files }
    self.subject = subject
    samples = Self.parts.map { part in
      let path = samplePath(part)
      return PipelineSubject("one in \(part) lines", in: place, isWhole: false) { [path] }
    }
    rivals = peers.map { peer in
      PeerSubject(peer, problem, python: { [unowned self] in python }, in: place) { [unowned self] in files[0]
      }
    }
    var entry = BenchEntry(subject: subject, configurations: configurations)
    entry.rivals = rivals.map { ($0, Configuration(.threads, threads: BenchSettings.cores)) }
    entry.pipeline = self
    return entry
  }

  private var configurations: [Configuration] {
    Configuration.equalParts(ranks: settings.ranks, threads: settings.threadCounts)
  }

  private var problem: String {
    switch log.source {
    case .files(let files):
      files.count == 1 ? files[0] : "\(files[0]) and \(files.count - 1) more"
    case .network(let network):
      "\(Figures.grouped(network.rows)) rows, \(Figures.grouped(network.stations.count)) stations, to their matrix"
    }
  }

  private func samplePath(_ part: UInt64) -> String { "\(place!.path)/one-in-\(part).txt" }

  // MARK: - Before

  /// Makes the log, its parts and what the runs are held against, on rank 0. Throws `Failure` where the job fails, or no
  /// Python is found.
  func makeReady(_ progress: BenchProgress) throws {
    guard let place else { return }
    if !peers.isEmpty { python = try PeerSubject.install(peers, in: place) }
    if case .network = log.source { progress.tell("making the log") }
    files = try log.files(in: place.path)
    progress.tell("choosing lines of the log, and looking at what it gives")
    let reference = try place.makeReference(files)
    for rival in rivals { rival.note(rows: reference.rows) }
    hasSamples = try !log.isCold && makeSamples()
    if hasSamples && ranks.count > 1 { ring.measure() }
  }

  /// Are there parts of the log that the job takes?
  private func makeSamples() throws -> Bool {
    let samples = Self.parts.map { (oneIn: $0, path: samplePath($0)) }
    guard try PipelineLog.sample(files, into: samples) else { return false }
    return samples.allSatisfy { (try? place!.correlate([$0.path], ranks: 1, threads: 1)) != nil }
  }

  private var ranks: [Int] { Set([1] + configurations.map(\.ranks)).sorted() }

  /// Runs for the cost model, in the same rounds; of all ranks of this job alike, by what rank 0 has found.
  func companions(_ plan: TrialPlan, isModelled: Bool) -> [Case] {
    guard isModelled else { return [] }
    let small = ranks.map { Case(samples[0], Configuration(.static, ranks: $0), plan) }
    return small + [Case(samples[1], .serial, plan)]
  }

  /// Can the cost model be made? On rank 0.
  var isModelled: Bool { hasSamples }

  // MARK: - After

  /// Removes what was made.
  func close() { place?.close() }

  /// Adds to rows of this entry where their time went, what the model expected, and from where on they pay.
  func complete(_ rows: inout [BenchTables.Row]) {
    guard let subject else { return }
    let bytes = files.reduce(0) { $0 + (regularFileSize($1) ?? 0) }
    let model = makeModel()
    for i in rows.indices {
      let configuration = configurations.first { $0.ranks == rows[i].ranks && $0.threads == rows[i].threads }
      guard let configuration, rows[i].schedule == subject.label(configuration) else {
        // Another program's run: whether more workers pay is not the question.
        rows[i].pays = nil
        continue
      }
      let runs = timed(subject, configuration)
      guard let report = runs.first?.report else { continue }
      var figures = PipelineFigures(
        stages: Self.stages(runs), rows: report.rows, stations: report.stations, bytesRead: bytes,
        bytesSent: report.bytesSent)
      let job = CostModel.Job(rows: report.rows, stations: report.stations, bins: report.bins)
      figures.predicted = model?.run(job, ranks: configuration.ranks, threads: configuration.threads).total
      rows[i].pipeline = figures
    }
    noteBreakEven(&rows)
    rows.first.map { _ in rows[0].model = model }
  }

  private func noteBreakEven(_ rows: inout [BenchTables.Row]) {
    guard settings.findsBreakEven, let serial = rows.first?.pipeline else { return }
    for i in rows.indices.dropFirst() {
      guard let figures = rows[i].pipeline else { continue }
      rows[i].note(full: figures.rows, unit: "rows")
      guard rows[i].paysHere else { continue }
      rows[i].pipeline?.breakEvenStations = min(figures.stations, figures.breakEvenStations(beside: serial))
      let crossing = min(figures.rows, figures.breakEvenRows(beside: serial))
      rows[i].note(crossing > 1 ? .from(crossing) : .always(1), unit: "rows")
    }
  }

  /// Without the warm-ups.
  private func timed(
    _ subject: PipelineSubject, _ configuration: Configuration
  ) -> ArraySlice<(seconds: Double, report: StageReport)> {
    (subject.runs[configuration] ?? []).dropFirst(settings.plan.warmUps)
  }

  private static func stages(
    _ runs: ArraySlice<(seconds: Double, report: StageReport)>
  ) -> [PipelineFigures.Stage] {
    func median(_ value: ((seconds: Double, report: StageReport)) -> Double) -> Double {
      TrialStatistics(runs.map(value)).median
    }
    let names = runs.first!.report.stages.map(\.name)
    return [.init(name: "start", seconds: median { $0.seconds - $0.report.total })]
      + names.map { name in
        .init(name: name, seconds: median { $0.report.stages.first { $0.name == name }?.seconds ?? 0 })
      }
  }

  private func makeModel() -> CostModel? {
    func times(_ part: Int, _ configuration: Configuration) -> (CostModel.Job, CostModel.Run)? {
      let runs = timed(samples[part], configuration)
      guard let report = runs.first?.report else { return nil }
      let stages = PipelineFigures(
        stages: Self.stages(runs), rows: report.rows, stations: report.stations, bytesRead: 0, bytesSent: 0)
      var run = CostModel.Run()
      (run.start, run.read) = (stages.seconds("start"), stages.seconds(RunStage.read.rawValue))
      run.combine = stages.seconds(RunStage.combine.rawValue)
      run.write = stages.seconds(RunStage.correlate.rawValue)
      return (.init(rows: report.rows, stations: report.stations, bins: report.bins), run)
    }
    let small = ranks.map { (ranks: $0, found: times(0, Configuration(.static, ranks: $0))) }
    guard let job = small[0].found?.0, let larger = times(1, .serial) else { return nil }
    var model = CostModel(
      cores: BenchSettings.cores, small: job,
      small.compactMap { run in run.found.map { (run.ranks, $0.1) } }, larger: larger.0, larger.1)
    model?.latency = ring.latency
    model?.bandwidth = ring.bandwidth
    return model
  }
}

/// Two ranks on this host, and how fast they talk.
private final class RingOfTwo {
  private(set) var latency: Double?
  private(set) var bandwidth: Double?

  /// By a process of its own; finds nothing where that fails.
  func measure() {
    let child = try? ChildProgram(
      ownProgram(), ["doctor", "--ring"], PipelinePlace.environment, limit: .seconds(60))
    guard let child, child.ending == .exit(0), let test = RingTest(words: child.words) else { return }
    (latency, bandwidth) = (test.latency, test.bytesPerSecond)
  }
}
