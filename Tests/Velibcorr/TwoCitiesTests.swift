import Foundation
import TestSupport
import Testing

/// Logs of two networks whose stations have the same numbers are refused, where anything proves it; those of one are not.
@Suite struct TwoCitiesTests {
  private static let header = "number,available_bike_stands,available_bikes,last_update"

  /// The log of a city: 20 stations, each with docks and a rhythm of its own, every ten minutes of two days from `day` of May 2024 on.
  /// - Parameters:
  ///   - city: 0 or 1.
  ///   - late: seconds that the times of a station are later by than those of the one before.
  private static func log(
    _ city: Int, day: Int = 1, times: Range<Int> = 0..<288, late: Int = 0, header: String = header,
    more: (Int) -> String = { _ in "" }
  ) -> String {
    let rows = times.flatMap { time in
      (1...20).map { station in
        let docks = 12 + (station * (city == 0 ? 7 : 11) + city * 5) % 30
        let bikes = (time / 3 * (station % 4 + 1) + station * (city + 3)) % docks
        let second = time * 600 + station * late
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = [second / 3600 % 24, second / 60 % 60, second % 60].map(two).joined(separator: ":")
        return
          "\(station),\(docks - bikes),\(bikes),2024-05-\(two(day + second / 86_400)) \(clock)\(more(station))\n"
      }
    }
    return header + "\n" + rows.joined()
  }

  private static let words = ["lyon.csv and paris.csv are of two networks, it seems"]

