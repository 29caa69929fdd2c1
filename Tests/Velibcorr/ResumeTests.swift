import Foundation
import Glibc
import TestSupport
import Testing

/// `--resume`: what a run that was lost has read is not read again, and makes no difference to the result.
@Suite struct ResumeTests {
  /// Every output and option that a result depends on, over inputs of every kind.
  private static let arguments =
    ["quoted.csv", "packed.zip", "log.txt", "old.csv", "log.txt", "log.txt.gz"] + [
      "-o", "r.csv", "--npy", "r.npy", "--pairs", "pairs.csv", "--top", "500", "--profiles", "p.csv",
      "--rejects", "x.csv", "--summary", "s.json", "--again",
    ]
  private static let inputs = ["log.txt", "log.txt.gz", "old.csv", "packed.zip", "quoted.csv"]
  private static let outputs = ["r.csv", "r.npy", "r.npy.stations.csv", "pairs.csv", "p.csv", "x.csv"]
  private static let resume = ["--resume", "--save-every", "512K"]
  static let folder = "r.csv.resume"

  /// Inputs as they were written for the first run here: a resumed one knows when they were.
  private static func writeInputs(_ velibcorr: Velibcorr) throws {
    let log = try GeneratedLog.shared
    let faulty = Array("x\ty\t1\t2\tz\t3\n".utf8)
    try velibcorr.write(
      "log.txt", log.header + log.rows[..<9_000].joined() + faulty + log.rows[9_000...].joined())
    try velibcorr.write("quoted.csv", QuotedFieldTests.log(lineEnd: "\n") + Array("1,\"a\nb\",x,1,2\n".utf8))
    let names = Array("number,name\n20,Bac\n1001,\"Rue, \"\"du\"\"\"\n".utf8)
    try velibcorr.write(
      "packed.zip",
      storedZip([
        ("one.txt", log.bytes + faulty), ("stations.txt", names), ("two.txt", log.bytes), ("x.md", [35]),
      ]))
    try velibcorr.write("old.csv", log.profiles)
    try velibcorr.start(command: ["gzip", "-kn", "log.txt"]).wait()
  }

  /// The outputs of one process that was not disturbed.
  private struct Expected {
    let outputs: [[UInt8]]
    let summary: String
    let asideNote = "velibcorr: packed.zip: left aside, as no logs: x.md\n"

    init() throws {
      let velibcorr = try Velibcorr()
      try writeInputs(velibcorr)
      let outcome = try velibcorr.run(arguments + ["--threads", "1"])
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(outcome.errors.contains(asideNote))
      outputs = try ResumeTests.outputs.map(velibcorr.bytes)
      summary = try SummaryFile(velibcorr.bytes("s.json")).comparable
    }

    static let shared = Result { try Expected() }
  }

  /// A run that fails when everything is read: its partial correlations need more memory than they may have.
  private static func fail(_ velibcorr: Velibcorr, _ way: Way) throws {
    let outcome = try velibcorr.run(
      arguments + resume + ["--partial", "partial.csv", "--memory", "1"], way)
    try #require(outcome.ending == .exit(64), "\(outcome.errors)")
    #expect(outcome.errors.contains("--memory allows"))
    try velibcorr.expectNothingLeft(but: inputs + [folder])
  }

