import Distribution
import Foundation
import TestSupport
import Testing

@Suite("Launcher: whose ranks it starts")
struct LauncherFamilyTests {
  @Test(
    "by its name without links",
    arguments: [
      ("orterun", .openMPI), ("prterun", .openMPI), ("mpiexec.openmpi", .openMPI), ("mpiexec.hydra", .mpich),
      ("mpirun.mpich", .mpich),
    ] as [(String, MPIFamily)])
  func name(_ name: String, _ family: MPIFamily) throws {
    let folder = try TemporaryFolder()
    // Not asked: it would say something else.
    try makeExecutable(try folder.write(name, "#!/bin/sh\necho HYDRA, or Open MPI?\n"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/mpiexec", withDestinationPath: "\(folder.path)/\(name)")
    #expect(try Launcher(["PATH": folder.path]).family == family)
  }

  @Test(
    "by what it says of itself; of nobody's words, Open MPI",
    arguments: [
      ("mpiexec (Open MPI) 5.0.7", "openmpi"), ("HYDRA build details:", "mpich"),
      ("Intel(R) MPI Library for Linux* OS, Version 2021.5 Build 20211102", "mpich"), ("mine", "openmpi"),
    ])
  func words(_ words: String, _ family: String) async {
    await #expect(processExitsWith: .success) { [words, family] in
      var none = sigset_t()
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, nil)
      let folder = try TemporaryFolder()
      let path = try folder.write("mpiexec", "#!/bin/sh\n[ \"$1\" = --version ] && echo '\(words)'\n")
      try makeExecutable(path)
      #expect(try Launcher(["VELIBCORR_MPIEXEC": path]).family.rawValue == family)
    }
  }

  @Test("VELIBCORR_MPI outweighs both")
  func named() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("mpiexec.hydra", "#!/bin/sh\n")
    try makeExecutable(path)
    #expect(try Launcher(["VELIBCORR_MPIEXEC": path, "VELIBCORR_MPI": "openmpi"]).family == .openMPI)
    #expect {
      try Launcher(["VELIBCORR_MPIEXEC": path, "VELIBCORR_MPI": "other"])
    } throws: {
      guard case .noFamily("other") = $0 as? LaunchError else { return false }
      return true
    }
  }

  @Test("a launcher of the other family that is on PATH, too")
  func other() throws {
    let folder = try TemporaryFolder()
    for name in ["mpiexec.openmpi", "mpiexec.hydra"] {
      try makeExecutable(try folder.write(name, "#!/bin/sh\n"))
    }
    let (open, hydra) = ("\(folder.path)/mpiexec.openmpi", "\(folder.path)/mpiexec.hydra")
    #expect(try Launcher(["PATH": folder.path, "VELIBCORR_MPIEXEC": open]).other == hydra)
    #expect(try Launcher(["PATH": folder.path, "VELIBCORR_MPIEXEC": hydra]).other == open)
    #expect(try Launcher(["VELIBCORR_MPIEXEC": hydra]).other == nil)
  }

  @Test(
    "Where nobody saw which rank was lost first: that whose process Hydra names"
  )
  func lostRank() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(
        """
        sleep 2 & a=$!
        sleep 2 & b=$!
        echo "$a $b" > "$SEEN"
        echo "0 $a" > "$VELIBCORR_CALLS"
        echo "1 $b" > "$VELIBCORR_CALLS"
        sleep 0.2
        echo "=   PID $b RUNNING AT n1"
        echo "=   EXIT CODE: 9"
        echo "YOUR APPLICATION TERMINATED WITH THE EXIT STRING: Killed (signal 9)"
        exit 9
        """)
      let outcome = try job.run(variables: ["VELIBCORR_MPI": "mpich"])
      let process = try job.seen.split(whereSeparator: \.isWhitespace)[1]
      let host = ProcessInfo.processInfo.hostName
      #expect(
        outcome
          == .lostRank(
            cause: "rank 1 (process \(process) on \(host)), or one that was killed with it, "
              + "was ended by signal 9 (Killed)"))
    }
  }
}
