import CDistribution
import Glibc
import SystemPackage

/// What a rank tells the process that started it, in a line each: `rank pid` when it begins, `rank 0` when it ends as it
/// means to.
enum RankCalls {
  static let variable = "VELIBCORR_CALLS"

  static func begin() { call(getpid()) }

  static func end() { call(0) }

  private static func call(_ pid: pid_t) {
    guard let path = unsafe getenv(variable),
      let rank = unsafe getenv("OMPI_COMM_WORLD_RANK") ?? getenv("PMI_RANK")
    else { return }
    let line = unsafe "\(String(cString: rank)) \(pid)\n"
    // A pipe takes a short line as a whole. Without a reader there is nobody to tell.
    guard
      let pipe = unsafe try? FileDescriptor.open(
        FilePath(platformString: path), .writeOnly, options: [.nonBlocking, .closeOnExec])
    else { return }
    _ = try? pipe.closeAfter { try pipe.writeAll(line.utf8) }
  }
}

/// Knows which ranks live, and which were lost first.
///
/// Open MPI's mpiexec may not say which rank was killed, when that had not met the others yet, and now and then waits
/// for itself for ever after it (in `PMIx_server_finalize`, Open MPI 4.1.4).
struct RankWatch {
  /// How long the launcher may take to end after a rank was lost, or after all have ended.
  static let patience = Duration.seconds(3)

  private let size: Int
  /// By rank: of those that have begun and not ended, the process and a descriptor that tells its end.
  private var alive: [Int: (pid: pid_t, descriptor: Int32)] = [:]
  private var hasBegun: Set<Int> = []
  /// Of all that have begun, by process.
  private var ranks: [pid_t: Int] = [:]
  /// Those that have ended, or mean to.
  private var hasEnded: Set<Int> = []
  /// Those that were lost first, at the same time for all we know.
  private var lost: [(rank: Int, pid: pid_t)] = []
  private var lastEvent: ContinuousClock.Instant?
  private var rest: [UInt8] = []

  init(size: Int) { self.size = size }

  /// Descriptors that can be read from when a process ends.
  var descriptors: [Int32] { alive.values.map(\.descriptor) }

  /// Takes what ranks have told.
  mutating func hear(_ bytes: ArraySlice<UInt8>) {
    rest += bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
      rest.removeSubrange(...end)
      guard words.count == 2, (0..<size).contains(words[0]) else { continue }
      guard words[1] > 0 else {
        hasEnded.insert(words[0])
        continue
      }
      hasBegun.insert(words[0])
      ranks[pid_t(words[1])] = words[0]
      let descriptor = velibcorr_process_descriptor(pid_t(words[1]))
      if descriptor >= 0 {
        alive[words[0]] = (pid_t(words[1]), descriptor)
      } else if errno == ESRCH {
        noteLoss([(words[0], pid_t(words[1]))])
      }
    }
  }

  /// The ranks whose processes have ended. What they told before is to be heard before it is noted.
  func ended() -> [Int] {
    let ranks = alive.keys.sorted()
    var polled = ranks.map { pollfd(fd: alive[$0]!.descriptor, events: Int16(POLLIN), revents: 0) }
    guard unsafe poll(&polled, nfds_t(polled.count), 0) > 0 else { return [] }
    return zip(ranks, polled).filter { $1.revents != 0 }.map(\.0)
  }

  /// Takes note of processes that have ended.
  mutating func note(ended ranks: [Int]) {
    guard !ranks.isEmpty else { return }
    let gone = ranks.compactMap { rank in alive.removeValue(forKey: rank).map { (rank: rank, life: $0) } }
    for (_, life) in gone { close(life.descriptor) }
    noteLoss(gone.map { (rank: $0.rank, pid: $0.life.pid) })
  }

  private mutating func noteLoss(_ gone: [(rank: Int, pid: pid_t)]) {
    guard lost.isEmpty else { return }
    lost = gone.filter { !hasEnded.contains($0.rank) }
    lastEvent = .now
  }

  /// Has the launcher had time enough to end?
  var isOverdue: Bool {
    guard let lastEvent, !lost.isEmpty || (alive.isEmpty && hasEnded.count == size) else { return false }
    return .now - lastEvent > Self.patience
  }

  /// Asks those that have begun to stop; false where none has.
  func askAll() -> Bool {
    for life in alive.values { kill(life.pid, SIGTERM) }
    return !alive.isEmpty
  }

  /// Ends those that are left, as their launcher does not.
  func endAll() {
    for life in alive.values { kill(life.pid, SIGKILL) }
  }

  /// No more will be asked.
  mutating func stop() {
    for life in alive.values { close(life.descriptor) }
    alive = [:]
  }

  /// Which rank was lost: "rank 2 (process 4711 on n1)". One that never began is the likeliest.
  var suspect: String {
    let silent = (0..<size).filter { !hasBegun.contains($0) }
    let host = "on \(SystemFile.hostName)"
    if silent.count == 1 && !hasBegun.isEmpty { return "rank \(silent[0]) (\(host))" }
    if silent.isEmpty, lost.count == 1 { return "rank \(lost[0].rank) (process \(lost[0].pid) \(host))" }
    let ranks = silent.isEmpty ? lost.map(\.rank) : silent
    guard !ranks.isEmpty else { return "a rank (\(host))" }
    return "one of ranks \(ranks.map(String.init).joined(separator: ", ")) (\(host))"
  }

  var hasLost: Bool { !lost.isEmpty }

  /// Is there one rank only?
  var isOfOne: Bool { size == 1 }

  /// The same, of a rank whose process the launcher names: "rank 2 (process 4711 on n1)".
  func suspect(_ process: pid_t) -> String {
    ranks[process].map { "rank \($0) (process \(process) on \(SystemFile.hostName))" } ?? suspect
  }
}
