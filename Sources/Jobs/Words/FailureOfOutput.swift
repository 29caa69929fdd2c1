import Rendering
import SystemPackage

extension Failure {
  /// Any error; of an output that has no room, also what `--resume` has saved on the same disk.
  init(_ error: any Error, beside folder: ResumeFolder?) {
    self.init(error)
    guard case OutputError.writing(let path, _, .noSpace) = error,
      let share = folder?.share(ofDiskOf: path)
    else { return }
    self.init(status, message, advice: [advice, share].compactMap(\.self).joined(separator: "; "))
  }

  /// A reader of standard output that goes early, as `head` does, has what it wants: nobody is told.
  private static let closedOutput = Failure(.inputOutput, "")

  /// The same of a run of so many outputs: others are lost by it. `option` is that of standard output.
  init(closedOutput option: String, amongOutputs count: Int) {
    guard count > 1 else {
      self = .closedOutput
      return
    }
    self.init(
      .inputOutput,
      "standard output was closed by its reader before the end; the other outputs were not written either",
      advice: "write to a file with \(option), then look at part of it")
  }

  /// An output could not be written.
  init(_ error: OutputError) {
    switch error {
    case .cannotCreate(let path, let option, let cause):
      self.init(
        .cannotCreate, "cannot create \(path): \(cause.words)",
        advice: "choose another place with \(option)")
    case .isLocked(let path, let option, let holder):
      self.init(
        .tryAgain, "another run is writing \(path)\(holder.isEmpty ? "" : ": \(holder)")",
        advice: "run the same command again when it has ended, or choose another place with \(option)")
    case .unconfirmed(let path, _, let cause):
      self.init(
        .inputOutput, "\(path) is complete, but its folder cannot be synced: \(cause.words)",
        advice: "a crash of the system may take it back: see to the disk, then run the same command again")
    case .writing(path: "-", _, .brokenPipe): self = .closedOutput
    case .writing(let path, let option, let cause):
      let name = path == "-" ? "standard output" : path
      self.init(
        .inputOutput, "cannot write \(name): \(cause.words); nothing is left of it",
        advice: cause == .noSpace
          ? "make room, or choose another place with \(option)"
          : cause == .fileTooLarge ? "a limit on the size of files is in force: see ulimit -f" : nil)
    }
  }
}