  private static func expectResult(
    of outcome: Outcome, _ velibcorr: Velibcorr, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try #require(outcome.ending == .exit(0), "\(outcome.errors)", sourceLocation: sourceLocation)
    let expected = try Expected.shared.get()
    for (name, bytes) in zip(outputs, expected.outputs) {
      let isSame = try velibcorr.bytes(name) == bytes
      #expect(isSame, "\(name)", sourceLocation: sourceLocation)
    }
    #expect(
      try SummaryFile(velibcorr.bytes("s.json")).comparable == expected.summary,
      sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(expected.asideNote), sourceLocation: sourceLocation)
    try velibcorr.expectNothingLeft(but: inputs + outputs + ["s.json"], sourceLocation: sourceLocation)
  }

  @Test("With nothing saved it is a run like any other", arguments: Way.each)
  func fresh(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try Self.writeInputs(velibcorr)
    let outcome = try velibcorr.run(Self.arguments + Self.resume, way)
    try Self.expectResult(of: outcome, velibcorr)
    #expect(!outcome.errors.contains("resuming"))
  }

  @Test(
    "Any number of ranks and threads goes on where any other has stopped",
    arguments: [Way.alone, .ranks(2), .ranks(3), .mpiexec(4)],
    [
      (Way.alone, 1), (.alone, 3), (.ranks(1), 2), (.ranks(2), 1), (.ranks(3), 1), (.ranks(4), 2),
      (.mpiexec(3), 1),
    ])
  func otherRanks(_ before: Way, _ after: (way: Way, threads: Int)) throws {
    let velibcorr = try Velibcorr()
    try Self.writeInputs(velibcorr)
    try Self.fail(velibcorr, before)
    var random = SeededGenerator(seed: UInt64(after.threads) + UInt64("\(before)\(after)".utf8.count))
    let parts = try velibcorr.parts()
    #expect(parts.count >= 8, "\(parts)")
    // As if the run had been lost before it came so far.
    for part in parts where Bool.random(using: &random) {
      try FileManager.default.removeItem(atPath: velibcorr.path("\(Self.folder)/\(part)"))
    }
    let outcome = try velibcorr.run(
      Self.arguments + Self.resume + ["--threads", "\(after.threads)"], after.way)
    try Self.expectResult(of: outcome, velibcorr)
    #expect(outcome.errors.contains("of the inputs were read before: resuming from \(Self.folder)"))
  }

  @Test("With everything saved nothing is read", arguments: Way.each)
  func everything(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try Self.writeInputs(velibcorr)
    try Self.fail(velibcorr, way)
    try Self.expectResult(of: velibcorr.run(Self.arguments + Self.resume, way), velibcorr)
  }

  @Test("A row changed behind the tool's back shows that it was not read again", arguments: Way.own)
  func notReadAgain(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    let text = log.header + (0..<4).flatMap { _ in log.rows.joined() }
    try velibcorr.write("log.txt", text)
    try velibcorr.start(command: ["touch", "-d", "2024-01-01", "log.txt"]).wait()
    let arguments = ["log.txt", "-o", "r.csv", "--profiles", "p.csv"]
    let whole = try velibcorr.run(arguments)
    #expect(whole.ending == .exit(0))
    let expected = try velibcorr.profileRows("p.csv")
    _ = try velibcorr.run(arguments + Self.resume + ["--partial", "x", "--memory", "1"], way)
    #expect(try !velibcorr.parts().isEmpty)
    // Between two places that are looked at: in thousands of rows none is a record any more.
    var changed = text
    let start = text.count / 2 + 3 * 4096
    for i in start..<start + 4096 where changed[i] != 10 { changed[i] = 0x78 }
    try velibcorr.write("log.txt", changed)
    try velibcorr.start(command: ["touch", "-d", "2024-01-01", "log.txt"]).wait()
    let resumed = try velibcorr.run(arguments + Self.resume, way)
    #expect(resumed.rows == whole.rows)
    let isSame = try velibcorr.profileRows("p.csv") == expected
    #expect(isSame)
    #expect(try velibcorr.run(arguments).rows != whole.rows)
  }

  @Test("Parts that are damaged, overlap or are another run's count for nothing", arguments: Way.own)
  func damaged(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try Self.writeInputs(velibcorr)
    try Self.fail(velibcorr, way)
    let parts = try velibcorr.parts()
    for (i, part) in parts.enumerated() {
      let name = "\(Self.folder)/\(part)"
      var bytes = try velibcorr.bytes(name)
      switch i % 4 {
      case 0: try velibcorr.write(name, [])
      case 1: try velibcorr.write(name, Array(bytes.dropLast()))
      case 2:
        bytes[bytes.count / 2] ^= 1
        try velibcorr.write(name, bytes)
      default: try velibcorr.write("\(Self.folder)/again-\(part)", bytes)
      }
    }
    try velibcorr.write("\(Self.folder)/7-0-1.part.partial", [1, 2, 3])
    try Self.expectResult(of: velibcorr.run(Self.arguments + Self.resume, way), velibcorr)
  }

  @Test("A rank is killed while it reads: the next run goes on", arguments: [2, 3, 4])
  func killed(_ ranks: Int) throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    try velibcorr.write("log.txt", log.bytes)
    try velibcorr.start(command: ["xz", "-0", "log.txt"]).wait()
    // To unpack them takes seconds.
    let inputs = [String](repeating: "log.txt.xz", count: 120)
    let arguments = inputs + ["--again", "-o", "r.csv", "--profiles", "p.csv"]
    let process = try velibcorr.start(
      arguments + ["--resume", "--save-every", "2M", "--ranks", "\(ranks)", "--quiet"])
    try eventually("a few parts") { try velibcorr.parts().count > 3 }
    kill(try #require(velibcorr.ranks[ranks - 1]).pid, SIGKILL)
    let outcome = try process.wait()
    try velibcorr.expectFailure(
      outcome, exit: 75,
      says: [
        "on \(ProcessInfo.processInfo.hostName))", " was ended by signal 9 (Killed)",
        "run the same command again: it goes on from r.csv.resume",
      ], files: ["log.txt.xz", Self.folder])
    try LostRankTests.expectNamed(ranks - 1, outcome.errors, byMPICH: Velibcorr.usesMPICH)
    let resumed = try velibcorr.run(arguments + ["--resume", "--ranks", "\(ranks % 4 + 1)"])
    #expect(resumed.ending == .exit(0), "\(resumed.errors)")
    #expect(resumed.errors.contains("resuming from r.csv.resume"))
    let found = try (velibcorr.bytes("r.csv"), velibcorr.bytes("p.csv"))
    try velibcorr.expectNothingLeft(but: ["log.txt.xz", "p.csv", "r.csv"])
    try velibcorr.start(arguments).wait()
    let isSame = try found.0 == velibcorr.bytes("r.csv") && found.1 == velibcorr.bytes("p.csv")
    #expect(isSame)
  }
}

extension Velibcorr {
  /// Those that a run has saved, in order.
  func parts(in folder: String = ResumeTests.folder) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path(folder)) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path(folder)).filter { $0.hasSuffix(".part") }
      .sorted()
  }
}
