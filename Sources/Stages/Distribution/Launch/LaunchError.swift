import SystemPackage

/// Why the ranks could not be started.
package enum LaunchError: Error {
  /// Neither `VELIBCORR_MPIEXEC` nor `PATH` leads to a launcher.
  case noLauncher(asked: String?)
  /// `VELIBCORR_MPI` names no family of MPI.
  case noFamily(String)
  /// The system refuses to run the launcher.
  case cannotStart(launcher: String, Errno)
  /// There is no pipe, or no folder for one.
  case cannotMakeChannel(Errno)
  /// A limit of the system on this process, which it may not raise, leaves ranks too little.
  case limit(Limit, Int, needed: Int)
  /// The disk of the folder for temporary files is full.
  case noRoom(folder: String, free: Int, needed: Int)

  /// What a limit is of.
  package enum Limit: Sendable {
    /// A number of descriptors (`ulimit -n`).
    case openFiles
    /// Bytes of a file (`ulimit -f`).
    case sizeOfFiles
  }
}

/// How a job of several ranks ended.
package enum JobOutcome: Equatable, Sendable {
  /// Every rank ended by itself; the code is what they agreed on.
  case exited(code: Int32)
  /// A rank was killed or crashed; `cause` is the launcher's account of it.
  case lostRank(cause: String)
  /// The launcher failed by itself; with the end of what it said.
  case launcherFailed(code: Int32, words: String)
  /// This process was told to stop.
  case interrupted(signal: Int32)
  /// Standard output took no more.
  case outputFailed(Errno)
}
