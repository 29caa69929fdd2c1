import ArgumentParser
import Jobs

/// `velibcorr doctor`: what works here, and what to do about the rest.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check MPI, BLAS, cores, limits, Slurm, locale and time zones; say what to do.",
    discussion: """
      Starts two ranks, as --ranks 2 would, and sends messages round; under mpiexec or srun it does so with \
      the ranks that it is one of. Reads and correlates a synthetic log to see how fast that is. Each line is \
      ok or a warning with its cure.

      Examples:
        velibcorr doctor
        mpiexec -n 4 velibcorr doctor
        velibcorr doctor --json | jq '.findings[] | select(.verdict == "warning")'

      Exit codes: 0 all is well, or only warnings; 69 MPI does not work here.
      """)

  @Flag(help: "Write the findings, with their figures, as JSON.")
  var json = false

  /// Only that: what `doctor` runs as a process of its own.
  @Flag(help: .hidden)
  var ring = false

  func run() throws {
    try exiting { try DoctorJob(writesJSON: json, onlyMeets: ring).run() }
  }
}
