import Distribution
import Testing

@Suite("UnconnectedTasks: processes that should be ranks of one job")
struct UnconnectedTasksTests {
  @Test("a process alone, a batch script, or a step of one task is nothing of the kind")
  func alone() {
    #expect(UnconnectedTasks([:], ranks: 1) == nil)
    let batch = ["SLURM_JOB_ID": "7", "SLURM_PROCID": "0", "SLURM_NTASKS": "4"]
    #expect(UnconnectedTasks(batch, ranks: 1) == nil)
    #expect(UnconnectedTasks(["SLURM_STEP_NUM_TASKS": "1", "PMI_SIZE": "1"], ranks: 1) == nil)
    #expect(UnconnectedTasks(["SLURM_STEP_NUM_TASKS": "many"], ranks: 1) == nil)
  }

  @Test(
    "tasks of srun that are each rank 0 of 1, PMIx told or not", arguments: ["PMIX_RANK", "PMI_RANK", "X"])
  func srun(_ variable: String) throws {
    let step = ["SLURM_STEP_NUM_TASKS": "3", "SLURM_PROCID": "2", variable: "2"]
    let tasks = try #require(UnconnectedTasks(step, ranks: 1))
    #expect(tasks.starter == .srun)
    #expect(tasks.count == 3)
    #expect(!tasks.isFirst)
    #expect(UnconnectedTasks(step, ranks: 3) == nil)
  }

  @Test("one of them, the first, speaks")
  func first() throws {
    #expect(
      try #require(UnconnectedTasks(["SLURM_STEP_NUM_TASKS": "3", "SLURM_PROCID": "0"], ranks: 1)).isFirst)
    #expect(try #require(UnconnectedTasks(["PMI_SIZE": "3"], ranks: 1)).isFirst)
    #expect(try !#require(UnconnectedTasks(["PMI_SIZE": "3", "PMI_RANK": "1"], ranks: 1)).isFirst)
  }

  @Test("processes of another MPI's launcher")
  func otherMPI() throws {
    let tasks = try #require(UnconnectedTasks(["PMI_SIZE": "4", "PMI_RANK": "0"], ranks: 1))
    #expect(tasks.starter == .mpiexec)
    #expect(tasks.count == 4)
  }

  @Test("Open MPI's launcher reaches other machines by a step of srun")
  func mpiexecOverSrun() {
    let rank = ["OMPI_COMM_WORLD_SIZE": "1", "SLURM_STEP_NUM_TASKS": "3", "SLURM_PROCID": "1"]
    #expect(UnconnectedTasks(rank, ranks: 1) == nil)
  }
}
