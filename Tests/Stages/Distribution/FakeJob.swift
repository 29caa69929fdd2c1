import Distribution
import Foundation
import TestSupport

/// A job whose launcher is a shell script; the script may leave a file at `$SEEN`.
struct FakeJob {
  let folder: TemporaryFolder
  private let launcher: String

  init(_ script: String) throws {
    folder = try TemporaryFolder()
    launcher = try folder.write("mpiexec", "#!/bin/sh\n\(script)\n")
    try makeExecutable(launcher)
  }

  var seen: String { get throws { try String(contentsOfFile: "\(folder.path)/seen", encoding: .utf8) } }

  func run(
    ranks: Int = 2, arguments: [String] = [], variables: [String: String] = [:],
    extra: [String: String] = [:], readsStandardInput: Bool = false
  ) throws -> JobOutcome {
    // Threads of the concurrency pool block signals, and what they start inherits that; velibcorr starts
    // its launcher from the main thread.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    // Whose it is would be asked of the script, which is run once.
    let environment = [
      "VELIBCORR_MPIEXEC": launcher, "VELIBCORR_MPI": "openmpi", "SEEN": "\(folder.path)/seen",
    ]
    .merging(variables) { $1 }
    return try Launcher(environment).run(
      ranks: ranks, program: "/some/program", arguments: arguments, extra: extra,
      readsStandardInput: readsStandardInput)
  }
}
