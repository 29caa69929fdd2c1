import Distribution
import Foundation
import TestSupport
import Testing

/// What is known of a lost rank when the launcher does not say, or does not end. The scripts play `mpiexec` and, by
/// what they write to `$VELIBCORR_CALLS`, the ranks.
@Suite("Launcher: ranks that are lost without its word", .serialized)
struct LostRankWatchTests {
  private static let begin = """
    sleep 60 & a=$!
    sleep 60 & b=$!
    echo "$a $b" > "$SEEN"
    echo "0 $a" > "$VELIBCORR_CALLS"
    echo "1 $b" > "$VELIBCORR_CALLS"
    sleep 0.2

    """

  private static func process(_ rank: Int, of job: FakeJob) throws -> String {
    let pids = try job.seen.split(whereSeparator: \.isWhitespace)
    return "rank \(rank) (process \(pids[rank]) on \(ProcessInfo.processInfo.hostName))"
  }

  @Test("the first to end, when mpiexec has but an exit code")
  func exitCode() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(Self.begin + "kill -9 $b; sleep 0.2; kill -9 $a; exit 137")
      let outcome = try job.run()
      let rank = try Self.process(1, of: job)
      #expect(outcome == .lostRank(cause: "\(rank) was ended by signal 9 (Killed)"))
    }
  }

  @Test("mpiexec waits for itself: it is ended in time, and so are the ranks that are left")
  func hang() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(Self.begin + "kill -9 $a; exec sleep 60")
      let start = ContinuousClock.now
      let outcome = try job.run()
      // Not after the minute that it sleeps.
      #expect(.now - start < .seconds(40))
      let rank = try Self.process(0, of: job)
      #expect(outcome == .lostRank(cause: "\(rank) has ended before its time"))
      let pids = try job.seen.split(whereSeparator: \.isWhitespace)
      let other = try #require(pid_t(pids[1]))
      try eventually("the other rank's end") { kill(other, 0) != 0 }
    }
  }

  @Test("the one that never began")
  func silent() async {
    await #expect(processExitsWith: .success) {
      let job = try FakeJob(
        #"sleep 60 & echo "1 $!" > "$VELIBCORR_CALLS"; sleep 0.2; kill -9 $!; exit 139"#)
      let host = ProcessInfo.processInfo.hostName
      #expect(
        try job.run() == .lostRank(cause: "rank 0 (on \(host)) was ended by signal 11 (Segmentation fault)"))
      // Nobody has told anything.
      let silent = try FakeJob("exit 134").run()
      #expect(silent == .lostRank(cause: "one of ranks 0, 1 (on \(host)) was ended by signal 6 (Aborted)"))
    }
  }

  @Test("ranks that end as they mean to are not lost, whatever the launcher's exit code")
  func farewell() async {
    await #expect(processExitsWith: .success) {
      let end = #"echo "1 0" > "$VELIBCORR_CALLS"; echo "0 0" > "$VELIBCORR_CALLS"; kill $a $b; sleep 0.2; "#
      let heard = #"echo words > "$VELIBCORR_MESSAGES"; "#
      let well = try FakeJob(Self.begin + end + "exit 0").run()
      #expect(well == .exited(code: 0))
      let failed = try FakeJob(Self.begin + heard + end + "exit 65").run()
      #expect(failed == .exited(code: 65))
      // Nor is what is no call.
      let noise = #"printf '9 1\nx\n1\n0 -7 7\n' > "$VELIBCORR_CALLS"; sleep 0.2; "#
      let noisy = try FakeJob(Self.begin + noise + end + "exit 0").run()
      #expect(noisy == .exited(code: 0))
    }
  }

  @Test("all have ended and mpiexec has not")
  func hangAtTheEnd() async {
    await #expect(processExitsWith: .success) {
      let end =
        #"echo "1 0" > "$VELIBCORR_CALLS"; echo "0 0" > "$VELIBCORR_CALLS"; kill $a $b; exec sleep 60"#
      let start = ContinuousClock.now
      let outcome = try FakeJob(Self.begin + end).run()
      #expect(outcome == .lostRank(cause: "the ranks have ended, and mpiexec has not"))
      // Not after the minute that it sleeps.
      #expect(.now - start < .seconds(40))
    }
  }
}
