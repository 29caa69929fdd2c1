import Distribution
import SystemPackage

extension Failure {
  /// Ranks could not be started.
  init(_ error: LaunchError) {
    switch error {
    case .noLauncher(let asked):
      let what = asked.map { "VELIBCORR_MPIEXEC names \($0), which is no program" } ?? "no mpiexec on PATH"
      self.init(
        .unavailable, "--ranks needs MPI's launcher: \(what)",
        advice: "install it (Debian: apt install openmpi-bin) or leave --ranks out: threads use all cores")
    case .cannotStart(let launcher, let cause):
      self.init(.unavailable, "cannot start \(launcher): \(cause.words)")
    case .cannotMakeChannel(let cause):
      self.init(
        .inputOutput, "cannot make a channel for the ranks: \(cause.words)",
        advice: "TMPDIR must name a folder that can be written to")
    }
  }
}
