import Foundation
import TestSupport
import Testing

/// A record kept day by day says in every output what one run over all logs says: days chosen at random from a year, with
/// stations that come and go, a missing day, a late one, a corrected one, records that repeat across midnight, and both
/// changes of clocks.
@Suite struct NightlyChainTests {
  /// A year of days, 2023-10-28 to 2024-10-27: clocks are set back on the second and the last, forward on 2024-03-31.
  private static let first = 1_698_451_200
  private static let changes = [1, 155, 365]

  private struct Year {
    /// The days' logs, in the order in which they come.
    var days: [(name: String, text: String)] = []
    /// The day that came wrong first, and its wrong log.
    var wrong: (name: String, text: String)

    /// `overlap`: the half hour before midnight is in two logs, each with its own word about it; otherwise a log begins
    /// with what the one of the day before ends with, row for row.
    init(seed: UInt64, overlap: Bool = true) {
      var tails: [Int: String] = [:]
      var random = SeededGenerator(seed: seed)
      var numbers = Set(changes + changes.map { $0 - 1 })
      while numbers.count < 22 { numbers.insert(Int.random(in: 0..<366, using: &random)) }
      let stations = (1...12).map { number in
        let ends = [Int.random(in: 0..<366, using: &random), Int.random(in: 0..<366, using: &random)].sorted()
        return (number: number, days: number < 7 ? 0..<366 : ends[0]..<ends[1] + 1)
      }
      func log(_ day: Int) -> String {
        var text = "number;name;lat;lng;available_bike_stands;available_bikes;last_update\n"
        text += tails[day - 1] ?? ""
        tails[day] = ""
        for _ in 0..<220 {
          let station = stations.randomElement(using: &random)!
          guard station.days.contains(day) else { continue }
          let second = Int.random(in: (overlap ? -1800 : 0)..<86_400, using: &random)
          let time = first + 86_400 * day + second
          let start = text.endIndex
          let isClosed = station.number == 6 || Int.random(in: 0..<20, using: &random) == 0
          let counts =
            isClosed ? (0, 0) : (Int.random(in: 0...9, using: &random), Int.random(in: 1...9, using: &random))
          text += "\(station.number);Gare \(station.number);48.8\(station.number);2.3\(station.number);"
          text += "\(counts.0);\(counts.1);\(time)\n"
          // As a collector repeats what has not changed.
          if Int.random(in: 0..<9, using: &random) == 0 {
            text += "\(station.number);Gare \(station.number);;;\(counts.0);\(counts.1);\(time)\n"
          }
          if !overlap && second >= 84_600 { tails[day]! += text[start...] }
        }
        return text + "13;torn\n"
      }
      for day in numbers.sorted() { days.append(("d\(1000 + day).csv", log(day))) }
      let corrected = Int.random(in: 3..<18, using: &random)
      wrong = ("wrong.csv", log(Self.number(days[corrected].name)))
      // One comes late, and one never.
      days.swapAt(19, 20)
      days.remove(at: (10...).first { Self.number(days[$0].name) + 1 != Self.number(days[$0 + 1].name) }!)
    }

    /// The day of a log, from the first of the year.
    static func number(_ name: String) -> Int { Int(name.dropFirst().prefix(4))! - 1000 }
  }

  private static let outputs = [
    "r.csv", "pairs.csv", "best.csv", "groups.csv", "m.svg", "report.html", "p.csv",
  ]

  private static func arguments(_ bins: String, zone: String? = "Europe/Paris") -> [String] {
    ["--bins", bins] + (zone.map { ["--timezone", $0] } ?? []) + [
      "-o", "r.csv", "--pairs", "pairs.csv", "--neighbours",
      "2",
      "--neighbours-output", "best.csv", "--groups", "groups.csv", "--plot", "m.svg", "--report",
      "report.html",
      "--profiles", "p.csv", "--summary", "s.json",
    ]
  }

  /// The chain of profiles in `last`, one more for each day.
  private static func chain(_ year: Year, _ options: [String], in velibcorr: Velibcorr) throws -> String {
    var last: String?
    func add(_ arguments: [String]) throws {
      let next = last == "a" ? "b" : "a"
      let outcome = try velibcorr.run(
        [last].compactMap(\.self) + arguments + options + ["--no-matrix", "--profiles", next, "--quiet"])
      try #require(outcome.ending == .exit(0), "\(arguments): \(outcome.errors)")
      last = next
    }
    for (number, day) in year.days.enumerated() {
      try add([day.name])
      if number == 4 { try add([year.wrong.name]) }
      if number == 8 { try add(["--without", year.wrong.name]) }
    }
    return try #require(last)
  }

  private static func write(_ year: Year, to velibcorr: Velibcorr) throws {
    for day in year.days + [year.wrong] { try velibcorr.write(day.name, day.text) }
  }

  private static func summary(_ velibcorr: Velibcorr) throws -> [String] {
    var summary = try JSONSerialization.jsonObject(with: Data(velibcorr.bytes("s.json"))) as! [String: Any]
    // How many of the records earlier runs have read is the one thing that the whole does not have.
    var counts = summary["counts"] as! [String: Any]
    counts["records_of_profiles"] = nil
    summary["counts"] = counts
    return try ["counts", "stations", "period", "groups"].map { key in
      String(
        decoding: try JSONSerialization.data(
          withJSONObject: summary[key] as Any, options: [.sortedKeys, .fragmentsAllowed]),
        as: UTF8.self)
    }
  }

