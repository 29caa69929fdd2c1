import Foundation
import TestSupport
import Testing

/// Places of stations: `metres`, `--within`, `--beyond`, `--decay`, and `--names`.
@Suite struct DistanceTests {
  /// Five stations on a meridian, 100, 400, 2,000 and 9,000 m from the first, and one without a place.
  private static let latitudes: [Double?] =
    [48.85, 100, 400, 2_000, 9_000].map { place in
      place == 48.85 ? 48.85 : 48.85 + place / 111_195.08
    } + [nil]

  private static let log = makeLog(coordinates: "Coordonn\u{e9}es g\u{e9}ographiques")

  private static func makeLog(coordinates: String) -> [UInt8] {
    var text = "number,available_bike_stands,available_bikes,heure,name,\(coordinates)\n"
    for (station, latitude) in latitudes.enumerated() {
      for hour in 0..<24 {
        let free = 20 + Int(15 * sin(Double(hour + 2 * station) / 4)) + (hour * (station + 3)) % 5
        let place = latitude.map { "\"\($0), 2.35\"" } ?? ""
        text += "\(station + 1),\(free),\(41 - free),\(hour),\"Rue, \(station + 1)\",\(place)\n"
      }
    }
    return Array(text.utf8)
  }

  private func fields(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      line.replacing("\"Rue, ", with: "Rue ").replacing("\"", with: "")
        .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("Pairs and neighbours have metres where places are known, and names where they are wanted")
  func columns() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    let arguments = [
      "log.csv", "--no-matrix", "--pairs", "p.csv", "--neighbours", "9", "--neighbours-output", "n.csv",
    ]
    try velibcorr.runEveryWay(arguments + ["--names"], outputs: ["p.csv", "n.csv"])
    let pairs = try fields(velibcorr.text("p.csv"))
    #expect(pairs[0].suffix(4) == ["q", "metres", "name_a", "name_b"])
    for pair in pairs.dropFirst() {
      #expect(pair.suffix(2) == ["Rue \(pair[0])", "Rue \(pair[1])"])
      let places = [Self.latitudes[Int(pair[0])! - 1], Self.latitudes[Int(pair[1])! - 1]]
      if let a = places[0], let b = places[1] {
        #expect(abs(Double(pair[7])! - abs(a - b) * 111_195.08) < 0.2)
      } else {
        #expect(pair[7] == "")
      }
    }
    #expect(pairs.count == 16)
    let neighbours = try fields(velibcorr.text("n.csv"))
    #expect(
      neighbours[0] == ["station", "rank", "neighbour", "r", "hours", "metres", "name", "neighbour_name"])
    #expect(neighbours.dropFirst().allSatisfy { $0[6] == "Rue \($0[0])" && $0[7] == "Rue \($0[2])" })
    let plain = try velibcorr.run("log.csv", "--no-matrix", "--pairs", "-", "-q")
    #expect(
      String(decoding: plain.output, as: UTF8.self).hasPrefix(
        "station_a,station_b,r,hours,hours_eff,p,q,metres\n"))
  }

  @Test(
    "--within and --beyond choose pairs by distance; r, p and q are those of all",
    arguments: [["--rank-by", "r"], ["--rank-by", "p"]])
  func chosen(_ ranking: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    #expect(try velibcorr.run(["log.csv", "--no-matrix", "--pairs", "all.csv"] + ranking).ending == .exit(0))
    let all = try velibcorr.text("all.csv").split(separator: "\n")
    for (options, range) in [
      (["--within", "500"], 0...500.0), (["--beyond", "1950"], 1_950...1e9),
      (["--within", "2050", "--beyond", "350"], 350...2_050),
    ] {
      try velibcorr.runEveryWay(
        ["log.csv", "--no-matrix", "--pairs", "p.csv"] + ranking + options, outputs: ["p.csv"])
      let due = all.dropFirst().filter { line in
        Double(line.split(separator: ",", omittingEmptySubsequences: false)[7]).map(range.contains) ?? false
      }
      #expect(try velibcorr.text("p.csv").split(separator: "\n") == all.prefix(1) + due)
      #expect(!due.isEmpty)
    }
  }

  @Test("--decay has the mean, the deviation and the share below 0 of each class of distances")
  func decay() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    try velibcorr.runEveryWay(
      ["log.csv", "--no-matrix", "--pairs", "p.csv", "--decay", "d.csv", "--report", "r.html"],
      outputs: ["d.csv", "r.html"])
    let text = try velibcorr.text("d.csv")
    let inPage = text.replacingOccurrences(of: "\n", with: "\\n")
    #expect(try velibcorr.text("r.html").contains(#""decay":"\#(inPage)""#))
    let rows = fields(text)
    #expect(rows[0] == ["from", "to", "pairs", "mean_r", "sd_r", "share_negative"])
    #expect(rows.dropFirst().map { $0[0] } == ["0", "150", "300", "600", "1200", "2500", "5000"])
    let pairs = try fields(velibcorr.text("p.csv")).dropFirst().compactMap { pair in
      Double(pair[7]).map { (metres: $0, r: Double(pair[2])!) }
    }
    for row in rows.dropFirst() {
      let r = pairs.filter { Double(row[0])! <= $0.metres && $0.metres < Double(row[1])! }.map(\.r)
      #expect(Int(row[2]) == r.count)
      let mean = r.reduce(0, +) / Double(r.count)
      let square = r.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      if r.isEmpty {
        #expect(row[3...5] == ["", "", ""])
      } else {
        #expect(abs(Double(row[3])! - mean) < 1e-5)
      }
      if r.count > 1 { #expect(abs(Double(row[4])! - sqrt(square / Double(r.count - 1))) < 1e-5) }
      if !r.isEmpty { #expect(abs(Double(row[5])! - Double(r.count { $0 < 0 }) / Double(r.count)) < 1e-5) }
    }
  }

  @Test("r of exactly 0 is no negative one")
  func zero() throws {
    let velibcorr = try Velibcorr()
    var log = "station,free_docks,bikes,hour,lat,lng\n"
    for hour in 0..<4 {
      log += "1,\(1 + 2 * (hour % 2)),\(3 - 2 * (hour % 2)),\(hour),48.85,2.35\n"
      log += "2,\(1 + 2 * (hour / 2)),\(3 - 2 * (hour / 2)),\(hour),48.85,2.35\n"
    }
    try velibcorr.write("log.csv", log)
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--decay", "d.csv")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try fields(velibcorr.text("d.csv")).dropFirst() == [["0", "150", "1", "0.0", "", "0.0"]])
  }

  @Test("Without places distances are refused", arguments: [["--decay", "d.csv"], ["--within", "500"]])
  func noPlaces(_ options: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog)
    try velibcorr.expectFailure(
      try velibcorr.run(["log.csv", "--no-matrix"] + options), exit: 65,
      says: ["the places of stations; there are none", "--stations FILE"], files: ["log.csv"])
  }

  @Test("What makes no sense is refused")
  func usage() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog)
    for (options, words) in [
      (["--within", "-1"], "--within"), (["--beyond", "nan"], "--beyond is nan; it is a number of metres"),
      (["--beyond", "600", "--within", "500"], "no pair is beyond 600.0 and within 500.0 metres"),
    ] {
      try velibcorr.expectFailure(
        try velibcorr.run(["log.csv"] + options), exit: 64, says: [words], files: ["log.csv"])
    }
  }
}
