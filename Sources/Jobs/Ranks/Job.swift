import Distribution
import Glibc
import Rendering
import SharedLibraries
import Workers

/// The ranks of this run, who of them speaks, and what they do when something fails.
package struct Job {
  let communicator: Communicator
  /// Threads of all ranks, and the machines that they are on.
  let plan: ThreadPlan
  let clock = RunClock()
  private let isQuiet: Bool
  /// Where it is shown how far the steps have come, if it is, by this rank.
  private let display: ProgressDisplay?
  /// What `--resume` fills, if it does.
  private let resumeFolder: ResumeFolder?

  /// With the threads and the voice that are asked for; without, each rank has its share of its machine's cores and
  /// shows no progress. Collective.
  init(
    _ communicator: Communicator, for running: RunningSettings? = nil, resumeFolder: ResumeFolder? = nil
  ) {
    self.communicator = communicator
    self.resumeFolder = resumeFolder
    plan = ThreadPlan(asked: running?.threads, on: communicator, currentEnvironment())
    isQuiet = running?.isQuiet ?? false
    display = communicator.isRoot ? running?.progressStyle.map(ProgressDisplay.init) : nil
    // What another rank says is written over the line of rank 0.
    if running?.progressStyle == .terminal && !communicator.isRoot { Terminal.noteLine() }
  }

  /// Threads of this rank.
  var threads: Int { plan.threads[communicator.rank] }

  /// Does a step of the run, and shows how far it has come.
  func during<R: ~Copyable>(_ step: ProgressStep, _ body: (Progress) throws -> R) rethrows -> R {
    let progress = begin(step)
    defer { endStep() }
    return try body(progress)
  }

  /// The same, of what may have been counted before it began.
  func during<R: ~Copyable>(
    _ step: ProgressStep, counting progress: Progress, _ body: () throws -> R
  ) rethrows -> R {
    display?.begin(step, progress)
    defer { endStep() }
    return try body()
  }

  /// A step begins that uses up what no closure could.
  func begin(_ step: ProgressStep) -> Progress {
    let progress = Progress()
    display?.begin(step, progress)
    return progress
  }

  func endStep() { display?.endStep() }

  /// Nothing is shown any more.
  func stopShowing() { display?.finish() }

  /// Tells people something, once, unless they want to hear nothing.
  func tell(_ lines: [String]) {
    if communicator.isRoot { tellHere(lines) }
  }

  /// Writes text as it is, as `tell` does.
  func tellPlainly(_ text: String) {
    if communicator.isRoot && !isQuiet { Messages.write(text) }
  }

  /// Tells what this rank alone knows.
  func tellHere(_ lines: [String]) {
    if !isQuiet { Messages.tell(lines) }
  }

  var isTalking: Bool { !isQuiet }

  /// `rank 2 of 4 on node7`
  private var place: String {
    "rank \(communicator.rank) of \(communicator.size) on \(SystemFile.hostName)"
  }

  /// Were the ranks started by a velibcorr, which is answerable for the outputs?
  var hasParent: Bool { unsafe getenv(LaunchChannels.messagesVariable) != nil }

  /// A launcher of the user's own that is asked to stop closes its ranks' standard input at once, and signals
  /// them a second later. Rank 0 waits for that second, so that a cut input is not taken for a whole one.
  func awaitSignal(ofLauncher readsStandardInput: Bool) {
    guard readsStandardInput && communicator.usesMPI && communicator.isRoot else { return }
    guard !hasParent else { return }
    usleep(UInt32(max(0, 1.5 - clock.secondsSinceReading) * 1e6))
  }

  /// Does `body` on every rank; if it fails on any, all ranks throw the failure of the first.
  /// For short work, since the others wait.
  func agree<R>(_ body: () throws -> R) throws -> R {
    let result = Result(catching: body)
    guard communicator.size > 1 else { return try result.get() }
    var mine: [UInt8] = []
    if case .failure(let error) = result {
      let failure = Failure(error, beside: resumeFolder)
      // Rank 0 is where the user looks; of what is wrong elsewhere, the place is the half.
      let message = communicator.isRoot ? failure.message : "\(place): \(failure.message)"
      mine = Array("\(failure.status.rawValue)\u{0}\(message)\u{0}\(failure.advice ?? "")".utf8)
    }
    for theirs in communicator.allGather(mine) where !theirs.isEmpty {
      let parts = String(decoding: theirs, as: UTF8.self).split(
        separator: "\u{0}", omittingEmptySubsequences: false)
      throw Failure(
        ExitStatus(rawValue: Int32(parts[0])!)!, String(parts[1]),
        advice: parts[2].isEmpty ? nil : String(parts[2]))
    }
    return try result.get()
  }

  /// Does long work; if it fails, this rank prints the failure and ends the whole job at once.
  func orEnd<R>(_ body: () throws -> R) throws -> R {
    guard communicator.size > 1 else { return try body() }
    do {
      return try body()
    } catch {
      let failure = Failure(error, beside: resumeFolder)
      Messages.write("velibcorr: \(place) failed\n" + failure.text)
      HiddenFiles.unlinkAll()
      // A launcher drops what it has not read when it hears of the end.
      if !hasParent { usleep(300_000) }
      communicator.abort(code: failure.status.rawValue)
    }
  }

  /// The ranks of a launcher, or this process alone. Throws `Exit` where their MPI is not here, or is not known; rank 0
  /// says so. A launcher ends the others when one does, so they give it time to, or is told to; the first of
  /// another host speaks for that one.
  private static func join(_ launch: LaunchEnvironment?) throws -> Communicator {
    guard let launch else { return Communicator() }
    do {
      try MPIFamily.requireKnown(currentEnvironment())
      return try Communicator(joining: launch)
    } catch {
      let failure = (error as? MissingLibrary).map { Failure($0, of: launch) } ?? Failure(error)
      if let rank = launch.rank, rank > 0 {
        sleep(2)
        if launch.isFirstOfHost {
          Messages.write("velibcorr: rank \(rank) on \(SystemFile.hostName) failed\n" + failure.text)
        }
      } else {
        Messages.write(failure.text)
      }
      // A launcher drops what it has not read when it hears of the end.
      if launch.waitsForOthers { usleep(300_000) }
      launch.abort(code: failure.status.rawValue)
      throw Exit(failure.status)
    }
  }

  /// Runs a job of this process's own or of the ranks that it is one of: failures become one message
  /// and an exit code.
  static func run(
    joining launch: LaunchEnvironment?, for running: RunningSettings? = nil,
    resumeFolder: ResumeFolder? = nil,
    _ body: (Job) throws -> Void
  ) throws {
    let communicator = try join(launch)
    do {
      try body(Job(communicator, for: running, resumeFolder: resumeFolder))
      communicator.finalize()
    } catch let exit as Exit {
      communicator.finalize()
      throw exit
    } catch {
      let failure = Failure(error, beside: resumeFolder)
      if communicator.isRoot { Messages.write(failure.text) }
      communicator.finalize()
      throw Exit(failure.status)
    }
  }
}
