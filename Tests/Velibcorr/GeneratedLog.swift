import Foundation
import TestSupport
import Testing

/// The log of a synthetic network of 300 stations: three tiles of 128 a side, the last an edge; stations
/// that are silent in some hours, one that is constant, some always closed; and what one process with
/// one thread makes of it, which the tests compare other runs with.
struct GeneratedLog {
  let bytes: [UInt8]
  let header: [UInt8]
  /// Each with its line end.
  let rows: [[UInt8]]
  let matrix: [UInt8]
  let profiles: [UInt8]

  static var shared: GeneratedLog { get throws { try result.get() } }

  private static let result = Result { try GeneratedLog() }

  private init() throws {
    let velibcorr = try Velibcorr()
    bytes = try velibcorr.run(
      "generate", "--stations", "300", "--days", "2", "--every", "30", "--seed", "5"
    ).output
    var lines = bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
    header = lines.removeFirst()
    rows = lines
    try velibcorr.write("log.txt", bytes)
    let outcome = try velibcorr.run("log.txt", "-o", "r.csv", "--profiles", "p.csv", "--threads", "1")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    matrix = try velibcorr.bytes("r.csv")
    profiles = try velibcorr.bytes("p.csv")
  }
}

extension Velibcorr {
  /// A run must give the bytes that one process with one thread gives for the generated log.
  func expectSameBytes(
    _ arguments: [String], _ way: Way = .alone, input: ChildProcess.Input = .nothing,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let log = try GeneratedLog.shared
    let outcome = try run(
      arguments + ["-o", "matrix.csv", "--profiles", "profiles.csv"], way, input: input)
    try #require(outcome.ending == .exit(0), "\(outcome.errors)", sourceLocation: sourceLocation)
    // Not in one expression with the arrays: a failure would print them.
    let sameMatrix = try bytes("matrix.csv") == log.matrix
    let sameProfiles =
      try VelibcorrTests.profileRows(bytes("profiles.csv")) == VelibcorrTests.profileRows(log.profiles)
    #expect(sameMatrix, sourceLocation: sourceLocation)
    #expect(sameProfiles, sourceLocation: sourceLocation)
    let left = try leftovers()
    #expect(left == [], sourceLocation: sourceLocation)
  }
}
