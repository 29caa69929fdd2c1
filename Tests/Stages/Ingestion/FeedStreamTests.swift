import Availability
import Ingestion
import Testing

/// JSON of APIs becomes rows of delimited text.
@Suite("Feeds: JSON becomes rows")
struct FeedStreamTests {
  /// The rows of a feed, without the header; and what else was found.
  static func rows(
    _ text: String, choice: ColumnChoice = ColumnChoice(), piece: Int = 4096, capacity: Int? = nil
  ) throws -> (header: String, rows: [String], findings: FeedFindings) {
    let feed = FeedStream(
      MemoryStream(Array(text.utf8), piece: piece), choice: choice, capacity: capacity)
    let lines = String(decoding: try feed.all(), as: UTF8.self).split(separator: "\n").map(String.init)
    return (lines.first ?? "", Array(lines.dropFirst()), feed.findings)
  }

  static func error(_ text: String) throws -> FeedError? {
    do {
      _ = try FeedStream(MemoryStream(Array(text.utf8))).all()
      return nil
    } catch StreamError.feed(let error) {
      return error
    }
  }

  static let gbfs = """
    {"last_updated": 1700000100, "ttl": 60, "version": "2.2", "data": {"stations": [
      {"station_id": "1", "num_bikes_available": 1, "num_docks_available": 9, "last_reported": 1700000010,
       "is_installed": true, "vehicle_types_available": [{"vehicle_type_id": "x", "count": 4}]},
      {"station_id": "2", "num_bikes_available": 2, "num_docks_available": 8, "last_reported": 1700000020}]}}
    """

