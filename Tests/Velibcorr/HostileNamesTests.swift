import Foundation
import TestSupport
import Testing

/// Names and identifiers that would do harm where they are taken for something else.
@Suite struct HostileNamesTests {
  /// In the order of their bytes, as are those of every output.
  private static let stations = [
    "<script>alert(1)</script>", "\"quoted\" 'twice'", "comma, semicolon; tab\tend", "line\nfeed",
    "\u{202E}override", "😀 👩‍👩‍👧 emoji", String(repeating: "long", count: 2_500), "=1+1", "+1+1", "@SUM(A1)",
    "-2+3",
    "escape\u{1B}[31m\u{1B}]0;title\u{7}\u{8}end", "next\u{85}line\u{2028}\u{9B}2J", "</svg>&amp;&#0;",
  ].sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  /// Always half full, and always closed.
  private static let constant = "constant\u{1B}[2J\nrows 7"
  private static let closed = "closed\u{202E}\u{1B}[1A" + String(repeating: "!", count: 9_000)

  private static func field(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }

  private static let log: String = {
    var log = "station,free_docks,bikes,hour,name\n"
    for hour in 0..<24 {
      for (i, station) in stations.enumerated() {
        let free = 20 + (i % 2 == 0 ? hour : 24 - hour) / 2 + (hour * (i + 3)) % 5
        log += "\(field(station)),\(free),\(40 - free),\(hour),\(field("name of " + station))\n"
      }
      log += "\(field(constant)),5,5,\(hour),\(field("also " + constant))\n"
    }
    let name = field("name of " + stations[0])
    return log + "\(field(closed)),0,0,3,x\n\(field(stations[0])),\"x\u{1B}[2J\u{202E}\",1,3,\(name)\n"
  }()

  private static let outputs = [
    "--npy", "r.npy", "--pairs", "pairs.csv", "--neighbours", "3", "--neighbours-output", "neighbours.csv",
    "--groups",
    "groups.csv", "--profiles", "profiles.csv", "--plot", "m.svg", "--plot-profiles", "p.png", "--summary",
    "s.json",
    "--rejects", "rejects.csv", "--partial", "partial.csv", "-o", "r.csv",
  ]

  /// Nothing that a terminal would obey.
  private func expectHarmless(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let harmful = words.unicodeScalars.filter { scalar in
      let category = scalar.properties.generalCategory
      return scalar != "\n" && (category == .control || category == .format || category == .lineSeparator)
    }
    #expect(harmful.isEmpty, "\(words.debugDescription)", sourceLocation: sourceLocation)
    #expect(words.split(separator: "\n").allSatisfy { $0.count < 1_000 }, sourceLocation: sourceLocation)
  }

  @Test("messages hold them without what a terminal obeys, and cut", arguments: [Way.alone, .ranks(2)])
  func messages(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    let outcome = try velibcorr.run(["log.csv"] + Self.outputs, way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    expectHarmless(outcome.errors)
    #expect(outcome.errors.contains(#"always closed: closed\u{202E}\u{1B}[1A!!!"#))
    #expect(outcome.errors.contains(#"every correlation undefined: constant\u{1B}[2J\u{A}rows 7"#))
    let strict = try velibcorr.run(["log.csv", "--strict", "-o", "s.csv"], way)
    #expect(strict.ending == .exit(65))
    expectHarmless(strict.errors)
    #expect(strict.errors.contains(#"found 'x\u{1B}[2J\u{202E}'"#))
    try velibcorr.write("columns.csv", "\"a\u{1B}[2J\",\"\(String(repeating: "b", count: 5_000))\"\n1,2\n")
    let columns = try velibcorr.run(["columns.csv"], way)
    #expect(columns.ending == .exit(65))
    expectHarmless(columns.errors)
  }

  @Test("every way writes the same bytes; pictures hold none of it as markup")
  func everyWay() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    let files = [
      "r.npy", "pairs.csv", "neighbours.csv", "groups.csv", "profiles.csv", "m.svg", "p.png", "rejects.csv",
      "partial.csv", "r.csv",
    ]
    try velibcorr.runEveryWay(["log.csv"] + Self.outputs, outputs: files)
    let svg = try velibcorr.text("m.svg")
    #expect(!svg.contains("<script") && !svg.contains("&#0;") && svg.hasSuffix("</svg>\n"))
    for kind in ["png", "pdf"] {
      let outcome = try velibcorr.run("log.csv", "--no-matrix", "--plot", "m.\(kind)")
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    }
  }

  @Test(
    "programs read the names back as they are",
    .enabled(if: ReaderTests.python != nil, "VELIBCORR_PYTHON is not set"))
  func programs() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    let run = try velibcorr.run(["log.csv"] + Self.outputs)
    #expect(run.ending == .exit(0), "\(run.errors)")
    let known = ["stations": Self.stations, "others": [Self.constant, Self.closed]]
    try velibcorr.write("known.json", Array(JSONEncoder().encode(known)))
    let script = """
      import json, numpy, pandas, xml.dom.minidom
      known = json.load(open("known.json"))
      constant, closed = known["others"]
      stations = known["stations"]
      everyone = sorted(stations + [constant], key=str.encode)

      def read(name, **options):
          return pandas.read_csv(name, keep_default_na=True, **options)

      for name in "r.csv", "partial.csv":
          r = read(name, index_col=0)
          assert list(r.index) == list(r.columns) == everyone, name
      assert numpy.array_equal(numpy.load("r.npy"), read("r.csv", index_col=0).to_numpy(), equal_nan=True)
      pairs = read("pairs.csv")
      assert set(pairs.station_a) | set(pairs.station_b) == set(stations)
      neighbours = read("neighbours.csv")
      assert set(neighbours.station) == set(stations) and set(neighbours.neighbour) <= set(stations)
      groups = read("groups.csv")
      assert list(groups.station) == everyone
      assert list(groups.name) == [("also " if s == constant else "name of ") + s for s in everyone]
      profiles = read("profiles.csv").query("records > 0")
      assert list(dict.fromkeys(profiles.station)) == everyone and len(profiles) == 24 * len(everyone)
      rejects = read("rejects.csv")
      assert len(rejects) == 1 and "x\\x1b[2J\\u202e" in rejects.row[0], rejects
      summary = json.load(open("s.json"))["stations"]
      assert [s["id"] for s in summary["constant_profile"]] == [constant], summary
      assert [s["id"] for s in summary["always_closed"]] == [closed]
      xml.dom.minidom.parse("m.svg")
      print("checked")
      """
    let outcome = try velibcorr.start(command: [try #require(ReaderTests.python), "-c", script]).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.text == "checked\n")
    // What a run has written is an input of the next.
    let again = try velibcorr.run("profiles.csv", "-o", "again.csv")
    #expect(again.ending == .exit(0), "\(again.errors)")
    let isSame = try velibcorr.bytes("again.csv") == velibcorr.bytes("r.csv")
    #expect(isSame)
  }
}