  private static func expect(
    _ expected: [[UInt8]], _ summary: [String], _ what: String, in velibcorr: Velibcorr,
    but left: Set<String> = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (name, bytes) in zip(outputs, expected) where !left.contains(name) {
      let isSame = try velibcorr.bytes(name) == bytes
      #expect(isSame, "\(name) of \(what)", sourceLocation: sourceLocation)
    }
    #expect(try Self.summary(velibcorr) == summary, "\(what)", sourceLocation: sourceLocation)
  }

  @Test(
    "The chain, one file a day, and one run over all logs: the same bytes",
    arguments: [UInt64(1), 2, 3], ["hour-of-day", "hour-of-week", "series"])
  func chain(seed: UInt64, bins: String) throws {
    let velibcorr = try Velibcorr()
    let year = Year(seed: seed)
    try Self.write(year, to: velibcorr)
    let arguments = Self.arguments(bins)
    let whole = try velibcorr.run(year.days.map(\.name) + arguments)
    try #require(whole.ending == .exit(0), "\(whole.errors)")
    let expected = try Self.outputs.map(velibcorr.bytes)
    let summary = try Self.summary(velibcorr)

    let options = ["--bins", bins, "--timezone", "Europe/Paris"]
    let last = try Self.chain(year, options, in: velibcorr)
    for way in [Way.alone, .ranks(3)] {
      let outcome = try velibcorr.run([last] + arguments, way)
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(outcome.rows == whole.rows)
      try Self.expect(expected, summary, "the chain by \(way)", in: velibcorr)
    }
    for day in year.days {
      _ = try velibcorr.run([day.name] + options + ["--no-matrix", "--profiles", day.name + ".p", "--quiet"])
    }
    let files = year.days.map { $0.name + ".p" }.shuffled()
    let outcome = try velibcorr.run(files + arguments, .ranks(2))
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    try Self.expect(expected, summary, "one file a day", in: velibcorr)
  }

  @Test("Records that repeat across midnight, each night its own", arguments: [UInt64(6), 7])
  func deduplicated(seed: UInt64) throws {
    let velibcorr = try Velibcorr()
    let year = Year(seed: seed, overlap: false)
    for day in year.days { try velibcorr.write(day.name, day.text) }
    let arguments = Self.arguments("hour-of-week", zone: nil) + ["--deduplicate"]
    let whole = try velibcorr.run(year.days.map(\.name) + arguments)
    try #require(whole.ending == .exit(0), "\(whole.errors)")
    let expected = try Self.outputs.map(velibcorr.bytes)

    let dates = Date.ISO8601FormatStyle().year().month().day()
    for day in year.days {
      let midnight = Date(timeIntervalSince1970: Double(Self.first + 86_400 * Year.number(day.name)))
      let night = try velibcorr.run([
        day.name, "--bins", "hour-of-week", "--deduplicate", "--no-matrix", "--quiet", "--profiles",
        day.name + ".p", "--since", midnight.formatted(dates), "--until",
        (midnight + 86_400).formatted(dates),
      ])
      try #require(night.ending == .exit(0), "\(day.name): \(night.errors)")
    }
    let chain = try velibcorr.run(
      year.days.map { $0.name + ".p" } + Self.arguments("hour-of-week", zone: nil))
    try #require(chain.ending == .exit(0), "\(chain.errors)")
    for (name, bytes) in zip(Self.outputs, expected) where name != "p.csv" && name != "report.html" {
      let isSame = try velibcorr.bytes(name) == bytes
      #expect(isSame, "\(name)")
    }
  }

  @Test("Profiles that keep days: any bins, and any period of whole hours", arguments: [UInt64(4), 5])
  func days(seed: UInt64) throws {
    let velibcorr = try Velibcorr()
    let year = Year(seed: seed)
    try Self.write(year, to: velibcorr)
    let names = year.days.map(\.name)
    let last = try Self.chain(year, ["--keep-days", "--timezone", "Europe/Paris"], in: velibcorr)
    for bins in ["hour-of-day", "hour-of-week", "series"] {
      let arguments = Self.arguments(bins) + ["--keep-days"]
      let whole = try velibcorr.run(names + arguments)
      try #require(whole.ending == .exit(0), "\(whole.errors)")
      let expected = try Self.outputs.map(velibcorr.bytes)
      let summary = try Self.summary(velibcorr)
      for way in [Way.alone, .ranks(3)] {
        let outcome = try velibcorr.run([last] + arguments, way)
        try #require(outcome.ending == .exit(0), "\(outcome.errors)")
        try Self.expect(expected, summary, "\(bins) by \(way)", in: velibcorr)
      }
      let period = [
        "--bins", bins, "--timezone", "Europe/Paris", "--since", "2023-12-24 05:00", "--until", "2024-08-03",
      ]
      let part = try velibcorr.run(names + period + ["-o", "part.csv", "--groups", "groups.csv"])
      let (matrix, groups) = (try velibcorr.bytes("part.csv"), try velibcorr.bytes("groups.csv"))
      for way in [Way.alone, .ranks(2)] {
        let outcome = try velibcorr.run([last] + period + ["-o", "part.csv", "--groups", "groups.csv"], way)
        #expect(outcome.rows == part.rows)
        let isSame = try velibcorr.bytes("part.csv") == matrix && velibcorr.bytes("groups.csv") == groups
        #expect(isSame, "\(bins) by \(way)")
      }
    }
    let written = try velibcorr.run(last, "--since", "2024-01-01", "--no-matrix", "--profiles", "x")
    #expect(
      written.ending == .exit(64) && written.errors.contains("--profiles would write a part of \(last)"))
    let within = try velibcorr.run(last, "--since", "2024-01-01 10:30", "--no-matrix")
    #expect(within.ending == .exit(65) && within.errors.contains("--since is within one"))
  }
}
