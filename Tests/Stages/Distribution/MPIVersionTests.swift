import Distribution
import Testing

@Suite("Versions of MPI's library and launcher")
struct MPIVersionTests {
  @Test(
    "makers and numbers",
    arguments: [
      ("Open MPI v4.1.4", .openMPI, "4.1.4"), ("mpiexec (OpenRTE) 4.1.4", .openMPI, "4.1.4"),
      ("mpiexec (Open MPI) 5.0.7", .openMPI, "5.0.7"), ("MPICH 4.0.2", .mpich, "4.0.2"),
      ("HYDRA build details:\n    Version:    4.1", .mpich, "4.1"),
      ("Intel(R) MPI Library 2021.5 for Linux* OS", .mpich, "2021.5"), ("no such thing", nil, nil),
      ("", nil, nil),
    ] as [(String, MPIFamily?, String?)])
  func version(_ words: String, _ family: MPIFamily?, _ number: String?) {
    let version = MPIVersion(words)
    #expect(version.family == family)
    #expect(version.number == number)
  }

  @Test("a launcher starts ranks of its own family; Open MPI's, of its major version")
  func starts() {
    let library = MPIVersion("Open MPI v4.1.4")
    #expect(MPIVersion("mpiexec (OpenRTE) 4.1.4").starts(library))
    #expect(MPIVersion("mpiexec (OpenRTE) 4.0.3").starts(library))
    #expect(!MPIVersion("mpiexec (Open MPI) 5.0.7").starts(library))
    #expect(!MPIVersion("HYDRA build details: Version: 4.1").starts(library))
    #expect(!MPIVersion("").starts(library))
    let mpich = MPIVersion("MPICH 3.4.1")
    #expect(MPIVersion("HYDRA build details: Version: 4.1").starts(mpich))
    #expect(!MPIVersion("mpiexec (OpenRTE) 4.1.4").starts(mpich))
    #expect(!MPIVersion("").starts(MPIVersion("")))
  }

  @Test(
    "names of libraries, from what they say of themselves",
    arguments: [
      ("Open MPI v4.1.4, package: Debian OpenMPI", "Open MPI v4.1.4"),
      ("MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr 7", "MPICH 4.0.2"),
      ("MVAPICH2 Version      :\t2.3.7\nMVAPICH2 Release date", "MVAPICH2 2.3.7"),
      ("Intel(R) MPI Library 2021.5 for Linux* OS\n", "Intel(R) MPI Library 2021.5 for Linux* OS"),
    ])
  func name(_ description: String, _ name: String) {
    #expect(MPILibrary.name(in: description) == name)
  }

  @Test("the library tells of itself before MPI is initialised")
  func library() {
    #expect(MPIVersion(MPILibrary.name).number != nil)
    #expect(!MPILibrary.name.contains(","))
    #expect(MPILibrary.standard.wholeMatch(of: #/\d+\.\d+/#) != nil)
  }
}
