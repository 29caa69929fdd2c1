import Distribution
import SystemPackage
import Text

extension Failure {
  /// Ranks could not be started.
  init(_ error: LaunchError) {
    switch error {
    case .noLauncher(let asked):
      let what = asked.map { "VELIBCORR_MPIEXEC names \($0), which is no program" } ?? "no mpiexec on PATH"
      self.init(
        .unavailable, "--ranks needs MPI's launcher: \(what)",
        advice:
          "install it (Debian: apt install openmpi-bin, or mpich) or leave --ranks out: threads use all cores"
      )
    case .noFamily(let name):
      self.init(
        .usage, "VELIBCORR_MPI is '\(name)'; it can be openmpi or mpich",
        advice: "without it (unset VELIBCORR_MPI) the launcher says whose ranks they are")
    case .cannotStart(let launcher, let cause):
      self.init(.unavailable, "cannot start \(launcher): \(cause.words)")
    case .limit(.openFiles, let limit, let needed):
      self.init(
        .unavailable, "this process may open \(limit) files; its ranks need \(needed)",
        advice: "ulimit -n \(needed), or more than that; or use fewer --ranks, or threads alone")
    case .limit(.sizeOfFiles, let limit, let needed):
      self.init(
        .unavailable,
        "files may have \(Figures.size(limit)); those that ranks share have \(Figures.size(needed))",
        advice: "ulimit -f \(needed >> 10), or more than that; or leave --ranks out: threads need none")
    case .noRoom(let folder, let free, let needed):
      self.init(
        .inputOutput,
        "\(folder) has room for \(Figures.size(free)); ranks need \(Figures.size(needed)) to meet",
        advice: "make room, name another folder with TMPDIR, or leave --ranks out: threads need none")
    case .cannotMakeChannel(let cause):
      self.init(
        .inputOutput, "cannot make a channel for the ranks: \(cause.words)",
        advice: "TMPDIR must name a folder that can be written to")
    }
  }
}
