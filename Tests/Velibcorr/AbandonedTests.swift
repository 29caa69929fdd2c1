import Foundation
import Glibc
import TestSupport
import Testing

/// What a run that was killed leaves is removed by the next that can prove its owner gone, and nothing else is.
@Suite struct AbandonedTests {
  private static let host = ProcessInfo.processInfo.hostName

  private static func hidden(_ velibcorr: Velibcorr) throws -> [String] {
    try velibcorr.files().filter { $0.hasPrefix(".") }
  }

  @Test("The hidden files of a run that was killed")
  func killed() throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, .alone)
    process.signal(SIGKILL)
    try process.wait()
    // Beside those of the outputs the lock on profiles.
    #expect(try Self.hidden(velibcorr).count == 3)
    try velibcorr.write("a.csv", smallLog)
    // Those of the profiles are of an output that this run does not have.
    let outcome = try velibcorr.run("a.csv", "-o", "r.csv")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try Self.hidden(velibcorr).allSatisfy { $0.hasPrefix(".p.csv.") })
    #expect(try velibcorr.run("a.csv", "-o", "r.csv", "--profiles", "p.csv").ending == .exit(0))
    try velibcorr.expectNothingLeft(but: ["a.csv", "p.csv", "r.csv"])
  }

  @Test("The folders of ranks whose starter was killed, and what they had open")
  func killedStarter() throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, .ranks(3))
    process.signal(SIGKILL)
    try process.wait()
    try eventually("the ranks to go") { velibcorr.processes.isEmpty }
    #expect(try !velibcorr.temporaryFiles().isEmpty)
    try velibcorr.write("a.csv", smallLog)
    let arguments = ["a.csv", "-o", "r.csv", "--profiles", "p.csv"]
    #expect(try velibcorr.run(arguments, .ranks(2)).ending == .exit(0))
    try velibcorr.expectNothingLeft(but: ["a.csv", "p.csv", "r.csv"])
  }

  @Test("A run that lives keeps its files", arguments: Way.own, Way.own)
  func living(_ way: Way, _ other: Way) throws {
    let velibcorr = try Velibcorr()
    let process = try InterruptionTests.reading(velibcorr, way)
    try eventually("the lock on the profiles") { try Self.hidden(velibcorr).count == 3 }
    let (hidden, folders) = (try Self.hidden(velibcorr), try velibcorr.temporaryFiles())
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "-o", "r.csv"], other)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try Self.hidden(velibcorr) == hidden)
    #expect(try Set(velibcorr.temporaryFiles()).isSuperset(of: folders))
    process.signal(SIGTERM)
    try process.wait()
    try velibcorr.expectNothingLeft(but: ["a.csv", "r.csv"])
  }

  @Test("Files of other hosts, of other outputs, and what only looks alike")
  func others() throws {
    let velibcorr = try Velibcorr()
    let names = [
      ".r.csv.another-host.17.partial", ".q.csv.\(Self.host).17.partial", ".r.csv.\(Self.host).x.partial",
      ".r.csv.\(Self.host).17.partial.kept",
    ]
    for name in names + [".r.csv.\(Self.host).17.partial"] { try velibcorr.write(name, "half") }
    try velibcorr.write("a.csv", smallLog)
    #expect(try velibcorr.run("a.csv", "-o", "r.csv").ending == .exit(0))
    #expect(try Self.hidden(velibcorr) == names.sorted())
  }
}
