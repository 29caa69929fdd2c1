import Foundation
import Glibc
import TestSupport
import Testing

/// `Scripts/nightly` keeps sums: the same as of one run over all logs, however often and however rudely it is run.
@Suite(.enabled(if: Velibcorr.path(of: "flock") != nil, "flock is not on PATH"))
struct NightlyTests {
  private static let script = ReadmeTests.project.appending(path: "Scripts/nightly").path
  private static let midnight = 1_708_905_600
  private static let days = 5

  /// A place with a log for each of some days.
  private static func place() throws -> Velibcorr {
    let velibcorr = try Velibcorr()
    for day in 0..<days {
      let times = midnight + day * 86_400..<midnight + (day + 1) * 86_400
      try velibcorr.write("\(day).csv", TimedLog(seed: UInt64(day), count: 900, times: times).csv())
    }
    return velibcorr
  }

  private static let logs = (0..<days).map { "\($0).csv" }

  @discardableResult
  private static func start(_ velibcorr: Velibcorr, _ arguments: [String], wait: Int = 60) throws
    -> ChildProcess
  {
    try velibcorr.start(
      command: [script] + arguments,
      environment: ["VELIBCORR": Velibcorr.program, "NIGHTLY_WAIT": "\(wait)"])
  }

  private static func run(_ velibcorr: Velibcorr, _ arguments: String...) throws -> Outcome {
    try start(velibcorr, arguments).wait()
  }

