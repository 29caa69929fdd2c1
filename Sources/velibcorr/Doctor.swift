import ArgumentParser
import Distribution
import Rendering

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
    let environment = currentEnvironment()
    let launch = LaunchEnvironment(environment)
    Interruption.prepare(quietly: launch != nil)
    if let launch {
      try Job.run(joining: launch) { job in
        let test = RingTest(on: job.communicator)
        let plan = job.planThreads(nil)
        guard job.communicator.isRoot else { return }
        if ring { return try write(test?.line ?? "", environment) }
        try tell(.launched(test, environment), plan, environment)
      }
    } else if ring {
      try RankLauncher(ranks: 2, inputs: [], outputs: []).run()
    } else {
      let plan = ThreadPlan(asked: nil, [CoreFacts(ofThisProcess: environment)])
      try Failure.told { try tell(.starting(environment), plan, environment) }
    }
  }

  private func tell(
    _ meeting: RankMeeting, _ plan: ThreadPlan, _ environment: [String: String]
  ) throws {
    guard meeting.unconnected?.isFirst ?? true else { throw ExitCode(ExitStatus.unavailable.rawValue) }
    let mpi = MPIChecks(environment)
    let blas = BLASChecks(environment)
    let machine = MachineChecks(environment)
    let place = PlaceChecks(environment: environment)
    let report = DiagnosisReport(
      mpiWorks: meeting.succeeded,
      findings: [mpi.libraryFinding, mpi.launcherFinding] + meeting.findings + [
        SlurmCheck.finding(environment), blas.libraryFinding, blas.kernelFinding, machine.coreFinding,
        machine.threadFinding(plan), machine.memoryFinding, SpeedCheck(environment).finding,
        place.localeFinding, place.timeZoneFinding,
      ])
    try write(json ? report.json : report.text, environment)
    if !meeting.succeeded {
      throw Failure(
        .unavailable, "MPI does not work here", advice: "without --ranks velibcorr does not need it")
    }
  }

  /// To standard output, or to the process that started the ranks.
  private func write(_ text: String, _ environment: [String: String]) throws {
    let file = try OutputFile(
      path: "-", option: "> FILE", standardOutput: environment[LaunchChannels.resultsVariable])
    try file.append(Array(text.utf8))
    try file.commit()
  }
}
