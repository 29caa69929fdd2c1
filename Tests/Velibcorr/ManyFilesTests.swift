import Foundation
import TestSupport
import Testing

/// Small logs, more than are kept open: dealt whole to threads and ranks.
@Suite struct ManyFilesTests {
  private static let header = "number,available_bike_stands,available_bikes,last_update\n"

  /// `count` files of a few rows in a folder; returns all rows.
  private func write(_ count: Int, to velibcorr: Velibcorr, bad: Set<Int> = []) throws -> String {
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("logs"), withIntermediateDirectories: true)
    var random = SeededGenerator(seed: UInt64(count))
    var all = ""
    for file in 0..<count {
      let rows = (0..<5).map { row in
        let hour = Int.random(in: 10...23, using: &random)
        let free = bad.contains(file) && row == 2 ? "x" : "\(Int.random(in: 0...9, using: &random))"
        return
          "\(Int.random(in: 1...6, using: &random)),\(free),\(row),2024-03-0\(file % 9 + 1) \(hour):00:00\n"
      }
      all += rows.joined()
      let name = String(10_000 + file)
      try velibcorr.write("logs/\(name).csv", Self.header + rows.joined())
    }
    return all
  }

  @Test(
    "The bytes, rows and rejects of one file with all rows, in every way", arguments: [[], ["--deduplicate"]])
  func plain(options: [String]) throws {
    let velibcorr = try Velibcorr()
    let rows = try write(300, to: velibcorr, bad: [17, 18, 250])
    try velibcorr.write("one.csv", Self.header + rows)
    let results = ["--profiles", "p.csv", "-o", "r.csv", "--rejects", "rejects.csv"] + options
    let one = try velibcorr.run(["one.csv"] + results)
    try #require(one.ending == .exit(0), "\(one.errors)")
    let (matrix, profiles) = (try velibcorr.bytes("r.csv"), try velibcorr.profileRows("p.csv"))
    let many = try velibcorr.runEveryWay(
      ["logs"] + results, outputs: ["p.csv", "r.csv", "rejects.csv"])
    #expect(many.rows == one.rows)
    #expect(try velibcorr.bytes("r.csv") == matrix)
    #expect(try velibcorr.profileRows("p.csv") == profiles)
    let rejects = try velibcorr.text("rejects.csv").split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
    #expect(rejects == ["logs/10017.csv,4", "logs/10018.csv,4", "logs/10250.csv,4"])
  }

  @Test("The first faulty row is that of the first file, beside a large log too")
  func strict() throws {
    let velibcorr = try Velibcorr()
    _ = try write(40, to: velibcorr, bad: [31, 12])
    let large = Self.header + (0..<40_000).map { "7,\($0 % 9),9,2024-03-01 10:00:00\n" }.joined()
    try velibcorr.write("logs/10020.csv", large + "7,y,9,2024-03-01 00:00:00\n")
    let files = (0..<40).map { "logs/\(10_000 + $0).csv" }
    try velibcorr.expectFailureEveryWay(
      files + ["--strict", "--no-matrix"], exit: 65, says: ["logs/10012.csv", "line 4"], files: ["logs"])
    try velibcorr.expectFailureEveryWay(
      files[15...] + ["--strict", "--no-matrix"], exit: 65, says: ["logs/10020.csv", "line 40002"],
      files: ["logs"])
  }

  @Test("The example of a row that was left out is of the first file that has one, whoever reads it")
  func example() throws {
    let velibcorr = try Velibcorr()
    let names = (0..<6).map { "\($0).csv" }
    for (file, name) in names.enumerated() {
      var rows = (0..<200).map { "\($0 % 7),\(($0 + file) % 9),9,2024-03-01 \(10 + $0 % 12):00:00\n" }
      // Further on than what is looked at before reading.
      if file == 2 || file == 4 { rows[180] = "torn,row\n" }
      try velibcorr.write(name, Self.header + rows.joined())
    }
    for way in [Way.alone, .ranks(1), .ranks(2), .ranks(3)] {
      let outcome = try velibcorr.run(names + ["--no-matrix"], way)
      #expect(outcome.ending == .exit(0))
      #expect(
        outcome.errors.contains("as in 2.csv: line 182 has 2 fields, the header 4\n"),
        "\(way): \(outcome.errors)")
    }
  }

  @Test("A file that cannot be read is told, the first of several")
  func unreadable() throws {
    let velibcorr = try Velibcorr()
    _ = try write(40, to: velibcorr)
    let files = (0..<40).map { "logs/\(10_000 + $0).csv" }
    try velibcorr.expectFailureEveryWay(
      files[..<20] + ["logs/none.csv"] + files[20...] + ["logs/neither.csv"], exit: 66,
      says: ["logs/none.csv"], files: ["logs"])
  }

  @Test("The logs of an archive, of several layouts, are those of the files")
  func archive() throws {
    let velibcorr = try Velibcorr()
    _ = try write(60, to: velibcorr, bad: [7])
    var members = try (0..<60).map { file in
      (name: "\(10_000 + file).csv", bytes: try velibcorr.bytes("logs/\(10_000 + file).csv"))
    }
    let other = "last_update;number;available_bikes;available_bike_stands\n1709290800;7;3;4\n"
    members.insert(("10029.5.csv", Array(other.utf8)), at: 30)
    try velibcorr.write("logs/10029.5.csv", other)
    try velibcorr.write("logs.zip", storedZip(members.map { ($0.name, $0.bytes) }))
    let files = try velibcorr.run("logs", "--no-matrix", "--profiles", "files.p", "--rejects", "files.csv")
    try #require(files.ending == .exit(0), "\(files.errors)")
    let packed = try velibcorr.runEveryWay(
      ["logs.zip", "--no-matrix", "--profiles", "p.csv", "--rejects", "rejects.csv"],
      outputs: ["p.csv", "rejects.csv"])
    #expect(packed.rows == files.rows)
    #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("files.p"))
    #expect(try velibcorr.text("rejects.csv").contains("logs.zip: 10007.csv,4,"))
  }
}
