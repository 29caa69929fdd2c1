import Rendering
import SystemPackage

extension Failure {
  /// An output could not be written.
  init(_ error: OutputError) {
    switch error {
    case .cannotCreate(let path, let option, let cause):
      self.init(
        .cannotCreate, "cannot create \(path): \(cause.words)",
        advice: "choose another place with \(option)")
    case .writing(path: "-", let option, .brokenPipe):
      self.init(
        .inputOutput, "standard output was closed by its reader before the end",
        advice: "write to a file with \(option), then look at part of it")
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
