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

  @Test("a task's job, and the interface that told its rank")
  func task() {
    let ranks = SlurmFacts(["SLURM_JOB_ID": "7", "PMIX_RANK": "1", "PMI_RANK": "1"], list: nil)
    #expect(ranks.job == "7")
    #expect(ranks.interface == "PMIx")
    #expect(SlurmFacts(["PMI_RANK": "1"], list: nil).interface == "PMI")
  }
}
