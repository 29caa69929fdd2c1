import Benchmarks
import Distribution
import Glibc

/// Finds out what others do with the cores while this job is measured.
struct LoadWatch {
  private let job: Job
  private let facts: CoreFacts

  init(on job: Job) {
    self.job = job
    facts = CoreFacts(ofThisProcess: currentEnvironment())
  }

  /// A reading of one rank.
  struct Reading {
    fileprivate let cores: CoreTimes?
    fileprivate let own: Double
    fileprivate let slowdowns: Int
  }

  /// On every rank.
  func read() -> Reading {
    Reading(
      cores: .now(of: facts.cores), own: Self.cpuSeconds, slowdowns: CoreTimes.slowdowns(of: facts))
  }

  /// What happened between two readings on the host where most did; nil where no kernel tells, or too little time has
  /// gone by to say. Collective.
  func load(_ first: Reading, _ last: Reading) throws -> OtherLoad? {
    var mine = Part(clock: job.communicator.clock, cores: "\(facts.cores)")
    mine.own = last.own - first.own
    mine.slowdowns = last.slowdowns - first.slowdowns
    if let before = first.cores, let after = last.cores {
      (mine.busy, mine.stolen) = (after.busy - before.busy, after.stolen - before.stolen)
      mine.total = after.total - before.total
    }
    let hosts = Dictionary(grouping: try job.communicator.gather(mine), by: \.clock).values
    return hosts.compactMap(Self.load).max { max($0.others, $0.stolen) < max($1.others, $1.stolen) }
  }

  /// Of the ranks of one host. Those that share cores have read the same counts.
  private static func load(_ ranks: [Part]) -> OtherLoad? {
    var (busy, stolen, total, slowdowns) = (0.0, 0.0, 0.0, 0)
    for part in Dictionary(grouping: ranks, by: \.cores).values.compactMap(\.first) {
      busy += part.busy
      stolen += part.stolen
      total += part.total
      slowdowns += part.slowdowns
    }
    guard total > shortest else { return nil }
    let own = ranks.reduce(0) { $0 + $1.own }
    return OtherLoad(
      others: max(0, busy - own) / total, stolen: max(0, stolen) / total, slowdowns: max(0, slowdowns))
  }

  /// Seconds of cores: the kernel counts in hundredths, and the counts of two cores are that far apart.
  private static let shortest = 0.4

  private struct Part: Codable {
    let clock: UInt64
    let cores: String
    var (busy, stolen, total, own) = (0.0, 0.0, 0.0, 0.0)
    var slowdowns = 0

    init(clock: UInt64, cores: String) {
      self.clock = clock
      self.cores = cores
    }
  }

  /// Of this process and of those that it has started and seen end.
  private static var cpuSeconds: Double {
    [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue].reduce(0) { sum, who in
      var usage = rusage()
      unsafe getrusage(who, &usage)
      func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
      return sum + seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
  }

  // MARK: - Waiting

  /// Looks for so long at what others do; every rank sleeps.
  func look(milliseconds: UInt32) throws -> OtherLoad? {
    let first = read()
    usleep(1000 * milliseconds)
    return try load(first, read())
  }

  /// Waits until others leave the cores alone for a second, but ten minutes at most, or until it is asked to stop.
  /// Collective.
  func waitForQuiet() throws {
    for _ in 0..<600 where !job.isToStop() {
      guard let load = try look(milliseconds: 1000), !load.isQuiet else { return }
    }
  }
}
