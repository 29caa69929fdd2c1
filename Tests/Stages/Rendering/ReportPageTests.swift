import Availability
import Digests
import Foundation
import LinearAlgebra
import Rendering
import Testing

@Suite("The page of a report")
struct ReportPageTests {
  private static func content(names: [String], input: String = "log.csv") -> ReportContent {
    let count = names.count
    let correlations = RoundedCorrelations(order: Array(0..<count), decimals: 5)
    var neighbours = ReportNeighbours(stations: count)
    var tile = WholeMatrix(rows: count, columns: count)
    for a in 0..<count { for b in 0..<count { tile[a, b] = Int64(500 * (a + b)) } }
    correlations.enter(tile, rows: 0..<count, columns: 0..<count)
    neighbours.enter(tile, rows: 0..<count, columns: 0..<count) { _, _ in true }
    let tallies = (0..<24 * count).map { _ in Tally(count: 1, sum: 1 << 58)! }
    let stations = names.indices.map { StationID("\($0)") }
    let profiles = HourlyProfiles(bins: .hourOfDay, stations: stations, tallies: tallies)
    return ReportContent(
      about: .init(
        version: "1.2.3", inputs: [input],
        analysis: .init(
          method: "Pearson's r", symbol: "r", bins: .hourOfDay, minimumBins: 3, tellingBins: 12),
        period: ("2013-09-10 11:25:19", "2013-09-12 00:00:00"),
        rows: .init(read: 9, used: 7, leftOut: [.init("no station", 2)]), pairs: count * (count - 1) / 2),
      stations: names.enumerated().map { number, name in
        .init(
          stations[number], number: number, group: number % 2 == 0 ? 1 : nil,
          StationDetails(name: name, place: .init(latitude: 48.5, longitude: Double(number) - 2)))
      },
      closed: [.init(StationID("closed"), StationDetails(name: names.first))],
      cuts: [.init(starts: [0], silhouette: nil, silhouettes: [], stability: nil, agreements: [nil, 0.5])],
      pairs: .init(correlations, neighbours), profiles: ReportProfiles(profiles))
  }

  private static let hostile = [
    "<script>alert(1)</script>", "</script><!--", "\"quotes\" & 'more' \\u003c", "line\u{2028}separator",
    "\u{202E}right to left", "\u{1F6B2}", String(repeating: "e\u{301}", count: 5_000),
    "{{content}}{{script}}", "",
  ]

  @Test("hostile names stay within the data, and are read back as they are")
  func hostileNames() throws {
    let html = try ReportPage.html(Self.content(names: Self.hostile, input: "</script><img src=x>.csv"))
    let report = try UnpackedReport(html)
    let plain = try UnpackedReport(ReportPage.html(Self.content(names: ["a", "b"])))
    for tag in ["<script", "</script", "<!--", "<img", "<"] {
      let (found, due) = (report.html.ranges(of: tag).count, plain.html.ranges(of: tag).count)
      #expect(found == due, "\(tag): \(found), without hostile names \(due)")
    }
    #expect(report.stations.count == Self.hostile.count)
    for (station, name) in zip(report.stations, Self.hostile) where name.unicodeScalars.count < 200 {
      #expect(station["name"] as? String == name)
    }
    let long = try #require(report.stations[6]["name"] as? String)
    #expect(long.unicodeScalars.count == 200 && long.hasSuffix("\u{2026}"))
    let about = try #require(report.content["about"] as? [String: Any])
    #expect(about["inputs"] as? [String] == ["</script><img src=x>.csv"])
  }

  @Test("the same content is the same bytes")
  func determinism() throws {
    let pages = try (0..<2).map { _ in try ReportPage.html(Self.content(names: Self.hostile)) }
    let isSame = pages[0] == pages[1]
    #expect(isSame)
  }

  @Test("nothing comes from elsewhere, and only this style and this script are allowed")
  func policy() throws {
    let html = try UnpackedReport(ReportPage.html(Self.content(names: ["a", "b"]))).html
    #expect(html.hasPrefix("<!doctype html>\n"))
    #expect(!html.contains("{{"))
    // The namespace of SVG is a name, not an address.
    #expect(html.ranges(of: "://").count == html.ranges(of: "http://www.w3.org/2000/svg").count)
    for word in [
      "@import", "src=", "url(", "import ", "import(", "innerHTML", "eval(", "fetch(", "XMLHttpRequest",
    ] {
      #expect(!html.contains(word), "\(word)")
    }
    let policy = try #require(html.firstMatch(of: #/Content-Security-Policy" content="([^"]+)"/#)).1
    #expect(policy.contains("default-src 'none'"))
    #expect(!policy.contains("unsafe"))
    for (start, name, directive) in [
      ("style", "style", "style-src"), ("script type=\"module\"", "script", "script-src"),
    ] {
      let text = try #require(UnpackedReport.element(start, name, in: html))
      let sha256 = SHA256()
      Array(text.utf8).withUnsafeBytes { sha256.update($0) }
      let hash = Data(sha256.bytes).base64EncodedString()
      #expect(policy.contains("\(directive) 'sha256-\(hash)'"))
    }
  }

  @Test("data are packed where scripts look for them")
  func data() throws {
    let report = try UnpackedReport(ReportPage.html(Self.content(names: ["a", "b", "c"])))
    #expect(try report.numbers("correlations", count: 3) == [100, 200, 300])
    #expect(report.content["alike"] as? [[Int]] == [[1, 2], [0, 2], [0, 1]])
    #expect(report.content["opposed"] as? [[Int]] == [])
    let neighbours = try #require(report.content["neighbours"] as? String)
    let bytes = try #require(Data(base64Encoded: neighbours))
    let others = (0..<30).map { Int(bytes[$0]) << 8 | Int(bytes[30 + $0]) }
    // Of each station five that are alike, then five that are opposed.
    let none = [Int](repeating: 0xFFFF, count: 8)
    #expect(others == [2, 1] + none + [2, 0] + none + [1, 0] + none)
    #expect(try report.numbers("day", count: 72) == [UInt16](repeating: 2_500, count: 72))
    #expect(try report.numbers("week", count: 0).isEmpty)
    #expect(try report.bytes("bins", size: 9) == [UInt8](repeating: 0xFF, count: 9))
    #expect(report.stations.map { $0["group"] as? Int } == [1, nil, 1])
    #expect(report.stations.map { $0["lng"] as? Double } == [-2, -1, 0])
    let palette = try #require(report.content["palette"] as? [String: Any])
    let colours = try #require(palette["map"] as? String)
    let map = try #require(Data(base64Encoded: colours))
    for r in [-1, -0.5, 0, 0.123, 1] {
      let at = 3 * Int((Double(map.count / 3 - 1) / 2 * (1 + r)).rounded())
      let code = map[at..<at + 3].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      #expect(code == DivergingMap.colour(of: r).code, "r = \(r)")
    }
    #expect((palette["groups"] as? [String])?.first == "#0072b2")
  }

  @Test("1,230 stations stay far below 5 MB, however their correlations lie")
  func size() throws {
    let count = 1_230
    let correlations = RoundedCorrelations(order: Array(0..<count), decimals: 5)
    var tile = WholeMatrix(rows: count, columns: count)
    var state: UInt64 = 1
    for a in 0..<count {
      for b in a..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        tile[a, b] = Int64(state >> 11) % 200_001 - 100_000
      }
    }
    correlations.enter(tile, rows: 0..<count, columns: 0..<count)
    // Noise over all values: 15.3 bits each, 4/3 as much in base64.
    #expect(correlations.packed().count * 4 / 3 < 2_100_000)
  }
}
