import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Workers

/// What a run says of two periods.
struct ComparisonFindings {
  /// Stations of both, and those of their pairs that were compared.
  let stations, pairs: Int
  /// Pairs whose q is below `PairFindings.level`.
  let significant: Int
}

/// `--compare`: the pairs of stations of both periods, those first whose r differs most, in standard errors.
struct PeriodComparison {
  private let pairs: PeriodPairs
  private let output: OutputSettings
  private let memory: Int
  private let csv: ComparisonCSV
  private let job: Job
  private var communicator: Communicator { job.communicator }

  init(
    _ pairs: PeriodPairs, _ details: [StationID: StationDetails], _ settings: CorrelateSettings, on job: Job
  ) {
    self.pairs = pairs
    (output, memory, self.job) = (settings.output, settings.running.memory, job)
    csv = ComparisonCSV(
      stations: ListedStations(pairs.stations, details, withNames: output.listsNames),
      format: output.format)
  }

  /// Writes the best pairs of all ranks; what is other about stations is found for the report alone. Collective. Throws
  /// `Failure` where there is no pair in both periods, `TooMany`, `ThreadError`.
  func write(to outputs: inout Outputs) throws -> (ComparisonFindings, StationChanges?) {
    guard pairs.stations.count > 1 else {
      throw Failure(
        .badData,
        "\(pairs.stations.isEmpty ? "no station is" : "one station only is") in both periods: there is no pair to compare",
        advice: "--compare FILE is for the same network at another time, with the same identifiers")
    }
    let criterion = PairCriterion(top: output.top)
    let selection = PairSelection(criterion, limit: memory / (3 * MemoryLayout<MatrixPair>.stride))
    let parts = try sweep { [pairs] source in
      var part = selection.makePart(pairs.grid)
      var keys = KeyBuffer(FalseDiscovery.Sweep(span: Self.span))
      try pairs.forEach(of: source) { a, b, difference in
        try part.add(MatrixPair(r: difference.t, a: UInt32(a), b: UInt32(b)))
        keys.add(difference.key)
      }
      return Part(pairs: part.pairs, keys: keys.finish(), count: keys.count)
    }
    let count = Int(communicator.sum([Int64(parts.reduce(0) { $0 + $1.count })])[0])
    let listed = try [MatrixPair](
      bestOfAll: parts.map(\.pairs), criterion, threads: job.threads, communicator)
    let compared = try differences(of: listed)
    var discovery = FalseDiscovery(
      communicator.merged(FalseDiscovery.Sweep(span: Self.span), parts.map(\.keys)),
      listed: compared.map(\.key),
      level: PairFindings.level, p: PeriodDifference.p(ofKey:))
    while let pass = discovery.pass {
      let parts = try sweep { [pairs] source in
        var keys = KeyBuffer(pass)
        pairs.forEach(of: source) { keys.add($2.key) }
        return keys.finish()
      }
      discovery.finish(communicator.merged(pass, parts))
    }
    try write(listed, compared, discovery, to: &outputs)
    let found = ComparisonFindings(
      stations: pairs.stations.count, pairs: count, significant: discovery.countBelowLevel)
    return (found, outputs.has(.report) ? try changes(discovery) : nil)
  }

  /// Goes over all pairs once more.
  private func changes(_ discovery: FalseDiscovery) throws -> StationChanges {
    let count = pairs.first.stations.count
    var changes = StationChanges(stations: count)
    let parts = try sweep { [pairs] source in
      var changes = StationChanges(stations: count)
      pairs.forEach(of: source) { a, b, difference in
        changes.add(
          pairs.numberInFirst(a), pairs.numberInFirst(b), t: difference.t,
          isSignificant: discovery.isBelowLevel(difference.key))
      }
      return changes
    }
    for part in parts { changes.merge(part) }
    return StationChanges(joining: communicator.concatenate(changes.numbers), stations: count)
  }

  /// Beyond it -log p is infinite.
  private static let span = 1024.0

  private struct Part: Sendable {
    let pairs: [MatrixPair]
    let keys: FalseDiscovery.Sweep
    let count: Int
  }

  /// Runs over this rank's share of the tiles.
  private func sweep<Result: Sendable>(
    _ thread: @Sendable (borrowing Dispenser) throws -> Result
  ) throws -> [Result] {
    let tiles = WorkSplit.part(communicator.rank, of: communicator.size, count: pairs.grid.upperCount)
    let dispenser = Dispenser(tiles)
    return try job.during(ProgressStep(.comparingPeriods)) { _ in
      try job.orEnd {
        try concurrently(max(1, min(job.threads, tiles.count))) { _ in try thread(dispenser) }
      }
    }
  }

  /// Those of listed pairs, by all threads of all ranks.
  private func differences(of listed: [MatrixPair]) throws -> [PeriodDifference] {
    let mine = try share(of: listed.indices) { [pairs] share in
      var reader = pairs.makeReader()
      return share.map { reader.difference(Int(listed[$0].a), Int(listed[$0].b))! }
    }.flatMap { $0 }
    let all = communicator.concatenate(mine.flatMap { [$0.t, $0.p] })
    return stride(from: 0, to: all.count, by: 2).map { PeriodDifference(t: all[$0], p: all[$0 + 1]) }
  }

  private func write(
    _ listed: [MatrixPair], _ compared: [PeriodDifference], _ discovery: FalseDiscovery,
    to outputs: inout Outputs
  ) throws {
    try outputs[.comparison]!.append(communicator.isRoot ? csv.header : [])
    for start in stride(from: 0, to: listed.count, by: 1 << 18) {
      let text = try share(of: start..<min(listed.count, start + 1 << 18)) { [pairs, csv] share in
        csv.text(share) { i in
          let (a, b, difference) = (Int(listed[i].a), Int(listed[i].b), compared[i])
          return ComparedPair(
            a: a, b: b, r: pairs.r(a, b), t: difference.t, p: difference.p,
            q: max(difference.p, discovery.q(of: difference.key)))
        }
      }
      try outputs[.comparison]!.append(text)
    }
  }

  /// What this rank's threads make of this rank's share of some pairs.
  private func share<Result: Sendable>(
    of pairs: Range<Int>, _ body: @Sendable (Range<Int>) throws -> Result
  ) throws -> [Result] {
    let mine = WorkSplit.part(communicator.rank, of: communicator.size, count: pairs.count)
    let threads = max(1, min(job.threads, mine.count / 1024))
    return try concurrently(threads) { thread in
      let share = WorkSplit.part(thread, of: threads, count: mine.count)
      let first = pairs.lowerBound + mine.lowerBound
      return try body(first + share.lowerBound..<first + share.upperBound)
    }
  }
}

/// Keys on their way to a sweep. Of one thread.
private struct KeyBuffer {
  private var sweep: FalseDiscovery.Sweep
  private var keys: [Double] = []
  private(set) var count = 0

  init(_ sweep: FalseDiscovery.Sweep) { self.sweep = sweep }

  mutating func add(_ key: Double) {
    keys.append(key)
    count += 1
    if keys.count == 4_096 { flush() }
  }

  mutating func finish() -> FalseDiscovery.Sweep {
    flush()
    return sweep
  }

  private mutating func flush() {
    unsafe keys.withUnsafeBufferPointer { unsafe sweep.add($0) }
    keys.removeAll(keepingCapacity: true)
  }
}