  static let shapes: [(name: String, text: String, rows: [String])] = [
    ("GBFS 2", gbfs, ["1,9,1,1700000010", "2,8,2,1700000020"]),
    (
      "GBFS 3",
      #"""
      {"last_updated": "2024-01-01T10:00:00Z", "data": {"stations": [{"station_id": "1",
      "num_vehicles_available": 1, "num_docks_available": 9, "last_reported": "2024-01-01T10:00:01Z"}]}}
      """#, ["1,9,1,2024-01-01T10:00:01Z"]
    ),
    (
      "JCDecaux 1",
      #"""
      [{"number": 31705, "contract_name": "Paris", "available_bikes": 3, "available_bike_stands": 47,
      "position": {"lat": 48.5, "lng": 2.5}, "last_update": 1442932668000, "name": "CHAMPEAUX, \"B\""}]
      """#, ["31705,47,3,1442932668000"]
    ),
    (
      "JCDecaux 3",
      #"""
      [{"number": 1, "contractName": "Lyon", "lastUpdate": "2024-01-01T10:00:00Z", "totalStands":
      {"availabilities": {"bikes": 1, "stands": 9}, "capacity": 10}, "mainStands": {"availabilities":
      {"bikes": 7, "stands": 7}}, "overflowStands": null}]
      """#, ["1,9,1,2024-01-01T10:00:00Z"]
    ),
    (
      "citybik.es",
      #"""
      {"network": {"id": "x", "name": "X", "location": {"latitude": 1, "longitude": 2}, "stations": [{"id": "a1",
      "name": "n", "free_bikes": 1, "empty_slots": 9, "timestamp": "2024-01-01T10:00:00.123000Z",
      "extra": {"uid": 1, "slots": 40, "last_updated": 5}}]}}
      """#, ["a1,9,1,2024-01-01T10:00:00.123000Z"]
    ),
    (
      "OpenDataSoft 1",
      #"""
      {"nhits": 1, "records": [{"recordid": "r0", "fields": {"stationcode": "0", "numdocksavailable": 0,
      "numbikesavailable": 9, "duedate": "2024-01-01T10:00:00+01:00"},
      "record_timestamp": "2025-01-01T10:00:00+01:00"}]}
      """#, ["0,0,9,2024-01-01T10:00:00+01:00"]
    ),
    (
      "OpenDataSoft 2",
      #"""
      {"total_count": 1, "results": [{"stationcode": "0", "numdocksavailable": 0, "numbikesavailable": 9,
      "duedate": "2024-01-01T10:00:00+01:00", "coordonnees_geo": {"lon": 2.5, "lat": 48.5}}]}
      """#, ["0,0,9,2024-01-01T10:00:00+01:00"]
    ),
    (
      "OpenDataSoft's export",
      #"[{"stationcode": "0", "numdocksavailable": 0, "numbikesavailable": 9, "duedate": "2024-01-01T10:00"}]"#,
      ["0,0,9,2024-01-01T10:00"]
    ),
    (
      "GeoJSON",
      #"""
      {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates":
      [-0.5, 44.5]}, "properties": {"time": "2023-03-10T01:00:00+01:00", "gid": 7, "ident": 106,
      "nom": "Place", "nbplaces": 32, "nbvelos": 8}}]}
      """#, ["106,32,8,2023-03-10T01:00:00+01:00"]
    ),
    (
      "YouBike 1",
      #"""
      {"retCode": 1, "retVal": {"0001": {"sno": "0001", "sna": "x", "tot": "180", "sbi": "6", "bemp": "174",
      "mday": "20180316183716", "lat": "25.04", "lng": "121.5", "act": "1"}}}
      """#, ["0001,174,6,2018-03-16 18:37:16"]
    ),
    (
      "YouBike 2",
      #"""
      [{"sno": "500101001", "sna": "x", "available_rent_bikes": 6, "available_return_bikes": 4, "latitude": 25,
      "mday": "2024-01-01 10:00:00", "longitude": 121, "updateTime": "2024-01-01 10:01:00"}]
      """#, ["500101001,4,6,2024-01-01 10:00:00"]
    ),
    (
      "JSON lines",
      #"{"station_id": "a", "free_docks": 1, "bikes": 2, "time": "2024-01-01T00:00:00"}"# + "\r\n"
        + #"{"station_id": "b", "free_docks": 3, "bikes": 4, "time": "2024-01-01T01:00:00"}"# + "\n",
      ["a,1,2,2024-01-01T00:00:00", "b,3,4,2024-01-01T01:00:00"]
    ),
    (
      "documents one behind the other", gbfs + gbfs,
      ["1,9,1,1700000010", "2,8,2,1700000020", "1,9,1,1700000010", "2,8,2,1700000020"]
    ),
    (
      "an array of documents, behind a byte-order mark", "\u{FEFF}[\(gbfs),\(gbfs)]",
      ["1,9,1,1700000010", "2,8,2,1700000020", "1,9,1,1700000010", "2,8,2,1700000020"]
    ),
    (
      "citybik.es, its first version",
      #"""
      [{"id": 0, "idx": 0, "number": 7, "name": "07 - X", "lat": 41397952, "lng": 2180042, "bikes": 1, "free": 9,
      "timestamp": "2013-05-01T10:00:00.123000"}]
      """#, ["7,9,1,2013-05-01T10:00:00.123000"]
    ),
    (
      "GBFS whose stations report no times",
      #"""
      {"last_updated": 1700000100, "data": {"stations": [
        {"station_id": "1", "num_bikes_available": 1, "num_docks_available": 9, "last_reported": 0},
        {"station_id": "2", "num_bikes_available": 2, "num_docks_available": 8, "last_reported": null}]}}
      """#, ["1,9,1,1700000100", "2,8,2,1700000100"]
    ),
    (
      "the same, with the document's time at its end",
      #"""
      {"data": {"stations": [
        {"station_id": "1", "num_bikes_available": 1, "num_docks_available": 9, "last_reported": 0}]},
        "last_updated": 1700000100}
      {"data": {"stations": [
        {"station_id": "1", "num_bikes_available": 2, "num_docks_available": 8, "last_reported": 1700000200},
        {"station_id": "2", "num_bikes_available": 2, "num_docks_available": 8, "last_reported": 0}]},
        "last_updated": 1700000300}
      """#, ["1,9,1,1700000100", "1,8,2,1700000200", "2,8,2,0"]
    ),
  ]

  @Test("each shape", arguments: shapes.indices)
  func shape(_ number: Int) throws {
    let (name, text, expected) = Self.shapes[number]
    let (_, rows, findings) = try Self.rows(text)
    #expect(rows == expected, "\(name)")
    #expect(findings.records == expected.count && findings.strangers == 0, "\(name)")
  }

  @Test("deliveries cut at every byte give the same rows", arguments: shapes.indices)
  func cut(_ number: Int) throws {
    let (name, text, expected) = Self.shapes[number]
    for capacity in [64, 200, 333] {
      #expect(try Self.rows(text, piece: 1, capacity: capacity).rows == expected, "\(name) \(capacity)")
    }
    // Every length of the first delivery.
    for piece in 1..<min(text.utf8.count, 700) {
      #expect(try Self.rows(text, piece: piece, capacity: 256).rows == expected, "\(name) \(piece)")
    }
  }

  @Test("names and places")
  func stations() throws {
    let gbfs = #"""
      {"last_updated": 1, "data": {"stations": [{"station_id": "7", "name": "Jaur\u00e8s, \"rue\"", "lat": 48.5,
      "lon": 2.5, "capacity": 20}, {"station_id": "8", "name": null}]}}
      """#
    let place = try #require(StationDetails.Place(latitude: 48.5, longitude: 2.5))
    let (_, rows, findings) = try Self.rows(gbfs)
    #expect(rows.isEmpty)
    #expect(findings.stations == [StationID("7"): StationDetails(name: "Jaurès, \"rue\"", place: place)])
    let expected: [(Int, String, StationDetails)] = [
      (2, "31705", StationDetails(name: "CHAMPEAUX, \"B\"", place: place)),
      (4, "a1", StationDetails(name: "n")),
      (6, "0", StationDetails(place: place)),
      (8, "106", StationDetails(name: "Place", place: .init(latitude: 44.5, longitude: -0.5))),
      (9, "0001", StationDetails(name: "x", place: .init(latitude: 25.04, longitude: 121.5))),
      (10, "500101001", StationDetails(name: "x", place: .init(latitude: 25, longitude: 121))),
    ]
    for (number, station, details) in expected {
      let found = try Self.rows(Self.shapes[number].text).findings.stations
      #expect(found == [StationID(station): details], "\(Self.shapes[number].name)")
    }
  }

  @Test("null and missing values are empty, other names of the same fill them")
  func missing() throws {
    let text = """
      [{"number": 1, "available_bikes": null, "available_bike_stands": 9, "last_update": 5},
       {"number": 2, "available_bike_stands": 9, "last_update": 5},
       {"number": null, "available_bikes": 1, "available_bike_stands": 9, "last_update": 5},
       {"number": 4, "available_bikes": 1, "available_bike_stands": 9, "last_update": null},
       {"number": 5, "available_bikes": null, "bikes": 3, "available_bike_stands": NaN, "last_update": 5}]
      """
    #expect(try Self.rows(text).rows == ["1,9,,5", "2,9,,5", ",9,1,5", "4,9,1,", "5,,3,5"])
  }

  @Test("a record without a station beside others is a row, to be left out; other counts are none")
  func nameless() throws {
    let found = try Self.rows(
      #"""
      {"last_updated": 1700000100, "all": {"bikes_available": 3, "docks_available": 9}, "data": {"stations": [
        {"station_id": "1", "num_bikes_available": 1, "num_docks_available": 9, "last_reported": 1700000010,
         "kinds": [{"num_bikes_available": 1, "num_docks_available": 9}]},
        {"num_bikes_available": 2, "num_docks_available": 8, "last_reported": 1700000020}]}}
      """#)
    #expect(found.rows == ["1,9,1,1700000010", ",8,2,1700000020"])
  }

  @Test("values that would break a row are quoted")
  func quoted() throws {
    let text = #"[{"station": "a,\"b\"\n\u00e9\ud83d\udeb2", "bikes": 1, "free_docks": "2,5", "time": 5}]"#
    let bytes = try FeedStream(MemoryStream(Array(text.utf8))).all()
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "station,free_docks,bikes,time\n\"a,\"\"b\"\"\né🚲\",\"2,5\",1,5\n")
  }

  @Test(
    "the document's time counts where stations have none, before or behind them", arguments: [true, false])
  func documentTime(_ isBefore: Bool) throws {
    let time = #""last_updated": 1700000100"#
    let stations =
      #""data": {"stations": [{"station_id": "1", "num_bikes_available": 1, "num_docks_available": 9}]}"#
    let (_, rows, findings) = try Self.rows("{\(isBefore ? time : stations), \(isBefore ? stations : time)}")
    #expect(rows == ["1,9,1,1700000100"])
    #expect(findings.documentTimes == 1 && findings.records == 1)
    #expect(try Self.rows(Self.gbfs).findings.documentTimes == 0)
  }

  @Test(
    "the header has the keys of the JSON, for messages to name", arguments: [(0, "station_id"), (8, "ident")])
  func header(_ number: Int, _ station: String) throws {
    let header = try Self.rows(Self.shapes[number].text).header.split(separator: ",").map(String.init)
    #expect(header.count == 4 && header[0] == station)
    #expect(try Self.rows("").header == "number,available_bike_stands,available_bikes,last_update")
    #expect(try Self.rows(Self.shapes[3].text).header == "number,stands,bikes,lastUpdate")
  }

  @Test("names of columns are keys, however they are written")
  func names() throws {
    let text = #"""
      {"Identifiant Station": "a", "Nombre Bornettes Libres": 1, "NOMBRE total vélos disponibles (tous)": 2,
      "Actualisation de la donnée": "2024-01-01 10:00"}
      """#
    #expect(try Self.rows(text).rows == ["a,1,2,2024-01-01 10:00"])
    for (free, bikes) in [("availDocks", "avail-bikes"), ("可還空位數", "可借車輛數")] {
      let text = "{\"number\": 1, \"\(free)\": 2, \"\(bikes)\": 3, \"ts\": 5}"
      #expect(try Self.rows(text).rows == ["1,2,3,5"])
    }
  }

  @Test("an hour of the day, and a date and the time of day beside it")
  func hours() throws {
    let record = #""number": 1, "bikes": 2, "free_docks": 3"#
    #expect(try Self.rows("{\(record), \"heure\": 7}").rows == ["1,3,2,,7"])
    #expect(try Self.rows("{\(record), \"heure\": 7}").header == "number,free_docks,bikes,,heure")
    for (date, clock) in [("2024-01-02", "8:05"), ("2024-01-02", "08:05:30")] {
      let pairs = ["\"date\": \"\(date)\"", "\"time\": \"\(clock)\""]
      for pair in [pairs, pairs.reversed()] {
        #expect(
          try Self.rows("{\(record), \(pair.joined(separator: ", "))}").rows == ["1,3,2,\(date) \(clock)"])
      }
    }
    let own = #""last_update": "2024-01-02T08:05:00", "time": "09:00""#
    #expect(try Self.rows("{\(record), \(own)}").rows == ["1,3,2,2024-01-02T08:05:00"])
  }

  @Test("all docks in place of the free ones")
  func capacity() throws {
    let text = #"[{"number": 1, "bikes": 2, "capacity": 9, "free_docks": 1, "time": 5}]"#
    let (header, rows, _) = try Self.rows(text, choice: ColumnChoice(capacity: "capacity"))
    #expect(header == "number,capacity,bikes,time" && rows == ["1,9,2,5"])
  }

  @Test("keys that the user names")
  func named() throws {
    let text = #"{"list": [{"pole": "A", "libres": 1, "velos": 2, "quand": "2024-01-01 10:00", "bikes": 7}]}"#
    let choice = ColumnChoice([.station: "pole", .freeDocks: "libres", .bikes: "velos", .time: "quand"])
    #expect(try Self.rows(text, choice: choice).rows == ["A,1,2,2024-01-01 10:00"])
  }

  @Test("documents without records among others are counted")
  func strangers() throws {
    let (_, rows, findings) = try Self.rows(#"{"error": "limit reached"}"# + "\n" + Self.gbfs + "\n{}")
    #expect(rows.count == 2)
    #expect(findings.documents == 3 && findings.strangers == 2)
  }
}

/// JSON that is refused, with words to go by.
@Suite("Feeds that are refused")
struct FeedErrorTests {
  @Test("unknown JSON is told with its keys")
  func unknown() throws {
    let error = try #require(
      try FeedStreamTests.error(#"{"a": {"b": [{"c": 1, "d": [2]}, {"c": 3}]}, "e": []}"#))
    #expect(error.kind == .unknown(keys: ["a.b[].c", "a.b[].d[]", "e[]"]))
    #expect(error.words.contains("its keys: a.b[].c, a.b[].d[], e[]"))
  }

  @Test(
    "what all records lack is told",
    arguments: [
      (#"[{"number": 1, "bikes": 2, "time": 5}]"#, ColumnRole.freeDocks),
      (#"[{"number": 1, "free_docks": 2, "time": 5}]"#, .bikes),
      (#"[{"number": 1, "free_docks": 2, "bikes": 5}]"#, .time),
    ])
  func missing(_ text: String, _ role: ColumnRole) throws {
    let error = try #require(try FeedStreamTests.error(text))
    guard case .missing(let found, let keys) = error.kind else {
      Issue.record("\(error)")
      return
    }
    #expect(found == role && keys.contains("[].number"))
    #expect(error.advice("a.json").contains("--\(role.rawValue)"))
  }

  @Test("a document that is cut is refused, wherever, with its place")
  func cut() throws {
    let text = Array(FeedStreamTests.gbfs.utf8)
    for length in stride(from: 1, to: text.count, by: 3) {
      let bytes = text + [0x0A] + text[..<length]
      let feed = FeedStream(MemoryStream(bytes))
      #expect(throws: StreamError.self, "\(length)") { try feed.all() }
    }
    let error = try FeedStreamTests.error(FeedStreamTests.gbfs + "\n " + #"{"a": [1, "#)
    #expect(error?.kind == .cut(at: text.count + 2, end: text.count + 12))
  }

  @Test(
    "what is no JSON is refused",
    arguments: [
      #"{"a": 1 "b": 2}"#, #"{"a": }"#, "{\"a\": 1} x", "{\"a\": 1}}", "[1, 2", "[}", #"{"a": "\#u{1}"}"#,
    ])
  func malformed(_ text: String) throws {
    let error = try #require(try FeedStreamTests.error(text))
    switch error.kind {
    case .malformed, .cut: break
    default: Issue.record("\(text): \(error)")
    }
  }
}
