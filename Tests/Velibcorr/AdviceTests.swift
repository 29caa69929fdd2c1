import Foundation
import TestSupport
import Testing

/// What is said where a log is not read as it is, and what is printed to type next.
@Suite struct AdviceTests {
  /// Three days of three stations, by hour; `row` writes station, free docks, bikes, hour since the beginning.
  private static func log(_ header: String, _ row: (String, Int, Int, Int) -> String) -> String {
    var text = header + "\n"
    for hour in 0..<72 {
      for (station, step) in [("7", 5), ("8", 7), ("9", 11)] {
        let free = hour * step % 19
        text += row(station, free, 20 - free, hour) + "\n"
      }
    }
    return text
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  private static func time(_ hour: Int) -> String { "2024-05-\(14 + hour / 24) \(two(hour % 24)):00:00" }
  private static let header = "number,available_bike_stands,available_bikes,last_update"
  private static let sound = log(header) { "\($0),\($1),\($2),\(time($3))" }

  private static func hours(_ write: @escaping (Int) -> String) -> String {
    log("number,docks_available,bikes,hour") { "\($0),\($1),\($2),\(write($3 % 24))" }
  }
  private static func times(_ write: @escaping (_ day: Int, _ hour: Int) -> String) -> String {
    log(header) { "\($0),\($1),\($2),\(write(14 + $3 / 24, $3 % 24))" }
  }

  /// On a clock of 12 hours.
  private static func twelve(_ hour: Int) -> Int { hour % 12 == 0 ? 12 : hour % 12 }
  /// Since 1970, of an hour of a day in May 2024.
  private static func seconds(_ day: Int, _ hour: Int) -> Int {
    1_715_644_800 + (day - 14) * 86_400 + hour * 3600
  }

  /// Logs that a printed command mends.
  static let mended: [(name: String, text: String)] = [
    ("ten digits", times { day, hour in "2405\(day)\(two(hour))00" }),
    ("day first", times { day, hour in "\(day)052024\(two(hour))" }),
    ("hours and minutes", hours { "\(two($0))00" }),
    ("times of day", hours { "\(two($0)):00" }),
    ("times as C writes them", times { day, hour in "Tue May \(day) \(two(hour)):00:00 UTC 2024" }),
    (
      "times as JavaScript writes them",
      times { day, hour in "Tue May \(day) 2024 \(two(hour)):00:00 GMT+0000 (Coordinated Universal Time)" }
    ),
    ("an h for the colon", times { day, hour in "\(day)/05/2024 \(two(hour))h00" }),
    ("a word between date and time", times { day, hour in "\(day) mai 2024 à \(two(hour)):00" }),
    ("times as in names of files", times { day, hour in "2024-05-\(day)_\(two(hour))-00-00" }),
    ("the same without seconds", times { day, hour in "202405\(day)-\(two(hour))00" }),
    ("a zone's name", times { day, hour in "2024-05-\(day) \(two(hour)):00:00 CEST" }),
    (
      "AM and PM in Chinese, before the time",
      times { day, hour in "2024/5/\(day) \(hour < 12 ? "上午" : "下午") \(twelve(hour)):00:00" }
    ),
    ("the signs of Japanese", times { day, hour in "2024年5月\(day)日 \(hour)時00分" }),
    (
      "those of Korean, and AM and PM",
      times { day, hour in "2024년 5월 \(day)일 \(hour < 12 ? "오전" : "오후") \(twelve(hour))시 00분 00초" }
    ),
    (
      "times as Oracle writes them",
      times { day, hour in
        "\(day)-MAY-24 \(two(twelve(hour))).00.00.000000 \(hour < 12 ? "AM" : "PM")"
      }
    ),
    (
      "times as web servers write them",
      times { day, hour in "\(day)/May/2024:\(two(hour)):00:00 +0000" }
    ),
    ("a word and an h", times { day, hour in "\(day)/05/2024 à \(two(hour))h00" }),
    ("minutes since 1970", times { day, hour in "\(seconds(day, hour) / 60)" }),
    ("hours since 1970", times { day, hour in "\(seconds(day, hour) / 3600)" }),
    ("ticks of .NET", times { day, hour in "\((seconds(day, hour) + 62_135_596_800) * 10_000_000)" }),
    ("times of Windows", times { day, hour in "\((seconds(day, hour) + 11_644_473_600) * 10_000_000)" }),
    ("a call around the time", times { day, hour in "'2024-05-\(day)T\(two(hour)):00:00Z')" }),
    (
      "a dump of PostgreSQL",
      "COPY public.log (number, available_bike_stands, available_bikes, last_update) FROM stdin;\n"
        + sound.split(separator: "\n").dropFirst().map { $0.replacing(",", with: "\t") + "\n" }.joined()
        + "\\.\n"
    ),
    ("24 for 0", hours { "\($0 == 0 ? 24 : $0)" }),
    ("row names", log(header) { "\($3)-\($0),\($0),\($1),\($2),\(time($3))" }),
    ("an end of its own", log(header) { "\($0),\($1),\($2),\(time($3))," }),
    ("other delimiters", log(header) { "\($0);\($1);\($2);\(time($3))" }),
    ("lines in quotes", log("\"\(header)\"") { "\"\($0),\($1),\($2),\(time($3))\"" }),
    ("no header", String(sound.drop { $0 != "\n" }.dropFirst())),
  ]

  @Test("A command that is pasted makes the log that it should be", arguments: mended.indices)
  func pasted(_ number: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("sound.csv", Self.sound)
    try velibcorr.write("my log.csv", Self.mended[number].text)
    let outcome = try velibcorr.run("my log.csv")
    #expect(outcome.ending == .exit(65), "\(outcome.errors)")
    let command = try #require(printedCommands(outcome.errors).first, "\(outcome.errors)")
    let before = try velibcorr.files()
    #expect(try velibcorr.paste(command).ending == .exit(0), "\(command)")
    let made = try #require(velibcorr.files().first { !before.contains($0) })
    for (log, matrix) in [(made, "r.csv"), ("sound.csv", "s.csv")] {
      let run = try velibcorr.run(log, "-o", matrix)
      #expect(run.ending == .exit(0), "\(Self.mended[number].name): \(run.errors)")
    }
    #expect(try velibcorr.bytes("r.csv") == velibcorr.bytes("s.csv"), "\(command)")
  }

  /// What is no log at all.
  static let foreign: [(text: String, says: String)] = [
    ("- number: 7\n  bikes: 3\n", "this is YAML"),
    ("<stations lastUpdate=\"1\"><station><id>1</id></station></stations>", "this is XML"),
    ("<!-- x -->\n<html><body>", "a web page (HTML)"),
    ("%PDF-1.4\n1 0 obj\n", "this is PDF"),
    ("-- MySQL dump 10.13\nCREATE TABLE `log` (`number` int);\n", "a dump of a database"),
    (
      "404: Not Found",
      "no delimiter (tab, comma, semicolon, pipe) is found in its first line: '404: Not Found'"
    ),
    ("time,7_bikes,7_docks,8_bikes,8_docks\n2024-05-14 00:00:00,1,2,3,4\n", "a wide table"),
    ("station,7,8\n7,1,0.5\n8,0.5,1\n", "a result that velibcorr itself has written"),
    ("station_a,station_b,r,hours,p,q\n7,8,0.5,24,0.1,0.1\n", "a result that velibcorr itself has written"),
  ]

  @Test("What is no log is named, without a command that cannot work", arguments: foreign.indices)
  func named(_ number: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", Self.foreign[number].text)
    let outcome = try velibcorr.run("a.csv")
    try velibcorr.expectFailure(outcome, exit: 65, says: [Self.foreign[number].says], files: ["a.csv"])
    #expect(!outcome.errors.contains("as in: velibcorr"), "\(outcome.errors)")
  }

  @Test("Titles with as many fields as the header, and a header that is commented out")
  func above() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("sound.csv", Self.sound)
    try velibcorr.write("title.csv", "Bike counts, station log, 2024, city\n" + Self.sound)
    try velibcorr.write(
      "comment.csv", "# number,available_bikes,available_bike_stands,last_update\n" + Self.sound)
    #expect(try velibcorr.run("sound.csv", "-o", "s.csv").ending == .exit(0))
    for name in ["title.csv", "comment.csv"] {
      let outcome = try velibcorr.run(name, "-o", "r.csv")
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(try velibcorr.bytes("r.csv") == velibcorr.bytes("s.csv"))
    }
  }