  @Test("Other counts at the same times")
  func counts() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("lyon.csv", Self.log(0))
    try velibcorr.write("paris.csv", Self.log(1))
    let says =
      Self.words + [
        ": station 1 at 2024-05-01 00:00:00 has 16 free docks and 3 bikes in the one, 24 free docks and 4 bikes in the other; "
          + "of ",
        "  velibcorr lyon.csv", "  velibcorr paris.csv", "--deduplicate",
      ]
    try velibcorr.expectFailureEveryWay(
      ["lyon.csv", "paris.csv"], exit: 65, says: says, files: ["lyon.csv", "paris.csv"])
    // Each by itself, and both in one, by what is printed.
    let typed = ["lyon.csv", "paris.csv", "-o", "r.csv", "--bins", "hour-of-week"]
    let commands = printedCommands(try velibcorr.run(typed).errors)
    #expect(
      commands.prefix(2) == [
        "velibcorr lyon.csv --bins hour-of-week", "velibcorr paris.csv --bins hour-of-week",
      ])
    #expect(commands.count == 3)
    for command in commands { #expect(try velibcorr.paste(command).ending == .exit(0)) }
    let both = try velibcorr.run("lyon.csv", "paris-named.csv", "-o", "r.csv")
    #expect(both.ending == .exit(0) && both.errors.contains("stations   40\n"), "\(both.errors)")
    for option in ["--deduplicate", "--again"] {
      #expect(try velibcorr.run("lyon.csv", "paris.csv", option, "-o", "r.csv").ending == .exit(0))
    }
  }

  @Test("The same of streams, of what lies in folders, and of polls, a file each")
  func forms() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("lyon.csv", Self.log(0))
    try velibcorr.write("paris.zip", storedZip([("log.csv", Array(Self.log(1).utf8))]))
    try velibcorr.expectFailureEveryWay(
      ["lyon.csv", "paris.zip"], exit: 65, says: ["lyon.csv and paris.zip are of two networks"],
      files: ["lyon.csv", "paris.zip"])
    try velibcorr.expectFailure(
      velibcorr.run("paris.zip", "-", input: .file(velibcorr.path("lyon.csv"))), exit: 65,
      says: ["paris.zip and standard input are of two networks"], files: ["lyon.csv", "paris.zip"])
    for (city, name) in ["lyon", "paris"].enumerated() {
      try FileManager.default.createDirectory(
        atPath: velibcorr.path("logs/\(name)"), withIntermediateDirectories: true)
      for time in 0..<200 {
        try velibcorr.write("logs/\(name)/\(1000 + time).csv", Self.log(city, times: time..<time + 1))
      }
    }
    try velibcorr.expectFailureEveryWay(
      ["logs/lyon", "logs/paris"], exit: 65,
      says: ["logs/lyon/1000.csv and logs/paris/1000.csv are of two networks"],
      files: ["logs", "lyon.csv", "paris.zip"])
    let one = try velibcorr.run("logs/lyon", "-o", "r.csv")
    #expect(one.ending == .exit(0), "\(one.errors)")
  }

  @Test("Other docks, where each station has times of its own")
  func docks() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("lyon.csv", Self.log(0, late: 7))
    try velibcorr.write("paris.csv", Self.log(1, late: 11))
    try velibcorr.expectFailureEveryWay(
      ["lyon.csv", "paris.csv"], exit: 65,
      says: Self.words + [": station 1 has 19 docks in the one, 28 in the other; of "],
      files: ["lyon.csv", "paris.csv"])
    // At other times nobody knows.
    try velibcorr.write("later.csv", Self.log(1, day: 15, late: 11))
    let run = try velibcorr.run("lyon.csv", "later.csv", "-o", "r.csv")
    #expect(run.ending == .exit(0), "\(run.errors)")
  }

  @Test("Other places, or names, at whatever times; --deduplicate does not make them one")
  func places() throws {
    let velibcorr = try Velibcorr()
    let places = [(45.76, 4.83), (48.85, 2.35)]
    let names = [["Bellecour", "Terreaux", "Perrache"], ["Rivoli", "Bastille", "Montmartre", "Nation"]]
    for (city, file) in ["lyon", "paris"].enumerated() {
      let (latitude, longitude) = places[city]
      try velibcorr.write(
        "\(file).csv",
        Self.log(city, day: 1 + 14 * city, header: Self.header + ",lat,lng") {
          ",\(latitude + Double($0) / 500),\(longitude)"
        })
      try velibcorr.write(
        "\(file)-names.csv",
        Self.log(city, day: 1 + 14 * city, header: Self.header + ",name") {
          ",\($0) - \(names[city][$0 % names[city].count]) \($0)"
        })
    }
    let files = try velibcorr.files()
    for options in [[], ["--deduplicate"]] {
      try velibcorr.expectFailure(
        velibcorr.run(["lyon.csv", "paris.csv"] + options), exit: 65,
        says: Self.words + [
          "station 1 is 391 km away from station 1", "of 20 stations looked at that both have, 20 differ so",
        ], files: files)
      try velibcorr.expectFailure(
        velibcorr.run(["lyon-names.csv", "paris-names.csv"] + options), exit: 65,
        says: ["station 1 is '1 - Terreaux 1' in the one, '1 - Bastille 1' in the other"], files: files)
    }
    // Of the next month, of a list that writes names in another way.
    try velibcorr.write(
      "june.csv",
      Self.log(0, day: 20, header: Self.header + ",name") { ",\(names[0][$0 % 3].uppercased()) (\($0))" })
    #expect(try velibcorr.run("lyon-names.csv", "june.csv", "-o", "r.csv").ending == .exit(0))
  }

  @Test("JSON of two cities")
  func feeds() throws {
    let velibcorr = try Velibcorr()
    for (city, name) in ["lyon", "paris"].enumerated() {
      let lines = Self.log(city).split(separator: "\n").dropFirst().map { row in
        let fields = row.split(separator: ",")
        return
          "{\"number\":\(fields[0]),\"free_docks\":\(fields[1]),\"bikes\":\(fields[2]),\"time\":\"\(fields[3])\"}\n"
      }
      try velibcorr.write("\(name).json", lines.joined())
    }
    try velibcorr.expectFailureEveryWay(
      ["lyon.json", "paris.json"], exit: 65, says: ["lyon.json and paris.json are of two networks"],
      files: ["lyon.json", "paris.json"])
  }

  @Test("One network: by months, twice, cut in two, in another order, and at times that are none of a moment")
  func oneNetwork() throws {
    let velibcorr = try Velibcorr()
    func expectRead(_ files: [(String, String)], sourceLocation: SourceLocation = #_sourceLocation) throws {
      for (name, text) in files { try velibcorr.write(name, text) }
      let run = try velibcorr.run(files.map(\.0) + ["-o", "r.csv"])
      #expect(run.ending == .exit(0), "\(run.errors)", sourceLocation: sourceLocation)
    }
    let log = Self.log(0)
    try expectRead([("a.csv", log), ("b.csv", Self.log(0, day: 15))])
    try expectRead([("a.csv", log), ("b.csv", Self.log(0, times: 100..<288))])
    let lines = log.split(separator: "\n").map { $0 + "\n" }
    try expectRead([
      ("a.csv", lines[...1505].joined()), ("b.csv", lines[0] + lines[1506...].reversed().joined()),
    ])
    // An hour has six records of each station.
    let hours = lines.map { $0.replacing(/:[0-5]0:00/, with: ":00:00") }
    try expectRead([("a.csv", hours[...1505].joined()), ("b.csv", hours[0] + hours[1506...].joined())])
    try expectRead([("a.csv", hours.joined()), ("b.csv", hours[0] + hours[1445...].joined())])
    // Polls in which stations tell an old time.
    let polls = (0..<8).map { poll in
      let lines = Self.log(0, times: poll * 6..<poll * 6 + 1).split(separator: "\n").dropFirst()
      let rows = lines.enumerated().map { number, line in
        line.split(separator: ",").prefix(3).joined(separator: ",") + ",2024-05-01 00:00:\(number + 10)\n"
      }
      return ("poll-\(poll).csv", Self.header + "\n" + rows.joined())
    }
    try expectRead(polls + [("b.csv", Self.log(0, day: 15))])
    // Two networks of which nothing tells it.
    try expectRead([("a.csv", log), ("b.csv", Self.log(1, day: 15))])
  }

  @Test("Logs of which one begins within the other, where neither is looked at by itself")
  func overlap() throws {
    let velibcorr = try Velibcorr()
    let (first, second) = (Self.log(0, times: 0..<288), Self.log(0, times: 215..<500))
    try velibcorr.write("a.csv", first)
    try velibcorr.write("b.csv", second)
    let words = " of its records that were looked at stand in a.csv too: they count twice; --deduplicate"
    for typed in [["a.csv", "b.csv"], ["b.csv", "a.csv"], ["a.csv", "b.csv", "--ranks", "2"]] {
      let run = try velibcorr.run(typed + ["-o", "r.csv"])
      #expect(run.ending == .exit(0) && run.errors.contains(words), "\(run.errors)")
    }
    let once = try velibcorr.run("a.csv", "b.csv", "--deduplicate", "-o", "once.csv")
    #expect(once.ending == .exit(0) && !once.errors.contains("twice"), "\(once.errors)")
    // What is not there twice is not told, nor is a copy told in two ways.
    try velibcorr.write("whole.csv", Self.log(0, times: 0..<500))
    #expect(try velibcorr.run("whole.csv", "-o", "whole-r.csv").ending == .exit(0))
    #expect(try velibcorr.text("once.csv") == velibcorr.text("whole-r.csv"))
    try velibcorr.write("c.csv", Self.log(0, times: 288..<500))
    let others = try velibcorr.run("a.csv", "c.csv", "-o", "r.csv")
    #expect(others.ending == .exit(0) && !others.errors.contains("twice"), "\(others.errors)")
    try velibcorr.write("copy.csv", first)
    let copies = try velibcorr.run("a.csv", "copy.csv", "-o", "r.csv")
    #expect(copies.errors.contains("a copy of") && !copies.errors.contains(" too: "), "\(copies.errors)")
    // Another city is seen there, too.
    try velibcorr.write("paris.csv", Self.log(1, times: 215..<500))
    let cities = try velibcorr.run("a.csv", "paris.csv", "-o", "cities.csv")
    #expect(cities.ending == .exit(65) && cities.errors.contains("of two networks"), "\(cities.errors)")
  }

  @Test("The verdict is the same in whatever order the logs are named")
  func order() throws {
    let velibcorr = try Velibcorr()
    for (city, name) in ["lyon", "paris"].enumerated() { try velibcorr.write("\(name).csv", Self.log(city)) }
    // Means of hours, and six records of each hour.
    let lines = Self.log(0).split(separator: "\n").map { $0.replacing(/:[0-5]0:00/, with: ":00:00") + "\n" }
    try velibcorr.write("hours.csv", lines.joined())
    let means = Self.log(1, times: 0..<48).replacing(/:[0-5]0:00/, with: ":00:00")
    var seen: Set<Substring> = []
    let once = means.split(separator: "\n").filter { line in
      let fields = line.split(separator: ",")
      return seen.insert(fields[0] + fields[3]).inserted
    }
    try velibcorr.write("means.csv", once.map { $0 + "\n" }.joined())
    for files in [["lyon.csv", "paris.csv"], ["paris.csv", "lyon.csv"]] {
      let run = try velibcorr.run(files + ["-o", "r.csv"])
      #expect(run.ending == .exit(65) && run.errors.contains(Self.words[0]), "\(run.errors)")
    }
    for files in [["hours.csv", "means.csv"], ["means.csv", "hours.csv"]] {
      let run = try velibcorr.run(files + ["-o", "r.csv"])
      #expect(run.ending == .exit(65) && run.errors.contains("are of two networks"), "\(run.errors)")
    }
  }

  @Test("Docks, places and names that change by themselves prove nothing")
  func unsteady() throws {
    let velibcorr = try Velibcorr()
    // Each log has 60 stations of its own, with steady docks, and ten that both have, whose docks come and go.
    for city in 0..<2 {
      let rows = (0..<40).flatMap { time in
        (1...70).map { station in
          let isOwn = station > 10
          let docks = isOwn ? 20 : 10 + (time * 13 + city * 7) % 20 + 15 * city
          let second = time * 600 + station * (city == 0 ? 7 : 11)
          let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
          let bikes = (time + station) % docks
          return
            "\(isOwn ? station + 100 * city : station),\(docks - bikes),\(bikes),2024-05-01 \(clock.joined(separator: ":"))\n"
        }
      }
      try velibcorr.write("docks-\(["a", "b"][city]).csv", Self.header + "\n" + rows.joined())
      // A number of a bike that stands here and there; its keeper is its name.
      var count = 0
      try velibcorr.write(
        "bikes-\(["a", "b"][city]).csv",
        Self.log(0, day: 1 + 14 * city, header: Self.header + ",name,lat,lng") { station in
          count += 1
          let keeper = ["Dupont", "Martin", "Bernard", "Petit", "Moreau"][(count / 20 + city) % 5]
          return ",\(keeper),\(45 + Double((count / 20 * 7 + city) % 10) / 20),4.8"
        })
    }
    for name in ["docks", "bikes"] {
      let run = try velibcorr.run("\(name)-a.csv", "\(name)-b.csv", "-o", "r.csv")
      #expect(run.ending == .exit(0), "\(run.errors)")
    }
  }

  @Test("What the first rows say must be confirmed by more of them")
  func confirmed() throws {
    let velibcorr = try Velibcorr()
    let log = Self.log(0)
    let longer = Self.log(0, times: 0..<400).split(separator: "\n").enumerated().map { number, line in
      // Of the first rows the counts were mended.
      guard (1...100).contains(number) else { return line + "\n" }
      var fields = line.split(separator: ",")
      fields[1] = Substring(String(Int(fields[1])! + 9))
      return fields.joined(separator: ",") + "\n"
    }
    try velibcorr.write("a.csv", log)
    try velibcorr.write("b.csv", longer.joined())
    let run = try velibcorr.run("a.csv", "b.csv", "-o", "r.csv")
    #expect(run.ending == .exit(0), "\(run.errors)")
  }

  @Test("Names with the streets of both cities; the last files of many; many logs with times of their own")
  func more() throws {
    let velibcorr = try Velibcorr()
    let names = [["Bellecour", "Terreaux", "Perrache"], ["Rivoli", "Bastille", "Montmartre", "Nation"]]
    func name(_ city: Int, _ station: Int) -> String {
      "\(["Avenue", "Place"][station % 2]) \(names[city][station % names[city].count])"
    }
    for (city, file) in ["lyon", "paris"].enumerated() {
      try velibcorr.write(
        "\(file).csv",
        Self.log(city, day: 1 + 14 * city, header: Self.header + ",name") { ",\(name(city, $0))" })
    }
    try velibcorr.expectFailure(
      velibcorr.run("lyon.csv", "paris.csv"), exit: 65,
      says: ["station 1 is 'Place Terreaux' in the one, 'Place Bastille' in the other"],
      files: ["lyon.csv", "paris.csv"])
    try velibcorr.write(
      "june.csv",
      Self.log(0, day: 20, header: Self.header + ",name") { ",\(name(0, $0).uppercased()) bis" })
    #expect(try velibcorr.run("lyon.csv", "june.csv", "-o", "r.csv").ending == .exit(0))

    let months = (1...20).map { "month-\($0 < 10 ? "0" : "")\($0).csv" }
    for (number, month) in months.enumerated() {
      let city = number < 17 ? 0 : 1
      try velibcorr.write(
        month,
        Self.log(city, day: 1 + number, times: 0..<10, header: Self.header + ",name") { ",\(name(city, $0))" }
      )
    }
    let run = try velibcorr.run(months + ["-o", "r.csv"])
    #expect(run.ending == .exit(65) && run.errors.contains("are of two networks, it seems"), "\(run.errors)")

    var parts: [String] = []
    for (city, file) in ["lyon", "paris"].enumerated() {
      let lines = Self.log(city, late: 7 + 4 * city).split(separator: "\n").map { $0 + "\n" }
      for part in ["a", "b", "c", "d", "e"].enumerated() {
        // Of each time a station of every part.
        let rows = lines.dropFirst().enumerated().filter { ($0.offset / 20 + $0.offset) % 5 == part.offset }
        parts.append("\(file)-\(part.element).csv")
        try velibcorr.write(parts.last!, lines[0] + rows.map(\.element).joined())
      }
    }
    let many = try velibcorr.run(parts + ["-o", "r.csv"])
    #expect(
      many.ending == .exit(65) && many.errors.contains(" docks in the one, "), "\(many.errors)")
  }

  @Test("The same docks with other counts: one network, at other times")
  func sameDocks() throws {
    let velibcorr = try Velibcorr()
    let log = Self.log(0, times: 0..<144)
    try velibcorr.write("a.csv", log)
    try velibcorr.write("c.csv", Self.shifted(log))
    try velibcorr.expectFailure(
      velibcorr.run("a.csv", "c.csv"), exit: 65,
      says: ["a.csv and c.csv contradict each other: station 1 at ", "may be of another zone"],
      files: ["a.csv", "c.csv"])
  }

  /// The same records an hour later.
  private static func shifted(_ log: String) -> String {
    log.split(separator: "\n").map { line in
      guard let match = line.firstMatch(of: /\ (\d\d):/), let hour = Int(match.output.1), hour < 23 else {
        return line + "\n"
      }
      let later = hour + 1
      return line.replacing(" \(match.output.1):", with: " \(later < 10 ? "0" : "")\(later):") + "\n"
    }.joined()
  }
}
