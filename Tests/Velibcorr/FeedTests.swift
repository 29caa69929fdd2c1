import Foundation
import TestSupport
import Testing

/// Answers of APIs give the same bytes as the same records in delimited text.
@Suite struct FeedTests {
  /// Records of 3 stations every hour of two days.
  private static let records = (0..<144).map { i in
    let station = i % 3
    return (
      station: "s\(station)", free: (i * (station + 3) / 3) % 11, bikes: (i * 7 + station) % 13,
      time: 1_700_000_000 + i / 3 * 3600
    )
  }
  private static let log =
    "station_id,free_docks,bikes,time\n"
    + records.map { "\($0.station),\($0.free),\($0.bikes),\($0.time)\n" }.joined()

  /// GBFS, a document an hour.
  private static let polls = stride(from: 0, to: records.count, by: 3).map { first in
    let stations = records[first..<first + 3].map {
      """
      {"station_id": "\($0.station)", "num_docks_available": \($0.free), "num_bikes_available": \($0.bikes)}
      """
    }
    return """
      {"last_updated": \(records[first].time), "data": {"stations": [\(stations.joined(separator: ", "))]}}

      """
  }
  private static let information = """
    {"data": {"stations": [{"station_id": "s0", "name": "Zéro", "lat": 48.5, "lon": 2.5}]}}
    """

  static let ways: [Way] = [.alone, .ranks(3)]

  private func start() throws -> (Velibcorr, [UInt8]) {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    #expect(try velibcorr.run("log.csv", "-o", "expected.csv").ending == .exit(0))
    return (velibcorr, try velibcorr.bytes("expected.csv"))
  }

  @Test("Documents in one file, and said that their times count", arguments: ways)
  func documents(_ way: Way) throws {
    let (velibcorr, expected) = try start()
    try velibcorr.write("polls.json", Self.polls.joined())
    let outcome = try velibcorr.run(["polls.json", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0))
    #expect(try velibcorr.bytes("r.csv") == expected)
    #expect(outcome.errors.contains("each document's time counts"))
  }

  @Test("A folder of polls, one a file, and a list of files", arguments: ways)
  func folder(_ way: Way) throws {
    let (velibcorr, expected) = try start()
    let folder = "\(velibcorr.folder)/polls"
    try FileManager.default.createDirectory(atPath: "\(folder)/b", withIntermediateDirectories: true)
    for (i, poll) in Self.polls.enumerated() {
      try velibcorr.write(i < 20 ? "polls/\(i).json" : "polls/b/\(i).json", poll)
    }
    try velibcorr.write("polls/station_information.json", Self.information)
    for arguments in [["polls"], ["--files-from", "list"]] {
      try velibcorr.write("list", "polls\n")
      let outcome = try velibcorr.run(arguments + ["-o", "r.csv", "--summary", "s.json"], way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(try velibcorr.bytes("r.csv") == expected)
    }
  }

  @Test("Unknown JSON, and a poll that is cut, in every way")
  func refused() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.json", #"{"trips": [{"from": 1, "to": 2}]}"#)
    try velibcorr.expectFailureEveryWay(
      ["a.json"], exit: 65,
      says: ["error: a.json: JSON without a record", "its keys: trips[].from, trips[].to"],
      files: ["a.json"])
    try velibcorr.write("a.json", Self.polls[0] + Self.polls[1].dropLast(9))
    try velibcorr.expectFailureEveryWay(
      ["a.json"], exit: 65, says: ["error: a.json: ends at byte", "fetch or copy it again"], files: ["a.json"]
    )
  }
}
