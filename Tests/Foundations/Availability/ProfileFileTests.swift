import Availability
import Testing

@Suite("ProfileFile: what a profile file says of itself")
struct ProfileFileTests {
  @Test("its column name reads back", arguments: BinKind.allCases, [0, 1, .max] as [UInt64])
  func roundTrip(bins: BinKind, checksum: UInt64) {
    let file = ProfileFile(bins: bins, rows: 1_416, checksum: checksum)
    #expect(ProfileFile(columnName: file.columnName) == file)
    #expect(ProfileFile.isHeader(ProfileFile.columns + [file.columnName]))
    #expect(!file.columnName.contains(","))
  }

  @Test("a damaged name, or one of another version, is none but still a profile file's")
  func damaged() {
    let name = ProfileFile(bins: .hourOfDay, rows: 3, checksum: 7).columnName
    for damaged in [
      name.replacing("=1 ", with: "=2 "), name.replacing("hour-of-day", with: "hour"), name + " more=1",
      String(name.prefix(30)), name.replacing("rows=3", with: "rows=x"),
      name.replacing("check=", with: "check=g"),
    ] {
      #expect(ProfileFile(columnName: damaged) == nil, "\(damaged)")
      #expect(ProfileFile.isHeader(ProfileFile.columns + [damaged]))
    }
    #expect(!ProfileFile.isHeader(ProfileFile.columns))
    #expect(!ProfileFile.isHeader(["number", "available_bikes"]))
    #expect(!ProfileFile.isHeader([]))
  }

  @Test("the check of a row changes with each of its parts")
  func check() throws {
    var tally = Tally()
    tally.add(try #require(Share(free: 1, bikes: 2)))
    var other = tally
    other.add(try #require(Share(free: 0, bikes: 2)))
    let checks = [
      ProfileFile.check("7".utf8, bin: "07".utf8, tally),
      ProfileFile.check("8".utf8, bin: "07".utf8, tally),
      ProfileFile.check("7".utf8, bin: "08".utf8, tally),
      ProfileFile.check("7".utf8, bin: "07".utf8, other),
      ProfileFile.check("70".utf8, bin: "7".utf8, tally),
      ProfileFile.check("".utf8, bin: "707".utf8, tally),
    ]
    #expect(Set(checks).count == checks.count)
  }

  @Test("a count and a sum make a tally only if records can give them")
  func tally() throws {
    let whole = UInt128(1) << 60
    let tally = try #require(Tally(count: 3, sum: 2 * whole))
    #expect((tally.count, tally.sum) == (3, 2 * whole))
    #expect(Tally(count: 3, sum: 3 * whole) != nil)
    #expect(Tally(count: 3, sum: 3 * whole + 1) == nil)
    #expect(Tally(count: 0, sum: 0) == nil)
    #expect(Tally(count: 1 << 34, sum: 0) == nil)
  }
}
