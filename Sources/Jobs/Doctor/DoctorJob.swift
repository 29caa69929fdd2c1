import Distribution
import Rendering

/// `velibcorr doctor`: what works here, and what to do about the rest.
package struct DoctorJob {
  private let writesJSON: Bool
  private let onlyMeets: Bool
  private let environment = currentEnvironment()

  /// With `onlyMeets` ranks do nothing but meet: what the job itself runs as a process of its own.
  package init(writesJSON: Bool, onlyMeets: Bool) {
    self.writesJSON = writesJSON
    self.onlyMeets = onlyMeets
  }

  /// Throws `Exit` when all is said.
  package func run() throws {
    let launch = LaunchEnvironment(environment)
    Interruption.prepare(quietly: launch != nil)
    if let launch {
      try Job.run(joining: launch) { job in
        let test = RingTest(on: job.communicator)
        guard job.communicator.isRoot else { return }
        if onlyMeets { return try write(test?.line ?? "") }
        try tell(.launched(test, environment), job.plan)
      }
    } else if onlyMeets {
      try RankLauncher(ranks: 2, inputs: [], outputs: []).run()
    } else {
      // That of the ranks that --ranks would start.
      if let launcher = try? Launcher(environment) { MPILibrary.use(launcher.family) }
      let plan = ThreadPlan(asked: nil, [CoreFacts(ofThisProcess: environment)])
      try Failure.told { try tell(.starting(environment), plan) }
    }
  }

  private func tell(_ meeting: RankMeeting, _ plan: ThreadPlan) throws {
    guard meeting.unconnected?.isFirst ?? true else { throw Exit(.unavailable) }
    let libraries = LibraryChecks()
    let machine = MachineChecks(environment)
    let place = PlaceChecks(environment: environment)
    let findings = DoctorFindings(
      mpiWorks: meeting.succeeded,
      findings: libraries.findings + (libraries.has(.mpi) ? MPIChecks(environment).findings : [])
        + meeting.findings + [SlurmCheck.finding(environment)]
        + (libraries.has(.openblas) ? BLASChecks(environment).findings : [])
        + [machine.coreFinding, machine.threadFinding(plan), machine.memoryFinding]
        + (libraries.has(.openblas) ? [SpeedCheck(environment).finding, try NumbersCheck.finding()] : [])
        + [place.localeFinding, place.timeZoneFinding])
    try write(writesJSON ? findings.json : findings.text)
    if !meeting.succeeded {
      throw Failure(
        .unavailable, "MPI does not work here", advice: "without --ranks velibcorr does not need it")
    }
  }

  /// To standard output, or to the process that started the ranks.
  private func write(_ text: String) throws {
    let file = try OutputFile(
      path: "-", option: "> FILE", standardOutput: environment[LaunchChannels.resultsVariable])
    try file.append(Array(text.utf8))
    try file.commit()
  }
}
