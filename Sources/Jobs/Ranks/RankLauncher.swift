import Distribution
import Glibc
import Rendering

/// `--ranks N` outside a launcher: runs this very command line as N ranks, and is answerable for its
/// outputs: it makes the hidden files before, and gives them their names when every rank has done its part.
struct RankLauncher {
  /// Set in the environment of the ranks: the hidden file of each output, by number.
  static func hiddenVariable(_ number: Int) -> String { "VELIBCORR_HIDDEN_\(number)" }

  let ranks: Int
  let inputs: [String]
  let outputs: [OutputPaths.Named]
  /// A job that ends with 70 may have written tables of what is wrong, and one that is interrupted those of what was done
  /// by then, in one piece, which are kept.
  var keepsFailedOutputs = false
  var resumeFolder: ResumeFolder?
  /// Which of the outputs are profiles, if one is: then all are durable, and they get their name last.
  var profiles: Int?
  /// Is nothing said but errors?
  var isQuiet = false
  /// Does rank 0 show a line that is written over?
  var showsLine = false

  func run() throws {
    try Failure.told {
      try UnconnectedRefusal.throwIfUnconnected(ranks: 1)
      try requireReachable()
      let launcher = try Launcher(currentEnvironment())
      let files = try outputs.map { try OutputFile(path: $0.path, option: $0.option) }
      if let profiles {
        let notes = try files[profiles].makeProfilesLast(with: files)
        if !isQuiet { Messages.tell(notes) }
      }
      var extra = Terminal.variables
      for (number, file) in files.enumerated() {
        extra[Self.hiddenVariable(number)] = file.hiddenPath
      }
      // A rank that is lost, or ended by another's failure, leaves its line.
      if showsLine { Terminal.noteLine() }
      let outcome = try launcher.run(
        ranks: ranks, program: ownProgram(), arguments: ownArguments,
        extra: extra, readsStandardInput: inputs.contains("-"),
        savesFirst: resumeFolder != nil || keepsFailedOutputs)
      Messages.eraseLine()
      try conclude(outcome, files)
    }
  }

  /// Ranks are other processes, without a terminal: some inputs and outputs of this one are not theirs.
  private func requireReachable() throws {
    if let path = (inputs + outputs.map(\.path)).first(where: StandardStreams.isDescriptor) {
      throw Failure(
        .usage, "\(path) is open in this process only, not in its ranks",
        advice: "use a file, or - for standard input or output; or leave --ranks out")
    }
    if inputs.contains("-") && isatty(STDIN_FILENO) == 1 {
      throw Failure(
        .usage, "ranks cannot read from a terminal", advice: "give a file or a pipe, or leave --ranks out")
    }
  }

  private var resumeAdvice: String {
    resumeFolder.map { "run the same command again: it goes on from \($0.path)" }
      ?? "run the same command again; with --resume, a run saves what it reads and goes on where one was lost"
  }

  private func conclude(_ outcome: JobOutcome, _ outputs: [OutputFile]) throws {
    switch outcome {
    case .exited(0):
      for (number, output) in outputs.enumerated() where number != profiles { try output.commit() }
      if let profiles { try outputs[profiles].commit() }
      resumeFolder?.remove()
    case .exited(let code):
      if keepsFailedOutputs && code == ExitStatus.bug.rawValue {
        for output in outputs where try !output.isEmpty { try output.commit() }
      }
      throw Exit(code)
    case .lostRank(let cause):
      throw Failure(.tryAgain, "\(cause); no output was written", advice: resumeAdvice)
    case .launcherFailed(let code, let words):
      let account = words.split(separator: "\n").map { "  | \($0)" }.joined(separator: "\n")
      throw Failure(.unavailable, "mpiexec failed with code \(code):\n\(account)")
    case .interrupted(let signal) where keepsFailedOutputs:
      let kept = try outputs.filter { try !$0.isEmpty }
      for output in kept { try output.commit() }
      Interruption.stop(by: signal, keeping: !kept.isEmpty)
    case .interrupted(let signal):
      Interruption.stop(by: signal, advising: resumeFolder?.advice)
    case .outputFailed(let error):
      let option = self.outputs.first { $0.path == "-" }?.option ?? OutputKind.matrix.option
      guard error == .brokenPipe else { throw OutputError.writing(path: "-", option: option, error) }
      throw Failure(closedOutput: option, amongOutputs: self.outputs.count)
    }
  }
}
