import Availability
import Ingestion
import Testing

/// What feeds tell of their stations beside the rows.
@Suite("Feeds: cities of stations, and records without a time")
struct FeedStationsTests {
  private static func record(_ station: Int, _ city: String, time: String = "1700000000000") -> String {
    #"{"number": \#(station), "contract_name": "\#(city)", "available_bikes": 1, "available_bike_stands": 2, "#
      + #""last_update": \#(time)}"#
  }

  private static func told(_ records: [String], capacity: Int? = nil) throws -> FeedStations {
    let text = "[" + records.joined(separator: ",") + "]"
    return try FeedStreamTests.rows(text, capacity: capacity).findings.told
  }

  @Test("a number in two cities is known of both, in the order of the records")
  func cities() throws {
    let told = try Self.told([
      Self.record(1, "lyon"), Self.record(2, "lyon"), Self.record(1, "nantes"), Self.record(1, "lyon"),
    ])
    #expect(told.cities == [StationID("1"): ["lyon", "nantes"], StationID("2"): ["lyon"]])
    #expect(told.timeless == [:])
  }

  @Test("a city around the stations is theirs")
  func around() throws {
    let text = #"{"contract_name": "lyon", "stations": [\#(Self.record(1, ""))]}"#
    let told = try FeedStreamTests.rows(text).findings.told
    #expect(told.cities == [StationID("1"): ["lyon"]])
  }

  @Test("records whose time is null or 0 are rows without a time, and counted by station")
  func timeless() throws {
    let records = [
      Self.record(1, "x"), Self.record(2, "x", time: "null"), Self.record(2, "x", time: "0"),
      Self.record(3, "x", time: #""""#),
    ]
    #expect(try Self.told(records).timeless == [StationID("2"): 2, StationID("3"): 1])
    let rows = try FeedStreamTests.rows("[" + records.joined(separator: ",") + "]").rows
    #expect(rows == ["1,2,1,1700000000000", "2,2,1,", "2,2,1,0", "3,2,1,"])
  }

  @Test("lines cut anywhere give the same")
  func cuts() throws {
    let lines = (0..<50).map {
      Self.record($0 % 7, $0 < 25 ? "lyon" : "nantes", time: $0 % 3 == 0 ? "0" : "1700000000000")
    }
    let text = lines.joined(separator: "\n")
    let whole = try FeedStreamTests.rows(text).findings
    #expect(whole.told.cities.count == 7)
    #expect(whole.told.timeless.values.reduce(0, +) == 17)
    for capacity in [200, 333, 1000] {
      #expect(try FeedStreamTests.rows(text, piece: 64, capacity: capacity).findings.told == whole.told)
    }
  }

  @Test("what is free without a count, or without bikes beside it, is no number of docks")
  func free() throws {
    for field in [#""free": true, "bikes": 3"#, #""free": 7"#] {
      let text = #"[{"station_id": "1", "name": "x", \#(field), "time": 1700000000}]"#
      let error = try FeedStreamTests.error(text + #"[{"station_id": "1", "name": "x"}]"#)
      let isRefused = error.map { if case .missing(.freeDocks, _) = $0.kind { true } else { false } }
      #expect(isRefused ?? true, "\(field)")
      if error == nil { #expect(try FeedStreamTests.rows(text).rows == []) }
    }
  }
}
