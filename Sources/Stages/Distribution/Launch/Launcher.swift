import CDistribution
import Glibc
import SystemPackage
import Text

/// Starts the ranks of a job on this host: `mpiexec` on this very program, and stays as its parent, so
/// that results reach the caller's own standard output, that a lost rank is explained, and that no word
/// of the launcher stands between.
package struct Launcher {
  /// The `mpiexec` that was found.
  package let path: String
  let environment: [String: String]

  /// Finds `mpiexec`: `VELIBCORR_MPIEXEC`, else the first on `PATH`. Throws `LaunchError`.
  package init(_ environment: [String: String]) throws(LaunchError) {
    try MPIFamily.requireKnown(environment)
    self.environment = environment
    if let asked = environment["VELIBCORR_MPIEXEC"] {
      guard Self.isProgram(asked) else { throw .noLauncher(asked: asked) }
      path = asked
      return
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    guard let found = folders.map({ "\($0)/mpiexec" }).first(where: Self.isProgram) else {
      throw .noLauncher(asked: nil)
    }
    path = found
  }

  /// A folder can be entered, which looks like running it.
  package static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path.systemName, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path.systemName, X_OK) == 0
  }

  /// Runs `program` with `arguments` as `ranks` ranks, and returns when the last has ended.
  ///
  /// Ranks find in their environment `extra` and the names of the channels that lead here
  /// (`LaunchChannels`). What they send is copied to standard error and standard output as it comes. With `savesFirst`
  /// a signal that asks this process to stop goes to them, and only later to their launcher, which kills them.
  /// Throws `LaunchError`; how the job ends is no error.
  package func run(
    ranks: Int, program: String, arguments: [String], extra: [String: String], readsStandardInput: Bool,
    savesFirst: Bool = false
  ) throws -> JobOutcome {
    ForwardedSignals.begin()
    defer { ForwardedSignals.stop() }
    let channels = try LaunchChannels(ranks: ranks, offersStandardInput: readsStandardInput)
    let input = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(input) }
    let family = self.family
    let variables = environment.merging(Self.settings(family)) { own, _ in own }
      .merging(channels.variables) { own, _ in own }.merging(extra) { $1 }
    let child = spawn(
      [path, "-n", "\(ranks)", program] + arguments, variables.map { "\($0)=\($1)" }, input,
      channels.launcherWords.writeEnd)
    guard child > 0 else { throw LaunchError.cannotStart(launcher: path, Errno(rawValue: errno)) }
    if !savesFirst { ForwardedSignals.forward(to: child) }
    channels.launcherWords.closeWriteEnd()
    var stop = RankStop(child, family, savesFirst: savesFirst)
    let (status, pumped) = channels.pump(until: child, ranks: ranks) { watch in
      if ForwardedSignals.received != nil { stop.step(watch) }
    } giveUp: {
      kill(child, SIGTERM)
    }
    return Self.outcome(status: status, pumped)
  }

  private func spawn(_ arguments: [String], _ environment: [String], _ input: Int32, _ output: Int32) -> pid_t
  {
    unsafe withCStrings(arguments) { arguments in
      unsafe withCStrings(environment) { environment in
        unsafe velibcorr_spawn_child(path, arguments, environment, input, output)
      }
    }
  }

  private static func outcome(status: Int32, _ pumped: LaunchChannels.Pumped) -> JobOutcome {
    if let signal = ForwardedSignals.received { return .interrupted(signal: signal) }
    if let error = pumped.outputError { return .outputFailed(error) }
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    if code == 0 { return .exited(code: 0) }
    if let cause = lostRank(in: pumped.launcherWords) { return .lostRank(cause: cause) }
    if let cause = Self.lostRankOfHydra(in: pumped.launcherWords, pumped.watch) {
      return .lostRank(cause: cause)
    }
    if pumped.wasOverdue {
      return .lostRank(
        cause: pumped.watch.hasLost
          ? "\(pumped.watch.suspect) has ended before its time"
          : "the ranks have ended, and mpiexec has not")
    }
    if status & 0x7F != 0 {
      return .lostRank(cause: "mpiexec was ended by \(Self.name(ofSignal: status & 0x7F))")
    }
    // Of a rank that it has not met yet Open MPI only hands the exit code on.
    if (129...192).contains(code), pumped.watch.hasLost || !pumped.heardRanks {
      return .lostRank(cause: "\(pumped.watch.suspect) was ended by \(Self.name(ofSignal: code - 128))")
    }
    if pumped.heardRanks { return .exited(code: code) }
    return .launcherFailed(code: code, words: pumped.launcherWords)
  }

  /// "signal 9 (Killed)"
  static func name(ofSignal number: Int32) -> String {
    "signal \(number)" + (unsafe strsignal(number).map { unsafe " (\(String(cString: $0)))" } ?? "")
  }

  /// Open MPI's sentence about a rank that a signal ended, shortened:
  /// "mpiexec noticed that process rank 2 with PID 4711 on node n1 exited on signal 9 (Killed)."
  static func lostRank(in words: String) -> String? {
    let sentence = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard
      let match = sentence.firstMatch(
        of: #/process rank (\d+) with PID (\d+) on node (\S+) exited on signal (\d+)(?: \(([^)]*)\))?/#)
    else { return nil }
    let name = match.output.5.map { " (\($0))" } ?? ""
    // Open MPI does not know the process any more when it says 0.
    let process = match.output.2 == "0" ? "" : "process \(match.output.2) "
    return
      "rank \(match.output.1) (\(process)on \(match.output.3)) was ended by signal \(match.output.4)\(name)"
  }
}

/// SIGINT, SIGTERM and SIGHUP of this process, handed on to the launcher as one SIGTERM: it has a
/// process group of its own, as Open MPI takes a second signal for impatience.
private enum ForwardedSignals {
  private nonisolated(unsafe) static var child: pid_t = 0
  private nonisolated(unsafe) static var signal: Int32 = 0
  private nonisolated(unsafe) static var forwarded: [Int32] = []

  static var received: Int32? { unsafe signal == 0 ? nil : signal }

  /// From here on signals are noted.
  static func begin() {
    unsafe child = 0
    unsafe signal = 0
    unsafe forwarded = StopSignals.wanted
    for number in unsafe forwarded {
      Glibc.signal(number) { number in
        guard unsafe ForwardedSignals.signal == 0 else { return }
        unsafe ForwardedSignals.signal = number
        if unsafe ForwardedSignals.child > 0 { unsafe kill(ForwardedSignals.child, SIGTERM) }
      }
    }
  }

  /// From here on they are handed on, one noted before too.
  static func forward(to child: pid_t) {
    unsafe self.child = child
    if unsafe signal != 0 { kill(child, SIGTERM) }
  }

  static func stop() {
    for number in unsafe forwarded { Glibc.signal(number, SIG_DFL) }
  }
}

func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R) -> R {
  var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0.systemName) } + [nil]
  defer { for i in unsafe pointers.indices { unsafe free(pointers[i]) } }
  return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress!) }
}
