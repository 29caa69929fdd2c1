import Foundation
import Glibc
import TestSupport
import Testing

/// `--resume` and a signal that asks the run to stop: what was read is saved first.
@Suite struct SavedOnStopTests {
  private static let interval = 16 << 20
  private static let arguments = [
    "log.txt", "-o", "r.csv", "--resume", "--save-every", "16M", "--threads", "1",
  ]

  /// A log that takes some time, and the matrix of an undisturbed run over it.
  private static func prepare(_ velibcorr: Velibcorr) throws -> [UInt8] {
    let log = try GeneratedLog.shared
    let rows = Array(log.bytes[log.header.count...])
    var bytes = log.header
    while bytes.count < 24 * interval { bytes += rows }
    try velibcorr.write("log.txt", bytes)
    let plain = try velibcorr.run("log.txt", "-o", "plain.csv")
    try #require(plain.ending == .exit(0), "\(plain.errors)")
    return try velibcorr.bytes("plain.csv")
  }

  private static func expectGoingOn(_ velibcorr: Velibcorr, _ way: Way, _ expected: [UInt8]) throws {
    let again = try velibcorr.run(arguments, way)
    #expect(again.ending == .exit(0), "\(again.errors)")
    #expect(again.errors.contains("of the inputs were read before: resuming from r.csv.resume"))
    #expect(try velibcorr.bytes("r.csv") == expected)
    // The folder of its session is the user's own mpiexec's.
    #expect(try velibcorr.files() == ["log.txt", "plain.csv", "r.csv"])
  }

  @Test("More than whole intervals is saved", arguments: [SIGTERM, SIGUSR1])
  func saves(_ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let expected = try Self.prepare(velibcorr)
    let process = try velibcorr.start(Self.arguments)
    // It is let run until it has read more than it has saved, and stands still.
    var saved = 0
    try eventually("a moment between two savings") {
      process.signal(SIGCONT)
      usleep(2000)
      process.signal(SIGSTOP)
      saved = try velibcorr.parts().count
      guard let read = velibcorr.processes.first(where: { $0.pid == process.pid })?.bytesRead else {
        return false
      }
      return saved > 0 && read > saved * Self.interval + 4 << 20
    }
    try #require(saved < 23, "it has read all")
    process.signal(signal)
    process.signal(SIGCONT)
    let outcome = try process.wait()
    #expect(outcome.ending == .signal(signal))
    #expect(
      outcome.errors.hasSuffix(
        """
        velibcorr: interrupted; no output was written
          run the same command again: it goes on from r.csv.resume

        """))
    #expect(try velibcorr.parts().count > saved)
    try velibcorr.expectNothingLeft(but: ["log.txt", "plain.csv", "r.csv.resume"])
    try Self.expectGoingOn(velibcorr, .ranks(2), expected)
  }

  @Test("With ranks", arguments: [SIGTERM, SIGUSR2])
  func ranks(_ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let expected = try Self.prepare(velibcorr)
    // Now and then they have read all before the signal comes.
    for _ in 0..<10 {
      let process = try velibcorr.start(Self.arguments, .ranks(3))
      try eventually("the first part, or the end") {
        try !velibcorr.parts().isEmpty || velibcorr.files().contains("r.csv")
      }
      process.signal(signal)
      let outcome = try process.wait()
      if try velibcorr.files().contains("r.csv") {
        try FileManager.default.removeItem(atPath: velibcorr.path("r.csv"))
        continue
      }
      #expect(outcome.ending == .signal(signal))
      #expect(outcome.errors.contains("velibcorr: interrupted; no output was written\n"))
      #expect(outcome.errors.hasSuffix("run the same command again: it goes on from r.csv.resume\n"))
      return try Self.expectGoingOn(velibcorr, .alone, expected)
    }
    Issue.record("no signal came in time")
  }
}
