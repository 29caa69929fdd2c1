import Distribution
import Text

/// Do ranks meet, and how fast do they talk?
struct RankMeeting {
  let succeeded: Bool
  let findings: [Finding]
  /// Of these tasks only the first writes findings.
  private(set) var unconnected: UnconnectedTasks?

  /// Of ranks that a launcher has started, this process one of them; `test` is nil for a rank alone.
  static func launched(_ test: RingTest?, _ environment: [String: String]) -> RankMeeting {
    if let test { return RankMeeting(test) }
    if let tasks = UnconnectedTasks(environment, ranks: 1) { return failed(tasks) }
    return RankMeeting(
      succeeded: true, findings: [.ok("ranks", "1 rank, with nobody to talk to", ["ranks": 1])])
  }

  /// Of two ranks of this program, started as `--ranks 2` starts them: by a process of its own, which can
  /// be ended when nothing comes of it.
  static func starting(_ environment: [String: String]) -> RankMeeting {
    if let tasks = UnconnectedTasks(environment, ranks: 1) { return failed(tasks) }
    guard (try? Launcher(environment)) != nil else {
      return failed("none, as there is no launcher", cure: "see mpiexec")
    }
    let child: ChildProgram
    do {
      child = try ChildProgram(
        ownProgram(), ["doctor", "--ring"], environment, limit: .seconds(timeLimit))
    } catch {
      return failed(Failure(error).message, cure: "is the system out of processes or memory?")
    }
    if child.ending == .exit(0), let test = RingTest(words: child.words) { return RankMeeting(test) }
    let start = child.ending == .timeLimit ? "2 ranks did not come to an end in \(timeLimit) s\n" : ""
    let words = start + child.words.replacing("velibcorr: error: ", with: "")
    return failed(
      words.isEmpty ? "2 ranks ended without a word" : words,
      cure: "see what `mpiexec -n 2 hostname` says; without --ranks velibcorr needs no MPI")
  }

  private static func failed(_ words: String, cure: String) -> RankMeeting {
    RankMeeting(succeeded: false, findings: [.warning("ranks", words, cure: cure)])
  }

  private static func failed(_ tasks: UnconnectedTasks) -> RankMeeting {
    var meeting = failed(tasks.words, cure: tasks.cure)
    meeting.unconnected = tasks
    return meeting
  }

  /// Starting ranks takes half a second, their messages another.
  private static let timeLimit = 30

  private init(succeeded: Bool, findings: [Finding]) {
    self.succeeded = succeeded
    self.findings = findings
  }

  private init(_ test: RingTest) {
    let hosts = Dictionary(grouping: test.hosts) { $0 }.map { "\($0.value.count) on \($0.key)" }.sorted()
    let hello = "\(test.hosts.count) ranks have met: \(hosts.joined(separator: ", "))"
    guard test.isCorrect else {
      self = Self.failed(
        "\(hello), but a message came back changed",
        cure: "do not trust this MPI; try other transports: "
          + (MPILibrary.family == .openMPI ? "OMPI_MCA_pml=ob1 OMPI_MCA_btl=self,tcp" : "UCX_TLS=self,sysv"))
      return
    }
    let ranks = Finding.ok("ranks", hello, ["ranks": Double(test.hosts.count)])
    self.init(succeeded: true, findings: [ranks, Self.speed(test, machines: hosts.count)])
  }

  /// Between the ranks of a machine messages go through its memory: a microsecond, gigabytes a second. A
  /// rank that must wait for a core takes a thousand times longer.
  private static func speed(_ test: RingTest, machines: Int) -> Finding {
    let (latency, rate) = (test.latency * 1e6, test.bytesPerSecond)
    let words = "\(Figures.fixed(latency, 2)) us a message, \(Figures.fixed(rate / 1e9, 2)) GB/s"
    let figures = ["latency_us": latency, "bandwidth_bytes_per_s": rate]
    guard latency > (machines == 1 ? 100 : 1000) else { return .ok("ring", words, figures) }
    return .warning(
      "ring", "\(words): ranks wait long for each other",
      cure: "is a core free for each rank (see cores)? "
        + (MPILibrary.family == .openMPI
          ? "where ranks share one, set OMPI_MCA_mpi_yield_when_idle=1"
          : "MPICH's ranks keep theirs busy while they wait"),
      figures)
  }
}
