import Distribution
import Testing

@Suite("Versions of MPI's library and launcher")
struct MPIVersionTests {
  @Test(
    "makers and numbers",
    arguments: [
      ("Open MPI v4.1.4", true, "4.1.4"), ("mpiexec (OpenRTE) 4.1.4", true, "4.1.4"),
      ("mpiexec (Open MPI) 5.0.7", true, "5.0.7"), ("MPICH Version: 4.0.2", false, "4.0.2"),
      ("HYDRA build details:\n    Version:    4.1", false, "4.1"), ("no such thing", false, nil),
      ("", false, nil),
    ] as [(String, Bool, String?)])
  func version(_ words: String, _ isOpenMPI: Bool, _ number: String?) {
    let version = MPIVersion(words)
    #expect(version.isOpenMPI == isOpenMPI)
    #expect(version.number == number)
  }

  @Test("a launcher starts ranks of its own maker and major version")
  func starts() {
    let library = MPIVersion("Open MPI v4.1.4")
    #expect(MPIVersion("mpiexec (OpenRTE) 4.1.4").starts(library))
    #expect(MPIVersion("mpiexec (OpenRTE) 4.0.3").starts(library))
    #expect(!MPIVersion("mpiexec (Open MPI) 5.0.7").starts(library))
    #expect(!MPIVersion("HYDRA build details: Version: 4.1").starts(library))
    #expect(!MPIVersion("").starts(library))
  }

  @Test("the library tells of itself before MPI is initialised")
  func library() {
    #expect(MPIVersion(MPILibrary.name).number != nil)
    #expect(!MPILibrary.name.contains(","))
    #expect(MPILibrary.standard.wholeMatch(of: #/\d+\.\d+/#) != nil)
  }
}
