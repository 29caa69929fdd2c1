import Distribution
import SystemPackage
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
    #expect(launch.rank == 1)
    #expect(launch.family == .openMPI)
  }

  @Test(
    "the first rank of a host, as each launcher counts them there",
    arguments: ["OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID"])
  func firstOfHost(_ variable: String) throws {
    let rank = ["OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "2"]
    #expect(try #require(LaunchEnvironment(rank)).isFirstOfHost)
    for (number, isFirst) in [("0", true), ("1", false)] {
      let told = rank.merging([variable: number]) { $1 }
      #expect(try #require(LaunchEnvironment(told)).isFirstOfHost == isFirst)
    }
  }

  @Test("srun with PMIx is a launch of a number not known")
  func srun() throws {
    let launch = try #require(LaunchEnvironment(["PMIX_RANK": "0", "SLURM_NTASKS": "2"]))
    #expect(launch.size == nil)
    #expect(launch.family == .openMPI)
  }

  @Test("MPICH's launcher, and srun with PMI")
  func mpich() throws {
    let launch = try #require(LaunchEnvironment(["PMI_SIZE": "3", "PMI_RANK": "2"]))
    #expect(launch.family == .mpich)
    #expect(launch.size == 3)
    #expect(launch.rank == 2)
    // One task of srun is a process alone, that of a launcher a rank.
    let single = ["PMI_SIZE": "1", "PMI_RANK": "0"]
    #expect(LaunchEnvironment(single) == nil)
    #expect(try #require(LaunchEnvironment(single.merging(["MPI_LOCALNRANKS": "1"]) { $1 })).size == 1)
    #expect(LaunchEnvironment(["PMI_SIZE": "3"]) == nil)
  }

  @Test("Hydra is told of the end of a rank that cannot join, as it would wait for the others; srun is not")
  func abort() throws {
    let pipe = try FileDescriptor.pipe()
    defer { try? pipe.readEnd.close() }
    let rank = ["PMI_SIZE": "3", "PMI_RANK": "2", "PMI_FD": "\(pipe.writeEnd.rawValue)"]
    let task = try #require(LaunchEnvironment(rank))
    #expect(!task.waitsForOthers)
    task.abort(code: 70)
    let launch = try #require(LaunchEnvironment(rank.merging(["MPI_LOCALNRANKS": "1"]) { $1 }))
    #expect(launch.waitsForOthers)
    launch.abort(code: 69)
    try pipe.writeEnd.close()
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = try bytes.withUnsafeMutableBytes { try pipe.readEnd.read(into: $0) }
    #expect(String(decoding: bytes[..<count], as: UTF8.self) == "cmd=abort exitcode=69\n")
  }

  @Test("Open MPI's own mpiexec outweighs what is left of another launcher")
  func both() throws {
    let rank = ["OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": "1", "PMI_SIZE": "4", "PMI_RANK": "3"]
    let launch = try #require(LaunchEnvironment(rank))
    #expect(launch.family == .openMPI)
    #expect(launch.size == 2)
    #expect(launch.rank == 1)
  }

  @Test("VELIBCORR_MPI says whose library it is, but makes no launch of a process alone")
  func named() throws {
    let pmi = ["PMI_SIZE": "2", "PMI_RANK": "0", "VELIBCORR_MPI": "openmpi"]
    #expect(try #require(LaunchEnvironment(pmi)).family == .openMPI)
    let pmix = ["PMIX_RANK": "0", "VELIBCORR_MPI": "mpich"]
    #expect(try #require(LaunchEnvironment(pmix)).family == .mpich)
    #expect(LaunchEnvironment(["VELIBCORR_MPI": "mpich"]) == nil)
    // Where tasks are told of one another in a way that is not known here.
    let step = ["SLURM_STEP_NUM_TASKS": "8", "SLURM_PROCID": "5", "VELIBCORR_MPI": "mpich"]
    let launch = try #require(LaunchEnvironment(step))
    #expect(launch.family == .mpich)
    #expect(launch.size == 8)
    #expect(launch.rank == 5)
    #expect(LaunchEnvironment(step.merging(["VELIBCORR_MPI": "other"]) { $1 }) == nil)
  }

  @Test("a number that is none is a launch all the same")
  func damaged() throws {
    let launch = try #require(LaunchEnvironment(["OMPI_COMM_WORLD_SIZE": "many"]))
    #expect(launch.size == nil)
  }
}