  private static func configure(_ velibcorr: Velibcorr, _ text: String) throws {
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("sums"), withIntermediateDirectories: true)
    try velibcorr.write("sums/nightly.conf", text)
  }

  /// Are they what one run over these logs gives, and is nothing else left?
  private static func expectSums(
    _ velibcorr: Velibcorr, of logs: [String] = logs, bins: String = "hour-of-day",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let whole = try velibcorr.run(logs + ["--bins", bins, "-o", "r", "--profiles", "p"])
    try #require(whole.ending == .exit(0), "\(whole.errors)", sourceLocation: sourceLocation)
    let isSame =
      try velibcorr.bytes("sums/all.profiles.csv") == velibcorr.bytes("p")
      && velibcorr.bytes("sums/all.correlation.csv") == velibcorr.bytes("r")
    #expect(isSame, sourceLocation: sourceLocation)
    let manager = FileManager.default
    let days = try manager.contentsOfDirectory(atPath: velibcorr.path("sums/days")).sorted()
    let names = logs.flatMap { ["\($0).made", "\($0).profiles.csv"] }
    #expect(days == ([".options"] + names).sorted(), sourceLocation: sourceLocation)
    let folder = try manager.contentsOfDirectory(atPath: velibcorr.path("sums")).sorted()
    let files = ["all.correlation.csv", "all.profiles.csv", "days", "nightly.conf", "nightly.lock"]
    #expect(folder == files, sourceLocation: sourceLocation)
  }

  @Test(
    "Night by night, all at once, and again, for each kind of bins",
    arguments: ["hour-of-day", "hour-of-week", "series"])
  func nights(_ bins: String) throws {
    let velibcorr = try Self.place()
    try Self.configure(
      velibcorr, "bins=\(bins)\nmaking=(-o all.correlation.csv --profiles all.profiles.csv)\n")
    for night in Self.logs.indices.dropFirst(2) {
      // A missed night is caught up with the next.
      let outcome = try Self.start(velibcorr, ["sums"] + Self.logs[...night]).wait()
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(outcome.errors == "")
      try Self.expectSums(velibcorr, of: Array(Self.logs[...night]), bins: bins)
    }
    let times = try Self.times(velibcorr)
    #expect(try Self.start(velibcorr, ["sums"] + Self.logs).wait().ending == .exit(0))
    try Self.expectSums(velibcorr, bins: bins)
    // No day was written again.
    #expect(try Self.times(velibcorr) == times)
  }

  private static func times(_ velibcorr: Velibcorr) throws -> [Date?] {
    try logs.map {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: velibcorr.path("sums/days/\($0).profiles.csv"))
      return attributes[.modificationDate] as? Date
    }
  }

  @Test("A corrected day takes the place of what it was, and a day that is removed is gone")
  func corrected() throws {
    let velibcorr = try Self.place()
    #expect(try Self.start(velibcorr, ["sums"] + Self.logs).wait().ending == .exit(0))
    let times = Self.midnight + 2 * 86_400..<Self.midnight + 3 * 86_400
    try velibcorr.write("2.csv", TimedLog(seed: 77, count: 700, times: times).csv())
    let outcome = try Self.run(velibcorr, "sums", "2.csv")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(
      outcome.errors
        == "nightly: \(velibcorr.path("2.csv")) has changed since it was read: it is read again\n")
    try Self.expectSums(velibcorr)
    for name in ["3.csv.made", "3.csv.profiles.csv"] {
      try FileManager.default.removeItem(atPath: velibcorr.path("sums/days/\(name)"))
    }
    #expect(try Self.run(velibcorr, "sums").ending == .exit(0))
    try Self.expectSums(velibcorr, of: Self.logs.filter { $0 != "3.csv" })
  }

  @Test("A folder is a day, too, and names may be odd")
  func odd() throws {
    let velibcorr = try Self.place()
    let manager = FileManager.default
    try manager.createDirectory(atPath: velibcorr.path("polls"), withIntermediateDirectories: false)
    let names = [
      "0.csv": "a b'\".csv", "1.csv": ".hidden.csv", "2.csv": "polls/2.csv", "3.csv": "polls/3.csv",
    ]
    for (name, odd) in names {
      try manager.moveItem(atPath: velibcorr.path(name), toPath: velibcorr.path(odd))
    }
    let logs = ["a b'\".csv", ".hidden.csv", "polls"]
    #expect(
      try Self.run(velibcorr, "sums", "a b'\".csv", "./.hidden.csv", "sums/../polls/").ending == .exit(0))
    try Self.expectSums(velibcorr, of: logs)
    try manager.moveItem(atPath: velibcorr.path("4.csv"), toPath: velibcorr.path("polls/4.csv"))
    let outcome = try Self.run(velibcorr, "sums", "polls")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("\(velibcorr.path("polls")) has changed since it was read"))
    try Self.expectSums(velibcorr, of: logs)
  }

  @Test("The first code that is not 0 is passed on; what could be read is there")
  func codes() throws {
    let velibcorr = try Self.place()
    try velibcorr.write("bad.csv", "no log\n")
    let outcome = try Self.start(velibcorr, ["sums", "0.csv", "bad.csv", "none.csv", "1.csv"]).wait()
    #expect(outcome.ending == .exit(65))
    #expect(outcome.errors.contains("velibcorr: error: \(velibcorr.path("bad.csv")): no delimiter"))
    #expect(outcome.errors.contains("velibcorr: error: cannot open \(velibcorr.path("none.csv"))"))
    try Self.expectSums(velibcorr, of: ["0.csv", "1.csv"])
    #expect(try Self.run(velibcorr, "sums", "none.csv").ending == .exit(66))
    try Self.expectSums(velibcorr, of: ["0.csv", "1.csv"])
    #expect(try Self.run(velibcorr, "new").ending == .exit(66))
    #expect(try Self.run(velibcorr).ending == .exit(64))
    #expect(try Self.run(velibcorr, "0.csv/sums", "1.csv").ending == .exit(73))
    try Self.configure(velibcorr, "making=(--nonsense)\n")
    #expect(try Self.run(velibcorr, "sums", "2.csv").ending == .exit(64))
    try Self.configure(velibcorr, "making=(\n")
    let conf = try Self.run(velibcorr, "sums", "2.csv")
    #expect(conf.ending == .exit(64))
    #expect(conf.errors.contains("nightly: sums/nightly.conf is not understood by bash"))
  }

  @Test("Days of other options, and another log of the same name, are refused")
  func refused() throws {
    let velibcorr = try Self.place()
    #expect(try Self.run(velibcorr, "sums", "0.csv", "1.csv").ending == .exit(0))
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("other"), withIntermediateDirectories: false)
    try velibcorr.write("other/1.csv", velibcorr.text("2.csv"))
    let named = try Self.run(velibcorr, "sums", "other/1.csv")
    #expect(named.ending == .exit(64))
    #expect(
      named.errors.contains(
        "\(velibcorr.path("other/1.csv")) has the name of another log, \(velibcorr.path("1.csv"))\n"))
    try Self.expectSums(velibcorr, of: ["0.csv", "1.csv"])
    try Self.configure(
      velibcorr, "bins=hour-of-week\nmaking=(-o all.correlation.csv --profiles all.profiles.csv)\n")
    let options = try Self.run(velibcorr, "sums", "2.csv")
    #expect(options.ending == .exit(64))
    #expect(options.errors.contains("were read with --bins hour-of-day, not with --bins hour-of-week"))
    try Self.configure(velibcorr, "making=(-o all.correlation.csv --profiles all.profiles.csv)\n")
    try Self.expectSums(velibcorr, of: ["0.csv", "1.csv"])
  }

  @Test("Of two at once one waits, or is refused")
  func twice() throws {
    let velibcorr = try Self.place()
    let first = try (0..<3).map { _ in try Self.start(velibcorr, ["sums"] + Self.logs) }
    for process in first {
      let outcome = try process.wait()
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    }
    try Self.expectSums(velibcorr)
    let holder = try velibcorr.start(command: ["flock", "sums/nightly.lock", "sleep", "60"])
    try eventually("the lock") {
      try velibcorr.start(command: ["flock", "-n", "sums/nightly.lock", "true"]).wait().ending == .exit(1)
    }
    let refused = try Self.start(velibcorr, ["sums", "1.csv"], wait: 0).wait()
    #expect(refused.ending == .exit(75))
    #expect(refused.errors.contains("nightly: another run has sums\n"))
    holder.signal(SIGKILL)
    try holder.wait()
  }

  @Test("Killed at any moment, its shell alone or with all that it has started, and run again")
  func killed() throws {
    let velibcorr = try Self.place()
    let start = ContinuousClock.now
    #expect(try Self.start(velibcorr, ["sums"] + Self.logs).wait().ending == .exit(0))
    let time = (ContinuousClock.now - start) / .microseconds(1)
    try Self.expectSums(velibcorr)
    var random = SeededGenerator(seed: 7)
    for round in 0..<12 {
      try FileManager.default.removeItem(atPath: velibcorr.path("sums"))
      let process = try Self.start(velibcorr, ["sums"] + Self.logs)
      usleep(useconds_t(Double.random(in: 0...time, using: &random)))
      if round % 3 == 0 {
        process.signal(SIGKILL)
      } else {
        for process in velibcorr.processes { kill(process.pid, SIGKILL) }
      }
      try process.wait()
      let outcome = try Self.start(velibcorr, ["sums"] + Self.logs).wait()
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      try Self.expectSums(velibcorr)
    }
  }
}
