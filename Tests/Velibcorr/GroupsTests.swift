import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// `--groups`: stations that fill and empty together.
@Suite struct GroupsTests {
  /// Mornings and evenings: stations a1 ... a4 are full when b1 ... b3 are empty; c is always half full.
  private static let log = makeLog()

  private static func makeLog() -> [UInt8] {
    var text = "number,available_bike_stands,available_bikes,heure,name,lat,lng\n"
    for hour in 0..<24 {
      for (i, station) in ["a1", "b1", "a2", "b2", "c", "a3", "b3", "a4"].enumerated() {
        let day = hour < 12 ? 30 - hour - i : 2 * hour - 15 + i % 3
        let free = station == "c" ? 20 : station.hasPrefix("a") ? day : 40 - day
        text +=
          "\(station),\(free),\(40 - free),\(hour),\"Rue \(station), \"\"\(i)\"\"\",48.\(i),\"2,\(i)5\"\n"
      }
    }
    return Array(text.utf8)
  }

  private func rows(_ velibcorr: Velibcorr, _ name: String) throws -> [String] {
    String(decoding: try velibcorr.bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("every way gives the same bytes: groups, places in their order, names and coordinates from the log")
  func everyWay() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.log)
    try velibcorr.runEveryWay(["log.txt", "--no-matrix", "--groups", "g.csv"], outputs: ["g.csv"])
    let rows = try rows(velibcorr, "g.csv")
    #expect(rows[0] == "station,cluster,order,name,lat,lng")
    let stations = ["a1", "a2", "a3", "a4", "b1", "b2", "b3", "c"]
    #expect(rows.dropFirst().map { String($0.prefix { $0 != "," }) } == stations)
    let groups = rows.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false)[1...2] }
    let numbers = groups.map { $0.first! }
    #expect(Set(numbers[0..<4]).count == 1 && Set(numbers[4..<7]).count == 1)
    #expect(Set(numbers) == ["1", "2", ""])
    #expect(groups.dropLast().map { Int($0.last!)! }.sorted() == Array(1...7))
    #expect(rows[1].hasSuffix(",\"Rue a1, \"\"0\"\"\",48.0,2.05"))
    #expect(rows[8] == "c,,,\"Rue c, \"\"4\"\"\",48.4,2.45")
  }

  @Test("the summary tells how many there are, how far apart, and how many stations are in none")
  func told() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.log)
    let outcome = try velibcorr.run("log.txt", "--groups", "g.csv")
    #expect(outcome.ending == .exit(0))
    #expect(
      outcome.errors.contains(#/groups     2, \S+ [kM]?B, mean silhouette 0\.[0-9]+; 1 station in none/#),
      "\(outcome.errors)")
    let asked = try velibcorr.run("log.txt", "--groups", "g.csv", "--clusters", "3", "--no-matrix")
    #expect(asked.errors.contains("groups     3, "))
    #expect(Set(try rows(velibcorr, "g.csv").dropFirst().map { $0.split(separator: ",")[1] }).count >= 3)
    // More than there are stations: each is its own.
    #expect(
      try velibcorr.run("log.txt", "--groups", "g.csv", "--clusters", "99", "--no-matrix").errors
        .contains("groups     7, "))
  }

  @Test("stations without an r with any other are in no group; those that are the same are one")
  func alone() throws {
    let velibcorr = try Velibcorr()
    let header = "number,available_bike_stands,available_bikes,heure\n"
    func rows(_ name: String) throws -> [String] {
      try self.rows(velibcorr, name).dropFirst().map {
        String($0.split(separator: ",", omittingEmptySubsequences: false)[1])
      }
    }
    // Six stations of four hours that no other has.
    let apart = (0..<24).map { "\($0 / 4),\($0 % 4 + 1),5,\($0)\n" }.joined()
    try velibcorr.write("apart.txt", header + apart)
    try velibcorr.runEveryWay(
      ["apart.txt", "--no-matrix", "--min-hours", "3", "--groups", "a.csv", "--report", "a.html"],
      outputs: ["a.csv", "a.html"])
    #expect(try rows("a.csv") == [String](repeating: "", count: 6))
    let same = (0..<10).flatMap { station in (0..<24).map { "\(station),\($0 % 7),5,\($0)\n" } }.joined()
    try velibcorr.write("same.txt", header + same)
    try velibcorr.runEveryWay(["same.txt", "--no-matrix", "--groups", "s.csv"], outputs: ["s.csv"])
    #expect(try rows("s.csv") == [String](repeating: "1", count: 10))
  }

  @Test("a list of stations outweighs the log's own words; hostile names stay within their field")
  func list() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.log)
    let long = String(repeating: "é", count: 10_000)
    try velibcorr.write(
      "stations.tsv",
      Array("station_id\tname\na1\t<script>alert(1)</script>\na2\t\u{202E}=1+1\na3\t\(long)\nelse\tx\n".utf8))
    for ranks in [[], ["--ranks", "2"]] {
      let arguments = ["log.txt", "--no-matrix", "--groups", "g.csv", "--stations", "stations.tsv"] + ranks
      let outcome = try velibcorr.run(arguments)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let rows = try rows(velibcorr, "g.csv")
      #expect(rows.count == 9)
      #expect(rows[1].hasSuffix(",<script>alert(1)</script>,48.0,2.05"))
      #expect(rows[2].hasSuffix(",\u{202E}=1+1,48.2,2.25"))
      #expect(rows[3].hasSuffix(",\(long),48.5,2.55"))
      #expect(rows[4].hasSuffix(",\"Rue a4, \"\"7\"\"\",48.7,2.75"))
    }
  }

  @Test("what is no list is refused with what it needs")
  func noList() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.log)
    try velibcorr.write("stations.txt", Array("id,capacity\n7,20\n".utf8))
    for (list, code) in [("stations.txt", 65), ("nowhere.txt", 66)] as [(String, Int32)] {
      for ranks in [[], ["--ranks", "2"]] {
        let outcome = try velibcorr.run(["log.txt", "--groups", "g.csv", "--stations", list] + ranks)
        #expect(outcome.ending == .exit(code), "\(outcome.errors)")
        #expect(outcome.errors.contains(list))
        if code == 65 {
          #expect(outcome.errors.contains("it needs columns for the station and for name, or lat and lng"))
        }
      }
    }
    try velibcorr.expectNothingLeft(but: ["log.txt", "stations.txt"])
  }

  @Test("more stations than memory allows are refused before anything is written, with the way out")
  func memory() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.log)
    for ranks in [[], ["--ranks", "2"]] {
      let outcome = try velibcorr.run(["log.txt", "--groups", "g.csv", "--memory", "150"] + ranks)
      #expect(outcome.ending == .exit(64), "\(outcome.errors)")
      #expect(outcome.errors.contains("groups of 7 stations need"))
      #expect(outcome.errors.contains("allow it with --memory 1M"))
    }
    try velibcorr.expectNothingLeft(but: ["log.txt"])
  }

  @Test(
    "so many stations that their pairs are not kept: the same bytes each way, in the memory of the profiles")
  func many() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.manyStations)
    var first: [[UInt8]]?
    for way in [["--threads", "1"], ["--threads", "3"], ["--ranks", "2"]] {
      let outcome = try velibcorr.run(
        ["log.txt", "--no-matrix", "--groups", "g.csv", "--plot", "p.png"] + way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      // 2 x 4,100 x 24 doubles; the distances of all pairs would be 67 MB.
      #expect(outcome.errors.contains("groups     2, 1.6 MB"), "\(outcome.errors)")
      let made = [try velibcorr.bytes("g.csv"), try velibcorr.bytes("p.png")]
      #expect(first == nil || first == made, "\(way)")
      first = made
    }
  }

  private static let manyStations = {
    var random = SeededGenerator(seed: 11)
    var lines = ["number,available_bike_stands,available_bikes,heure"]
    for station in 0..<4_100 {
      for hour in 0..<24 {
        let wave = (station % 2 == 0 ? hour : 23 - hour) + Int.random(in: 0...9, using: &random)
        lines.append("\(station),\(40 - wave),\(wave),\(hour)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  /// Kernels of OpenBLAS that this CPU runs: they round products differently.
  private static var kernels: [String] {
    switch BLASRuntime.bestKernel {
    case "SkylakeX": ["Prescott", "Haswell", "Zen", "SkylakeX"]
    case "Haswell": ["Prescott", "Haswell", "Zen"]
    default: ["Prescott"]
    }
  }

  @Test(
    "groups, picture and report are the same with every kernel of BLAS, with bins missing and without",
    arguments: [["--method", "pearson"], ["--method", "spearman"], ["--bins", "series"]])
  func kernels(options: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try expectSame(
      velibcorr, ["--groups", "g.csv", "--plot", "p.svg", "--report", "r.html"] + options,
      outputs: ["g.csv", "p.svg", "r.html"])
  }

  @Test("so are those of many stations, by either method", arguments: ["pearson", "spearman"])
  func kernelsOfMany(method: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.manyStations)
    try expectSame(
      velibcorr, ["--method", method, "--groups", "g.csv", "--plot", "p.svg"], outputs: ["g.csv", "p.svg"])
  }

  private func expectSame(_ velibcorr: Velibcorr, _ options: [String], outputs: [String]) throws {
    var first: [[UInt8]]?
    for kernel in Self.kernels {
      let outcome = try velibcorr.run(
        ["log.txt", "--no-matrix"] + options, environment: ["OPENBLAS_CORETYPE": kernel])
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let made = try outputs.map(velibcorr.bytes)
      #expect(first == nil || first == made, "\(kernel)")
      first = made
    }
  }

  @Test("--clusters without --groups, or of none, is a mistake")
  func usage() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", Self.log)
    for arguments in [["--clusters", "3"], ["--groups", "g.csv", "--clusters", "0"]] {
      let outcome = try velibcorr.run(["log.txt"] + arguments)
      #expect(outcome.ending == .exit(64))
      #expect(outcome.errors.contains("--clusters"))
    }
  }
}
