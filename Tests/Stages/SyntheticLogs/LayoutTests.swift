import SyntheticLogs
import Testing

@Suite struct LayoutTests {
  @Test func beginsWithTheHeaderOfTheRealFile() throws {
    let text = String(decoding: try SyntheticNetwork(stations: 2, length: .rows(1)).bytes(), as: UTF8.self)
    #expect(
      text.hasPrefix(
        "collect_date\tlast_update\tavailable_bike_stands\tavailable_bikes\tnumber\theure\tminute\n"))
  }

  @Test func everyRowHasTheLayoutOfTheRealFile() throws {
    let updated = /\d{4}-\d\d-\d\d (\d\d):(\d\d):\d\d/
    let collected = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}/
    for row in try SyntheticNetwork(stations: 20, length: .days(2), every: 7).parsedRows() {
      let match = try #require(try updated.wholeMatch(in: row.updated), "\(row)")
      #expect(Int(match.1) == row.hour && Int(match.2) == row.minute, "\(row)")
      #expect(try collected.wholeMatch(in: row.collected) != nil, "\(row)")
    }
  }

  @Test func firstReadingIsThatOfTheRealFile() throws {
    let rows = try SyntheticNetwork(stations: 100, length: .rows(50)).parsedRows()
    #expect(rows.contains { $0.updated == "2013-09-10 11:25:19" })
    #expect(rows.allSatisfy { $0.updated.hasSuffix(" 11:25:19") && $0.hour == 11 && $0.minute == 25 })
  }

  @Test func rowsAreCollectedShortlyAfterTheirUpdateAndInOrder() throws {
    let rows = try SyntheticNetwork(stations: 50, length: .days(1)).parsedRows()
    for row in rows where !row.isStale { #expect(row.updated < row.collected, "\(row)") }
    // The last three digits are random within a millisecond.
    for (row, next) in zip(rows, rows.dropFirst()) {
      #expect(row.collected.dropLast(3) <= next.collected.dropLast(3), "\(row) \(next)")
    }
  }

  @Test func readingsFollowTheCalendar() throws {
    let log = try SyntheticNetwork(stations: 1, length: .days(3650), every: 1440).parsedRows()
    let days = log.map { $0.collected.prefix(10) }
    #expect(days.count == 3650 && days.last == "2023-09-07")
    #expect(zip(days, days.dropFirst()).allSatisfy { $0 < $1 })
    #expect(days.filter { $0.hasSuffix("-02-29") } == ["2016-02-29", "2020-02-29"])
    #expect(days.count { $0.hasPrefix("2019-") } == 365)
  }

  @Test func longestRowFitsItsBound() throws {
    let text = String(
      decoding: try SyntheticNetwork(stations: 300_000, length: .rows(20_000)).bytes(), as: UTF8.self)
    let longest = text.split(separator: "\n").dropFirst().map { $0.utf8.count + 1 }.max()
    #expect(try #require(longest) <= SyntheticNetwork.longestRow)
  }
}
