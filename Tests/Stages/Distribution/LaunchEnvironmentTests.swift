import Distribution
import Testing

@Suite("LaunchEnvironment: has a launcher started this process?")
struct LaunchEnvironmentTests {
  @Test("no launcher, no launch")
  func none() {
    #expect(LaunchEnvironment([:]) == nil)
    #expect(LaunchEnvironment(["PATH": "/usr/bin", "HOME": "/"]) == nil)
  }

  @Test("mpiexec tells the number of ranks")
  func mpiexec() throws {
    let launch = try #require(
      LaunchEnvironment(["OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "1", "PMIX_RANK": "1"]))
    #expect(launch.size == 4)
  }

  @Test("srun with PMIx is a launch of a number not known")
  func srun() throws {
    let launch = try #require(LaunchEnvironment(["PMIX_RANK": "0", "SLURM_NTASKS": "2"]))
    #expect(launch.size == nil)
  }

  @Test("a number that is none is a launch all the same")
  func damaged() throws {
    let launch = try #require(LaunchEnvironment(["OMPI_COMM_WORLD_SIZE": "many"]))
    #expect(launch.size == nil)
  }
}
