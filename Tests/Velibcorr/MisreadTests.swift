import TestSupport
import Testing

/// Logs that look sound and are not: each is refused, or read as what it is, or it is said how it was read. None
/// gives another matrix without a word.
@Suite struct MisreadTests {
  struct Trap: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    var arguments: [String] = []
    /// A matrix of another kind is right where this is said.
    var warning: String?

    init(_ name: String, _ bytes: [UInt8], _ arguments: [String] = [], warning: String? = nil) {
      testDescription = name
      self.bytes = bytes
      self.arguments = arguments
      self.warning = warning
    }
  }

  private static let names = SoundLog.header + ["name", "address"]

  /// The rows with a name and an address, those of some rows by their numbers.
  private static func named(_ names: [Int: String], addresses: [Int: String] = [:]) -> [UInt8] {
    SoundLog.text(Self.names) { $1 + [names[$0] ?? "Main", addresses[$0] ?? "1 Main Street"] }
  }

  /// The log in which another header begins after twelve rows, whose docks and bikes have changed places.
  private static func swapped(_ header: [String], again: [String], more: [String] = []) -> [UInt8] {
    SoundLog.text(header) { number, row in
      let row = row + more
      guard number >= 12 else { return row }
      let turned = [row[0], row[2], row[1]] + row[3...]
      return number == 12 ? [again.joined(separator: ",") + "\n" + turned[0]] + turned[1...] : turned
    }
  }

  static let quotes: [Trap] = [
    Trap(
      "text after a quote, and a quoted comma further on",
      named([4: #""Main" Street"#, 16: #""21, chemin""#])),
    Trap("the same in another column", named([4: #""Main" Street"#], addresses: [16: #""21, chemin""#])),
    Trap("quotes behind backslashes", named([4: #""Rue \"A, B\"""#, 16: #""Rue \"A""#])),
    Trap("two quotes that open", named([4: "\"Main", 6: "\"Main"])),
    Trap("a quote that opens, one that closes", named([4: "\"Main", 9: "Main\""])),
  ]

  static let headers: [Trap] = [
    Trap(
      "other names that are known, one that begins with a digit",
      swapped(
        SoundLog.header + ["1st_note"],
        again: ["station_id", "bikes_available", "docks_available", "timestamp", "1st_note"], more: ["x"])),
    Trap("names that are not known", swapped(SoundLog.header, again: ["Wo", "Volle", "Leere", "Wann"])),
    Trap(
      "names in Latin-1",
      latin1(
        swapped(
          ["number", "Nombre bornettes libres", "Nombre total vélos disponibles", "last_update"],
          again: ["number", "Nombre total vélos disponibles", "Nombre bornettes libres", "last_update"]))),
  ]

  private static func latin1(_ utf8: [UInt8]) -> [UInt8] {
    String(decoding: utf8, as: UTF8.self).unicodeScalars.map { UInt8($0.value) }
  }

  private static func timed(_ time: (Int, String) -> String) -> [UInt8] {
    SoundLog.text { [$1[0], $1[1], $1[2], time($0, $1[3])] }
  }

  static let times: [Trap] = [
    Trap("times cut at their start", timed { $0 == 7 ? String($1.dropFirst(3)) : $1 }, ["--bins", "series"]),
    Trap("YYMMDDhhmm", timed { number, _ in "2405140" + String(number / 3) + "30" }),
    Trap("DDMMYYYYhh", timed { number, _ in "1405" + "20240" + String(number / 3) }),
    Trap("MMDDYYYYhh", timed { number, _ in "1214" + "20240" + String(number / 3) }),
    Trap("a placeholder written day first", timed { $0 == 7 ? "01/01/1970 00:00" : $1 }),
    Trap("a damaged time", timed { $0 == 7 ? "20-24" + $1.dropFirst(4) : $1 }),
  ]

  static let columns: [Trap] = [
    Trap(
      "all docks, of which one is broken now and then",
      SoundLog.text(["station", "docks", "bikes", "date"]) {
        [$1[0], $0 % 7 == 0 ? "11" : "10", $1[2], $1[3]]
      }),
    Trap(
      "main stands, and all stands",
      SoundLog.text([
        "number", "mainStands.availabilities.bikes", "mainStands.availabilities.stands",
        "totalStands.availabilities.bikes", "totalStands.availabilities.stands", "lastUpdate",
      ]) { [$1[0], "\($0 % 5)", "1", $1[2], $1[1], $1[3]] }),
    Trap(
      "two cities by contract_name",
      SoundLog.text(SoundLog.header + ["contract_name"]) { $1 + [$0 % 2 == 0 ? "Paris" : "Lyon"] },
      warning: "Lyon"),
  ]

  @Test("Quotes", arguments: quotes) func quote(trap: Trap) throws { try spring(trap) }
  @Test("Headers again", arguments: headers) func header(trap: Trap) throws { try spring(trap) }
  @Test("Times", arguments: times) func time(trap: Trap) throws { try spring(trap) }
  @Test("Columns", arguments: columns) func column(trap: Trap) throws { try spring(trap) }

  @Test("Hours are those of a clock of twelve where they are all of them and no other", arguments: Way.own)
  func clockOfTwelve(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    for (hours, isRefused) in [
      (1...12, true), (0...11, true), (5...11, false), (1...11, false), (2...12, false), (1...13, false),
      (0...12, false),
    ] {
      let rows = hours.flatMap { hour in
        (1...3).map { "\($0),\(hour * $0 * 7 % 11),\(1 + hour * $0 % 5),\(hour)\n" }
      }
      try velibcorr.write(
        "a.csv", "number,available_bike_stands,available_bikes,heure\n" + rows.joined())
      let outcome = try velibcorr.run(["a.csv", "-o", "r.csv"], way)
      #expect(outcome.ending == .exit(isRefused ? 65 : 0), "\(hours): \(outcome.errors)")
      let words = "'heure' has hours of \(hours.lowerBound) to \(hours.upperBound) only"
      #expect(outcome.errors.contains(words) == isRefused, "\(hours): \(outcome.errors)")
    }
  }

  private func spring(_ trap: Trap) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", trap.bytes)
    let outcome = try velibcorr.run(["a.csv", "-o", "r.csv", "--rejects", "rejects.csv"] + trap.arguments)
    if outcome.ending == .exit(65) { return try velibcorr.expectNothingLeft(but: ["a.csv"]) }
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    if let warning = trap.warning {
      #expect(outcome.errors.contains(warning), "\(outcome.errors)")
      return
    }
    // What was left out has to be rows, not what a quote has swallowed; the others are as they should be.
    let rejects = try velibcorr.text("rejects.csv").split(separator: "\n").dropFirst()
    let left = rejects.compactMap { $0.firstMatch(of: /^a.csv,([0-9]+),/).flatMap { Int($0.output.1) } }
    #expect(left.count == rejects.count, "\(rejects)")
    let sound = SoundLog.text().split(separator: UInt8(ascii: "\n"))
    let kept = sound.indices.filter { !left.contains($0 + 1) }.flatMap { sound[$0] + [UInt8(ascii: "\n")] }
    try velibcorr.write("sound.csv", kept)
    let due = try velibcorr.run(["sound.csv", "-o", "due.csv"] + trap.arguments)
    try #require(due.ending == .exit(0), "\(due.errors)")
    #expect(try velibcorr.text("r.csv") == velibcorr.text("due.csv"), "\(outcome.errors)")
  }
}
