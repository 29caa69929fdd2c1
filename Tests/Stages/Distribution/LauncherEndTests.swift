import Distribution
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Launcher: jobs that end early")
struct LauncherEndTests {
  @Test("Open MPI's account of a lost rank becomes its cause, also when its lines are broken")
  func lostRank() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(
        """
        echo "--------------------------------------------------------------------------"
        echo "mpiexec noticed that process rank 2 with PID 4711 on node n1"
        echo "exited on signal 9 (Killed)."
        exit 137
        """)
      #expect(
        try job.run() == .lostRank(cause: "rank 2 (process 4711 on n1) was ended by signal 9 (Killed)"))
    }
  }

  @Test("a lost rank is one even if the signal has no name and other ranks were heard")
  func lostRankAfterWords() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(
        """
        echo "half a message" > "$VELIBCORR_MESSAGES"
        echo "mpiexec noticed that process rank 10 with PID 0 on node node-7.example exited on signal 34."
        exit 162
        """)
      #expect(
        try job.run() == .lostRank(cause: "rank 10 (on node-7.example) was ended by signal 34"))
    }
  }

  @Test("such words are no lost rank when the job ended well")
  func wellAllTheSame() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob("echo process rank 1 with PID 1 on node n exited on signal 9")
      #expect(try job.run() == .exited(code: 0))
    }
  }

  @Test("a launcher that was killed is no exit of the ranks, although they were heard")
  func killedLauncher() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob("echo a warning >\"$VELIBCORR_MESSAGES\"; kill -KILL $$")
      #expect(try job.run() == .lostRank(cause: "mpiexec was ended by signal 9 (Killed)"))
    }
  }

  @Test("a signal to this process ends the launcher, and says which it was")
  func interrupted() async {
    await #expect(processExitsWith: .success) {
      // Harmless until the job has its own handlers, so the script may be early.
      signal(SIGTERM) { _ in }
      let job = try FakeJob("while :; do kill -TERM $PPID; done")
      #expect(try job.run() == .interrupted(signal: SIGTERM))
    }
  }

  @Test("a launcher that does not hear it is ended")
  func deaf() async {
    await #expect(processExitsWith: .success) {
      signal(SIGTERM) { _ in }
      let job = try FakeJob("trap '' TERM; kill -TERM $PPID; while :; do :; done")
      #expect(try job.run(variables: ["VELIBCORR_MPI": "mpich"]) == .interrupted(signal: SIGTERM))
    }
  }

  @Test("standard output that takes no more ends the launcher, with the cause")
  func outputFailed() async {
    await #expect(processExitsWith: .success) {
      let full = try FileDescriptor.open("/dev/full", .writeOnly)
      dup2(full.rawValue, STDOUT_FILENO)
      // Then it waits for what never comes.
      let job = try FakeJob(#"echo result > "$VELIBCORR_RESULTS"; read never < "$VELIBCORR_MESSAGES""#)
      #expect(try job.run() == .outputFailed(.noSpace))
    }
  }

  @Test("what is no program cannot be started, with the cause")
  func cannotStart() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let path = try folder.write("mpiexec", "neither a script nor a program")
      try makeExecutable(path)
      let error = #expect(throws: LaunchError.self) {
        try Launcher(["VELIBCORR_MPIEXEC": path]).run(
          ranks: 1, program: "/some/program", arguments: [], extra: [:], readsStandardInput: false)
      }
      guard case .cannotStart(let launcher, let cause) = try #require(error) else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(launcher == path)
      #expect(cause.rawValue == ENOEXEC)
    }
  }

  @Test("without a folder for temporary files there are no channels, with the cause")
  func noChannel() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob("")
      setenv("TMPDIR", "\(job.folder.path)/no-such-folder", 1)
      let error = #expect(throws: LaunchError.self) { try job.run() }
      guard case .cannotMakeChannel(let cause) = try #require(error) else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(cause == .noSuchFileOrDirectory)
    }
  }
}
