import Distribution
import Glibc
import Ingestion
import LinearAlgebra
import SharedLibraries

/// The version of this program.
package let programVersion = "0.1.0"

/// What `--version` says: of BLAS what it was built with, of MPI what it can open, since to open them takes longer than all
/// the rest; `doctor` names those that are there.
package var programVersionWords: String {
  """
  velibcorr \(programVersion)
  commit    \(programCommit ?? "a build of a working tree")
  built     with \(BLASRuntime.builtWith)
  ranks     by \(MPILibrary.families)
  kernels   \(StructuralIndex.kernel)
  """
}

/// Which run this is, at the head of a log: `run        velibcorr 0.1.0 on node7, 2026-03-01T04:05:06Z: velibcorr a.txt`.
func runLine() -> String {
  let now = LocalTime(ordinal: time(nil) * 1_000_000).iso8601
  let commit = programCommit.map { " (\($0.prefix(12)))" } ?? ""
  let words = ["velibcorr"] + TypedCommand.words(Array(CommandLine.arguments.dropFirst()))
  return RunSummary.line(
    "run",
    "velibcorr \(programVersion)\(commit) on \(SystemFile.hostName), \(now)Z: "
      + "\(Printable.lines(words.joined(separator: " ")))\n")
}
