import Distribution
import Foundation
import SystemPackage
import TestSupport
import Testing

/// Jobs whose launcher is a shell script: what it does is what mpiexec may do. Signals, standard streams
/// and the environment belong to the whole process, so each job has one of its own.
@Suite("Launcher: running a job")
struct LauncherRunTests {
  @Test("the launcher gets the number of ranks, the program and its arguments")
  func arguments() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(#"printf '%s\n' "$@" > "$SEEN""#)
      #expect(try job.run(ranks: 3, arguments: ["a b", "", "--x=1"]) == .exited(code: 0))
      let seen = try job.seen
      #expect(seen == "-n\n3\n/some/program\na b\n\n--x=1\n")
    }
  }

  @Test("ranks find the channels, what is given to them, and the user's own settings of MPI")
  func environment() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(
        """
        [ -p "$VELIBCORR_MESSAGES" ] && [ -p "$VELIBCORR_RESULTS" ] && echo pipes > "$SEEN"
        echo "$GIVEN $OMPI_MCA_btl $OMPI_ALLOW_RUN_AS_ROOT" >> "$SEEN"
        echo "$VELIBCORR_MESSAGES" >> "$SEEN"
        """)
      let outcome = try job.run(variables: ["OMPI_MCA_btl": "own", "GIVEN": "no"], extra: ["GIVEN": "yes"])
      #expect(outcome == .exited(code: 0))
      let seen = try job.seen.split(separator: "\n")
      #expect(seen.prefix(2) == ["pipes", "yes own 1"])
      // The channels are gone with the job.
      #expect(!FileManager.default.fileExists(atPath: String(seen[2])))
    }
  }

  @Test("mpiexec reads nothing; standard input is offered to ranks that read it")
  func standardInput() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(
        """
        read line && echo "$line" > "$SEEN" || echo nothing > "$SEEN"
        [ -S "$VELIBCORR_INPUT/input" ] && echo offered >> "$SEEN"
        exit 0
        """)
      let input = try FileDescriptor.open(try job.folder.write("input", "a line\n"), .readOnly)
      dup2(input.rawValue, STDIN_FILENO)
      #expect(try job.run() == .exited(code: 0))
      #expect(try job.seen == "nothing\n")
      #expect(try job.run(readsStandardInput: true) == .exited(code: 0))
      #expect(try job.seen == "nothing\noffered\n")
    }
  }

  @Test("messages go to standard error and results to standard output, all of them")
  func streams() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(
        """
        echo words of the launcher
        i=0
        while [ $i -lt 20000 ]; do echo "result $i"; i=$((i + 1)); done > "$VELIBCORR_RESULTS"
        echo "a message" > "$VELIBCORR_MESSAGES"
        """)
      let (output, error) = ("\(job.folder.path)/output", "\(job.folder.path)/error")
      for (path, stream) in [(output, STDOUT_FILENO), (error, STDERR_FILENO)] {
        let file = try FileDescriptor.open(path, .writeOnly, options: .create, permissions: .ownerReadWrite)
        dup2(file.rawValue, stream)
      }
      #expect(try job.run() == .exited(code: 0))
      let results = (0..<20_000).map { "result \($0)\n" }.joined()
      #expect(try String(contentsOfFile: output, encoding: .utf8) == results)
      #expect(try String(contentsOfFile: error, encoding: .utf8) == "a message\n")
    }
  }

  @Test("when ranks were heard, the code is what they agreed on")
  func agreedCode() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(#"echo "velibcorr: error" > "$VELIBCORR_MESSAGES"; exit 65"#)
      #expect(try job.run() == .exited(code: 65))
    }
  }

  @Test("a launcher that fails by itself is quoted, with the end of a long speech")
  func launcherFails() async {
    await #expect(processExitsWith: .success) {
      let short = try FakeJob("echo not enough slots; echo really >&2; exit 213")
      #expect(try short.run() == .launcherFailed(code: 213, words: "not enough slots\nreally\n"))

      let long = try FakeJob(
        "i=0; while [ $i -lt 9000 ]; do echo word; i=$((i + 1)); done; echo the last; exit 1")
      guard case .launcherFailed(code: 1, let words) = try long.run() else {
        Issue.record("the launcher did not fail")
        return
      }
      #expect(words.hasSuffix("word\nthe last\n"))
      #expect(words.utf8.count < 45_000)
    }
  }
}
