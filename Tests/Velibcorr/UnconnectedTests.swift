import TestSupport
import Testing

/// Several processes that should be ranks of one job, each of which believes to be alone.
@Suite struct UnconnectedTests {
  private static let words = "but each is rank 0 of 1: they do not find one another\n"

  private func expectRefusal(
    _ arguments: [String] = [], before: [String] = [], _ environment: [String: String],
    says words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv"] + arguments, before: before, environment: environment)
    try velibcorr.expectFailure(
      outcome, exit: 69, says: words, files: ["a.csv"], sourceLocation: sourceLocation)
    if words.isEmpty { #expect(outcome.errors == "", sourceLocation: sourceLocation) }
  }

  @Test(
    "Tasks of srun are refused with the fix, whatever they were to do", arguments: [[], ["--ranks", "2"]])
  func srun(_ arguments: [String]) throws {
    try expectRefusal(
      arguments, ["SLURM_STEP_NUM_TASKS": "4", "SLURM_PROCID": "0"],
      says: ["velibcorr: error: srun has started 4 tasks, \(Self.words)", "srun --mpi=pmix", "--ntasks=1"])
  }

  @Test("Only the first says so", arguments: [[], ["--ranks", "2"]])
  func others(_ arguments: [String]) throws {
    try expectRefusal(arguments, ["SLURM_STEP_NUM_TASKS": "4", "SLURM_PROCID": "3"], says: [])
  }

  @Test("Processes of another MPI's launcher")
  func otherMPI() throws {
    try expectRefusal(
      ["-q"], ["PMI_SIZE": "2", "PMI_RANK": "0", "VELIBCORR_MPI": "openmpi"],
      says: ["a launcher has started 2 processes, \(Self.words)", "the mpiexec of Open MPI v"])
  }

  @Test("A name that is no MPI's is a wrong usage, said once", arguments: [Way.ranks(2), .mpiexec(2)])
  func noFamily(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv"], way, environment: ["VELIBCORR_MPI": "intel"])
    try velibcorr.expectFailure(
      outcome, exit: 64,
      says: ["VELIBCORR_MPI is 'intel'; it can be openmpi or mpich", "unset VELIBCORR_MPI"],
      files: ["a.csv"])
    #expect(outcome.errors.ranges(of: "VELIBCORR_MPI is").count == 1)
  }

  @Test("A task alone, and ranks that did find one another, are not")
  func connected() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let alone = try velibcorr.run("a.csv", environment: ["SLURM_STEP_NUM_TASKS": "1"])
    #expect(alone.ending == .exit(0), "\(alone.errors)")
    let ranks = try velibcorr.run(["a.csv"], .mpiexec(2), environment: ["SLURM_STEP_NUM_TASKS": "2"])
    #expect(ranks.ending == .exit(0), "\(ranks.errors)")
    try velibcorr.expectNothingLeft(but: ["a.correlation.csv", "a.csv"])
  }
}