  @Test("The summary shows a row of each reason for leaving rows out, in every way", arguments: Way.each)
  func examples(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let lines = Self.sound.split(separator: "\n")
    let damaged = lines.enumerated().map {
      $0 == 40 ? $1.replacing("2024-05-14 13:00:00", with: "14 May") : $1
    }
    try velibcorr.write("a.csv", damaged.joined(separator: "\n") + "\n")
    let outcome = try velibcorr.run(["a.csv", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0))
    let words = outcome.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("1 time not understood"), "\(words)")
    #expect(words.contains("'last_update' holds '14 May' (line 41), no time that is read"), "\(words)")
  }

  @Test("--timezone without effect on times without an offset is told")
  func timezone() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", Self.sound)
    let outcome = try velibcorr.run("a.csv", "--timezone", "Asia/Tokyo")
    #expect(outcome.errors.contains("--timezone has no effect"))
  }

  @Test("Two files of two cities with equal numbers are told")
  func cities() throws {
    let velibcorr = try Velibcorr()
    for city in ["Paris", "Lyon"] {
      try velibcorr.write(
        "\(city).csv",
        Self.log(Self.header + ",contract_name") { "\($0),\($1),\($2),\(Self.time($3)),\(city)" })
    }
    let outcome = try velibcorr.run("Paris.csv", "Lyon.csv", "-o", "r.csv")
    #expect(outcome.errors.contains("in 'Paris' (Paris.csv) and in 'Lyon' (Lyon.csv)"), "\(outcome.errors)")
  }

  @Test("--delimiter names what is not found by itself, one character or tab")
  func delimiter() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("sound.csv", Self.sound)
    try velibcorr.write("a.csv", Self.sound.replacing(",", with: "^"))
    #expect(try velibcorr.run("a.csv").ending == .exit(65))
    #expect(try velibcorr.run("a.csv", "--delimiter", "^", "-o", "r.csv").ending == .exit(0))
    #expect(try velibcorr.run("sound.csv", "-o", "s.csv").ending == .exit(0))
    #expect(try velibcorr.bytes("r.csv") == velibcorr.bytes("s.csv"))
    #expect(try velibcorr.run("a.csv", "--delimiter", "--").ending == .exit(64))
  }

  @Test("A folder is read again with the results that lie in it")
  func folder() throws {
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("logs"), withIntermediateDirectories: false)
    try velibcorr.write("logs/a.csv", Self.sound)
    #expect(try velibcorr.run("logs", "-o", "logs/r.csv", "--pairs", "logs/p.csv").ending == .exit(0))
    let outcome = try velibcorr.run("logs", "-o", "again.csv")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("left aside, as no logs"))
    #expect(try velibcorr.bytes("again.csv") == velibcorr.bytes("logs/r.csv"))
  }

  @Test("Times with an offset beside others without are told")
  func mixedTimes() throws {
    let velibcorr = try Velibcorr()
    let log = { (zone: String) in
      Self.times { day, hour in "2024-05-\(day)T\(Self.two(hour)):00:00\(day == 14 ? "" : zone)" }
    }
    for (zone, options, isTold) in [("Z", [], true), ("", [], false), ("Z", ["--timezone", "UTC"], false)] {
      try velibcorr.write("a.csv", log(zone))
      let outcome = try velibcorr.run(["a.csv", "-o", "r.csv"] + options)
      #expect(outcome.ending == .exit(0))
      let words = "Z' have an offset, others, '2024-05-14T00:00:00', have none: all count as they are written"
      #expect(outcome.errors.contains(words) == isTold, "\(outcome.errors)")
    }
  }

  @Test("Hours of 1 to 24 are refused where the rows that are judged have none of 24", arguments: [6, 400])
  func hoursTo24(stations: Int) throws {
    let velibcorr = try Velibcorr()
    let header = "number,docks_available,bikes,"
    func rows(_ write: (_ day: Int, _ hour: Int) -> String) -> String {
      (0..<24 * 12 * stations).map { (number: Int) -> String in
        let (station, hour) = (number % stations, number / stations / 2)
        let free = (station * 7 + hour * (station % 5 + 1)) % 19
        return "\(station),\(free),\(20 - free),\(write(hour / 24, hour % 24))\n"
      }.joined()
    }
    let isSmall = stations < 100
    for (column, write, words, command) in [
      ("hour", { "\($1 + 1)" }, "'hour' has hours up to 24", "awk"),
      (
        "last_update", { "2024-05-1\($0) \(Self.two($1 + 1)):00" }, "'last_update' has hours up to 24", "sed"
      ),
    ] as [(String, (Int, Int) -> String, String, String)] {
      try velibcorr.write("a.csv", header + column + "\n" + rows(write))
      let outcome = try velibcorr.run("a.csv")
      try velibcorr.expectFailure(
        outcome, exit: 65, says: [words, "where 24 is midnight, write it as 0"], files: ["a.csv"])
      #expect(outcome.errors.contains(command) == isSmall, "\(outcome.errors)")
    }
    // Midnight in both ways, and days that have no first hour.
    try velibcorr.write(
      "a.csv", header + "hour\n" + rows { $0 == 0 && $1 == 0 ? "24" : "\($1)" })
    #expect(try velibcorr.run("a.csv", "-o", "r.csv").ending == .exit(0))
    try velibcorr.write(
      "a.csv", header + "hour\n" + rows { $0 == 2 && $1 == 5 ? "24" : "\(max(1, $1))" })
    let outcome = try velibcorr.run("a.csv", "-o", "r.csv")
    #expect(outcome.ending == .exit(0))
    #expect(outcome.rows.contains("\(2 * stations) time not understood"), "\(outcome.errors)")
  }

  @Test("A long log of hours of twelve is refused when all of it is read")
  func twelve() throws {
    let velibcorr = try Velibcorr()
    let rows = (0..<24 * 400).map { (number: Int) -> String in
      let free = number * 7 % 19
      return "\(number % 400),\(free),\(20 - free),\((number / 400 + 11) % 12 + 1)\n"
    }
    try velibcorr.write("a.csv", "number,docks_available,bikes,hour\n" + rows.joined())
    try velibcorr.expectFailure(
      velibcorr.run("a.csv"), exit: 65, says: ["1 to 12 only", "--hour hour"], files: ["a.csv"])
    #expect(try velibcorr.run("a.csv", "--hour", "hour", "-o", "r.csv").ending == .exit(0))
  }
}
