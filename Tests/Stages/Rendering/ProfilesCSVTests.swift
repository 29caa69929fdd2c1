import Availability
import Rendering
import Testing

@Suite("ProfilesCSV: a row for each bin that a station has")
struct ProfilesCSVTests {
  private static func profiles() throws -> HourlyProfiles {
    var tallies = [Tally](repeating: Tally(), count: 3 * 24)
    tallies[7].add(try #require(Share(free: 3, bikes: 1)))
    tallies[7].add(try #require(Share(free: 1, bikes: 3)))
    tallies[23].add(try #require(Share(free: 0, bikes: 3)))
    tallies[24].add(try #require(Share(free: 1, bikes: 2)))
    return HourlyProfiles(
      bins: .hourOfDay, stations: ["7", "a,b", "none"].map { StationID($0) }, tallies: tallies)
  }

  /// The columns up to the mean; what follows is for velibcorr itself.
  private static func rows(_ profiles: HourlyProfiles, _ format: NumberFormat) -> [String] {
    String(decoding: text(profiles, format), as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).dropLast().joined(separator: ",") }
  }

  private static func text(_ profiles: HourlyProfiles, _ format: NumberFormat) -> [UInt8] {
    ProfilesCSV(format: format).text(profiles, stations: 0..<profiles.stations.count)
  }

  @Test("station, bin, records and mean")
  func rows() throws {
    let profiles = try Self.profiles()
    #expect(
      Self.rows(profiles, .shortest) == ["7,07,2,0.5", "7,23,1,0.0", "\"a,b\",00,1,0.3333333333333333"])
    #expect(Self.rows(profiles, .decimals(2)) == ["7,07,2,0.50", "7,23,1,0.00", "\"a,b\",00,1,0.33"])
  }

  @Test("the last column is the exact sum, which no number of digits shortens")
  func sums() throws {
    for format in [NumberFormat.shortest, .decimals(1)] {
      let profiles = try Self.profiles()
      let sums = String(decoding: Self.text(profiles, format), as: UTF8.self).split(separator: "\n")
        .compactMap { $0.split(separator: ",").last.flatMap { UInt128(String($0)) } }
      let expected: [UInt128] = [1 << 60, 0, ((1 << 60) - 1) / 3]
      #expect(sums == expected)
      #expect(try ProfilesCSV(format: format).measure(profiles).rows == 3)
    }
  }

  @Test("the header names the columns")
  func header() {
    let file = ProfileFile(bins: .hourOfDay, rows: 3, checksum: 7)
    let header = String(decoding: ProfilesCSV(format: .shortest).header(file), as: UTF8.self)
    #expect(header == "station,bin,records,mean,\(file.columnName)\n")
  }

  @Test("the number of rows and the checksum do not depend on how stations are dealt out")
  func checksum() throws {
    let whole = try Self.profiles()
    let csv = ProfilesCSV(format: .shortest)
    let parts = (0..<3).map { row in
      HourlyProfiles(
        bins: .hourOfDay, stations: [whole.stations[row]], tallies: Array(whole.tallies(of: row)))
    }
    let measures = try parts.map { try csv.measure($0) }
    let all = try csv.measure(whole)
    #expect(Self.text(whole, .shortest) == parts.flatMap { Self.text($0, .shortest) })
    #expect(
      Self.text(whole, .shortest)
        == csv.text(whole, stations: 0..<1) + csv.text(whole, stations: 1..<3))
    #expect(all.rows == measures.reduce(0) { $0 + $1.rows })
    #expect(all.checksum == measures.reduce(0) { $0 &+ $1.checksum })
    #expect(all.checksum != measures[0].checksum)
  }
}
