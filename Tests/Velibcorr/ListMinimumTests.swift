import TestSupport
import Testing

/// `--min-hours`: what lists want unless it is given, while the matrix wants three common hours.
@Suite struct ListMinimumTests {
  /// Stations 1 to 3 have all hours of the day, 4 and 5 the first eleven and twelve of them, 6 the last three.
  private static let log = makeLog()

  private static func makeLog() -> [UInt8] {
    var text = "number,available_bike_stands,available_bikes,heure\n"
    for (station, hours) in [(1, 0..<24), (2, 0..<24), (3, 0..<24), (4, 0..<11), (5, 0..<12), (6, 21..<24)] {
      for hour in hours {
        let free = (hour * hour * station + 7 * hour) % 31
        text += "\(station),\(free),\(31 - free),\(hour)\n"
      }
    }
    return Array(text.utf8)
  }

  private static let arguments = [
    "log.csv", "-o", "r.csv", "--npy", "r.npy", "--pairs", "p.csv", "--neighbours", "9",
    "--neighbours-output", "n.csv",
  ]

  private func stations(_ velibcorr: Velibcorr, _ file: String, _ column: Int) throws -> Set<Substring> {
    Set(
      try velibcorr.text(file).split(separator: "\n").dropFirst().map { line in
        line.split(separator: ",", omittingEmptySubsequences: false)[column]
      })
  }

  @Test(
    "Lists want half of the hours of the best known station, the matrix three; it is said, every way the same"
  )
  func halfOfTheHours() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    try velibcorr.runEveryWay(Self.arguments, outputs: ["r.csv", "r.npy", "p.csv", "n.csv"])
    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    #expect(matrix.values[0].allSatisfy { !$0.isNaN })
    #expect(
      try stations(velibcorr, "p.csv", 0).union(stations(velibcorr, "p.csv", 1)) == ["1", "2", "3", "5"])
    #expect(try stations(velibcorr, "n.csv", 0) == ["1", "2", "3", "5"])
    let outcome = try velibcorr.run(Self.arguments)
    for words in [
      "pairs      15, undefined: 2 by fewer than 3 common hours",
      "lists      of pairs with at least 12 common hours, half of the most that a station has (--min-hours): "
        + "undefined: 9 by fewer than 12 common hours",
    ] {
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
    let alone = try velibcorr.run("log.csv", "--no-matrix", "--pairs", "alone.csv")
    #expect(
      alone.errors.contains("pairs      15, undefined: 9 by fewer than 12 common hours"), "\(alone.errors)")
    #expect(try velibcorr.text("alone.csv") == velibcorr.text("p.csv"))
  }

  @Test("What --min-hours gives holds for all outputs", arguments: [2, 3, 11, 24])
  func given(_ minimum: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    let outcome = try velibcorr.run(Self.arguments + ["--min-hours", "\(minimum)"])
    #expect(outcome.ending == .exit(0) && !outcome.errors.contains("lists  "), "\(outcome.errors)")
    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    let defined = matrix.stations.indices.flatMap { a in matrix.values[a][..<a].filter { !$0.isNaN } }
    #expect(try velibcorr.text("p.csv").split(separator: "\n").count == 1 + defined.count)
  }

  @Test("A group is of stations with half of the hours; with all hours at every station nothing is said")
  func groups() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--groups", "g.csv")
    #expect(outcome.errors.contains("; 2 stations in none"), "\(outcome.errors)")
    let all = try velibcorr.run("log.csv", "--no-matrix", "--groups", "g.csv", "--min-hours", "3")
    #expect(!all.errors.contains("in none"), "\(all.errors)")
    try velibcorr.write("small.csv", smallLog)
    #expect(try !velibcorr.run("small.csv", "--pairs", "p.csv").errors.contains("lists  "))
  }
}
