import Distribution
import Testing

@Suite("SlurmFacts: can tasks of Slurm become ranks?")
struct SlurmFactsTests {
  /// `srun --mpi=list` as it would go.
  private static func list(_ words: String, code: Int = 0) throws -> ChildProgram {
    try ChildProgram(
      "/bin/sh", ["-c", "printf '%s' \"$WORDS\" >&2; exit \(code)"], ["WORDS": words], limit: .seconds(30))
  }

  private static let current =
    "MPI plugin types are...\n\tpmix\n\tnone\n\tpmi2\nspecific pmix plugin versions available: pmix_v4\n"
  private static let old = "srun: MPI types are...\nsrun: none\nsrun: pmi2\n"

  @Test("neither srun nor a job")
  func none() {
    let slurm = SlurmFacts(["PATH": "/bin"], list: nil)
    #expect(slurm.job == nil)
    #expect(slurm.types == nil)
    #expect(slurm.interface == nil)
    #expect(slurm.problem == nil)
  }

  @Test("types are found among sentences, in both formats")
  func types() throws {
    #expect(SlurmFacts([:], list: try Self.list(Self.current)).types == ["pmix", "none", "pmi2"])
    #expect(SlurmFacts([:], list: try Self.list(Self.old)).types == ["none", "pmi2"])
  }

  @Test("an srun that knows PMIx is well, one that does not is a problem")
  func pmix() throws {
    #expect(SlurmFacts([:], list: try Self.list(Self.current)).problem == nil)
    #expect(SlurmFacts([:], list: try Self.list("MPI plugin types are...\n\tpmix_v3\n")).problem == nil)
    #expect(SlurmFacts([:], list: try Self.list(Self.old)).problem == .noPMIx(types: ["none", "pmi2"]))
  }

  @Test("an srun without a Slurm is quoted by its last line")
  func noAnswer() throws {
    let slurm = SlurmFacts(
      [:], list: try Self.list("srun: error: a\nsrun: fatal: no configuration\n", code: 1))
    #expect(slurm.types == [])
    #expect(slurm.problem == .noAnswer(words: "srun: fatal: no configuration"))
  }

  @Test("tasks that do not know of one another")
  func strangers() throws {
    let step = ["SLURM_JOB_ID": "7", "SLURM_STEP_NUM_TASKS": "2"]
    #expect(SlurmFacts(step, list: try Self.list(Self.current)).problem == .tasksWithoutPMI(tasks: 2))
    let ranks = SlurmFacts(step.merging(["PMIX_RANK": "1"]) { $1 }, list: nil)
    #expect(ranks.problem == nil)
    #expect(ranks.interface == "PMIx")
    #expect(ranks.job == "7")
    #expect(ranks.stepTasks == 2)
  }

  @Test("PMI-2 gives a number, but no ranks to Open MPI")
  func pmi2() {
    let slurm = SlurmFacts(["SLURM_STEP_NUM_TASKS": "2", "PMI_RANK": "1"], list: nil)
    #expect(slurm.interface == "PMI")
    #expect(slurm.problem == .tasksWithoutPMI(tasks: 2))
  }

  @Test("one task, or a batch script, needs no interface")
  func alone() {
    #expect(SlurmFacts(["SLURM_STEP_NUM_TASKS": "1"], list: nil).problem == nil)
    #expect(
      SlurmFacts(["SLURM_JOB_ID": "7", "SLURM_PROCID": "0", "SLURM_NTASKS": "4"], list: nil).problem == nil)
  }
}
