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

  @Test("Stations that report no times, and said that their document's count", arguments: ways)
  func noTimes(_ way: Way) throws {
    let (velibcorr, expected) = try start()
    let polls = Self.polls.joined().replacing("\"station_id\"", with: "\"last_reported\": 0, \"station_id\"")
    try velibcorr.write("polls.json", polls)
    let outcome = try velibcorr.run(["polls.json", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.bytes("r.csv") == expected)
    #expect(outcome.errors.contains("each document's time counts"))
    #expect(outcome.errors.contains("time 'last_updated'"))
  }

  @Test("A document's moment as its identifier, as Madrid's", arguments: ways)
  func momentAsIdentifier(_ way: Way) throws {
    let (velibcorr, expected) = try start()
    let polls = stride(from: 0, to: Self.records.count, by: 3).map { first in
      let stations = Self.records[first..<first + 3].map {
        #"{"id": "\#($0.station)", "name": "\#($0.station)", "free_bases": \#($0.free), "dock_bikes": \#($0.bikes)}"#
      }
      let time = Self.iso(Self.records[first].time)
      return #"{"_id": "\#(time).245678", "stations": [\#(stations.joined(separator: ", "))]}"# + "\n"
    }
    try velibcorr.write("polls.json", polls.joined())
    let outcome = try velibcorr.run(["polls.json", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.bytes("r.csv") == expected)
    #expect(outcome.errors.contains("time '_id'"), "\(outcome.errors)")
    // What is no moment is no time.
    try velibcorr.write("numbers.json", polls.joined().replacing("2023-11-", with: "2023-11/"))
    let refused = try velibcorr.run(["numbers.json", "-o", "s.csv"], way)
    #expect(refused.ending == .exit(65))
    #expect(refused.errors.contains("without a key for time"), "\(refused.errors)")
  }

  private static func iso(_ epoch: Int) -> String {
    Date(timeIntervalSince1970: TimeInterval(epoch)).formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: false))
  }

  @Test("Two cities, and stations that vanish, are told once all is read", arguments: ways)
  func cities(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    for (place, city) in ["lyon", "nantes"].enumerated() {
      // Of so many stations, the rows that are looked at have each once at most.
      for hour in 0..<8 {
        let records = (1...1500).map { i in
          #"{"number": \#(i + place * 1499), "contract_name": "\#(city)", "available_bikes": \#(i * hour % 9), "#
            + #""available_bike_stands": \#(9 - i * hour % 9), "last_update": "#
            + (i == 1400 ? "null}" : "\(1_700_000_000_000 + hour * 3_600_000)}")
        }
        try makeFolder(
          "polls", ["\(city)-\(hour).json": "[" + records.joined(separator: ",") + "]"], in: velibcorr)
      }
    }
    let outcome = try velibcorr.run(["polls", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "station 1500 is in 'lyon' and in 'nantes' by its contract name: they are read as one; run each city by itself"
      ), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("station 1400 vanishes (and 1 more): no record of it is used, 8 have no time"),
      "\(outcome.errors)")
    #expect(outcome.rows.contains("left out: 16 time not understood"))
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
      try velibcorr.write("list", "# of two days\n\npolls\n")
      let outcome = try velibcorr.run(arguments + ["-o", "r.csv", "--summary", "s.json"], way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(try velibcorr.bytes("r.csv") == expected)
    }
  }

  /// A folder of that name, with these files.
  private func makeFolder(_ name: String, _ files: [String: String], in velibcorr: Velibcorr) throws {
    try FileManager.default.createDirectory(
      atPath: "\(velibcorr.folder)/\(name)", withIntermediateDirectories: true)
    for (file, text) in files { try velibcorr.write("\(name)/\(file)", text) }
  }

  @Test("What is no log in a folder is left aside, and said once", arguments: ways)
  func strangers(_ way: Way) throws {
    let (velibcorr, expected) = try start()
    let others = [
      "README.md": "# Polls\n\nof a network, by me\n",
      "map.png": "\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR\0\0\u{1}\0\u{1}\u{2}\u{3}",
      "gbfs.json": #"{"data": {"en": {"feeds": []}}}"#, "station_information.json": Self.information,
    ]
    let polls = Dictionary(uniqueKeysWithValues: Self.polls.enumerated().map { ("\($0).json", $1) })
    try makeFolder("polls", polls.merging(others) { $1 }, in: velibcorr)
    try makeFolder("logs", others.merging(["log.csv": Self.log]) { $1 }, in: velibcorr)
    for (folder, aside) in [("polls", "gbfs.json"), ("logs", "README.md")] {
      let outcome = try velibcorr.run([folder, "-o", "r.csv"], way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(try velibcorr.bytes("r.csv") == expected)
      #expect(outcome.errors.components(separatedBy: "left aside, as no logs: ").count == 2)
      for name in ["README.md", "map.png", aside] { #expect(outcome.errors.contains(name), "\(name)") }
    }
  }

  @Test("A folder without a log, and one with logs of two kinds")
  func folders() throws {
    let velibcorr = try Velibcorr()
    try makeFolder("none", ["README.md": "# Polls\n", "a.json": "{\"a\": 1}"], in: velibcorr)
    try velibcorr.expectFailureEveryWay(
      ["none"], exit: 65, says: ["error: none: none of its files is an availability log: a.json, README.md"],
      files: ["none"])
    try makeFolder("two", ["log.csv": Self.log, "a.json": Self.polls[0]], in: velibcorr)
    try velibcorr.expectFailureEveryWay(
      ["two"], exit: 65,
      says: [
        "error: two: its logs are of different kinds: two/a.json is JSON, two/log.csv is delimited text"
      ],
      files: ["none", "two"])
  }

  @Test("Rows that cannot be used are told by file and record, whoever reads", arguments: ways)
  func rejects(_ way: Way) throws {
    let (velibcorr, expected) = try start()
    var polls = Dictionary(uniqueKeysWithValues: Self.polls.enumerated().map { ("\(100 + $0).json", $1) })
    let bad =
      #"{"station_id": "s1", "num_docks_available": "x", "num_bikes_available": 2, "last_reported": 1}"#
    for poll in ["100", "147"] { polls["\(poll)b.json"] = "[\(bad), \(bad)]" }
    try makeFolder("polls", polls, in: velibcorr)
    let outcome = try velibcorr.run(["polls", "-o", "r.csv", "--rejects", "bad.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.bytes("r.csv") == expected)
    let rows = String(decoding: try velibcorr.bytes("bad.csv"), as: UTF8.self).split(separator: "\n")
      .dropFirst()
    #expect(
      rows.map { $0.split(separator: ",")[..<2].joined(separator: " ") } == [
        "polls/100b.json 1", "polls/100b.json 2", "polls/147b.json 1", "polls/147b.json 2",
      ])
    let holds = "'num_docks_available' holds 'x'"
    #expect(outcome.errors.contains("as in polls: \(holds) (polls/100b.json, record 1), no count"))
    try velibcorr.write("one.json", Self.polls.joined() + "[\(bad)]")
    let one = try velibcorr.run(["one.json", "-o", "r.csv"], way)
    #expect(one.errors.contains("as in one.json: \(holds) (record 145), no count"), "\(one.errors)")
    let strict = try velibcorr.run(["polls", "-o", "r.csv", "--strict"], way)
    #expect(strict.errors.contains("polls/100b.json, record 1, column 'num_docks_available': found 'x'"))
  }

  @Test("A folder is read again with --resume", arguments: ways)
  func resumed(_ way: Way) throws {
    let (velibcorr, expected) = try start()
    let polls = Dictionary(uniqueKeysWithValues: Self.polls.enumerated().map { ("\($0).json", $1) })
    try makeFolder("polls", polls, in: velibcorr)
    let outcome = try velibcorr.run(["polls", "-o", "r.csv", "--resume"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.bytes("r.csv") == expected)
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
