import Availability
import Rendering
import Testing

@Suite("ProfilesCSV: a row for each bin that a station has")
struct ProfilesCSVTests {
  private static let closed = ClosedBins(rows: [
    [.init(bin: 7, count: 2), .init(bin: 8, count: 1)], [], [.init(bin: 1, count: 5)], [],
  ])

  private static func profiles() throws -> HourlyProfiles {
    var tallies = [Tally](repeating: Tally(), count: 4 * 24)
    tallies[7].add(try #require(Share(free: 3, bikes: 1)))
    tallies[7].add(try #require(Share(free: 1, bikes: 3)))
    tallies[23].add(try #require(Share(free: 0, bikes: 3)))
    tallies[24].add(try #require(Share(free: 1, bikes: 2)))
    return HourlyProfiles(
      bins: .hourOfDay, stations: ["7", "a,b", "closed", "none"].map { StationID($0) }, tallies: tallies)
  }

  private static let details = [
    StationID("7"): StationDetails(
      name: "Gare \"du\" Nord", place: .init(latitude: 48.88, longitude: 2.355)),
    StationID("a,b"): StationDetails(name: "plain"),
  ]

  private static func csv(_ format: NumberFormat = .shortest, named: Bool = false, threads: Int = 1) throws
    -> ProfilesCSV
  {
    try ProfilesCSV(
      profiles(), closed: closed, details: named ? details : [:], format: format, threads: threads)
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("station, bin, records, mean, the exact sum in two columns, and closed records")
  func rows() throws {
    let text = try Self.csv().text(stations: 0..<4, cells: [])
    let low = (UInt64(1 << 60) / 3) & ((1 << 47) - 1)
    #expect(
      Self.lines(text.bytes) == [
        "7,07,2,0.5,8192,0,2,,,,", "7,08,0,,0,0,1,,,,", "7,23,1,0.0,0,0,0,,,,",
        "\"a,b\",00,1,0.3333333333333333,2730,\(low),0,,,,", "closed,01,0,,0,0,5,,,,",
      ])
    #expect(try Self.csv().rowCount == 5)
    let short = try Self.csv(.decimals(2)).text(stations: 0..<1, cells: [])
    #expect(Self.lines(short.bytes)[0] == "7,07,2,0.50,8192,0,2,,,,")
  }

  @Test("names and places in a station's first row, cells in the first rows")
  func details() throws {
    let text = try Self.csv(named: true).text(stations: 0..<4, cells: [[0x7B, 0x7D], Array("a,b".utf8)])
    let found = Self.lines(text.bytes).map { line in
      String(line.split(separator: ",", maxSplits: 6, omittingEmptySubsequences: false)[6])
    }
    let low = UInt64(1 << 60) / 3 & ((1 << 47) - 1)
    let expected = [
      "2,\"Gare \"\"du\"\" Nord\",48.88,2.355,{}", "1,,,,\"a,b\"", "0,,,,", "\(low),0,plain,,,", "5,,,,",
    ]
    #expect(found == expected)
  }

  @Test("the header is the same whatever is written")
  func header() {
    #expect(
      String(decoding: ProfilesCSV.header, as: UTF8.self)
        == "station,bin,records,mean,sum_high,sum_low,closed,name,lat,lng,provenance\n")
  }

  @Test("the text and the checksum do not depend on how stations are dealt out")
  func checksum() throws {
    let cells = (0..<4).map { Array("cell \($0)".utf8) }
    let whole = try Self.csv(named: true).text(stations: 0..<4, cells: cells)
    for threads in 1...3 {
      let csv = try Self.csv(named: true, threads: threads)
      let threaded = try csv.text(stations: 0..<4, cells: cells, threads: threads)
      #expect(threaded.pieces.flatMap(\.self) == whole.bytes && threaded.check == whole.check)
      let parts = [0..<1, 1..<1, 1..<3, 3..<4].map { csv.text(stations: $0, cells: cells) }
      #expect(parts.flatMap(\.bytes) == whole.bytes)
      #expect(parts.reduce(0) { $0 &+ $1.check } == whole.check)
    }
    let after = try Self.csv().text(stations: 0..<1, cells: cells, after: 3)
    #expect(Self.lines(after.bytes)[0].hasSuffix(",cell 3") && Self.lines(after.bytes)[1].hasSuffix(",,,,"))
  }
}
