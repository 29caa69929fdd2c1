import Availability
import Ingestion
import TestSupport
import Testing

@Suite("Understanding: how a log is read, decided by its names and values")
struct UnderstandingTests {
  private let folder = try! TemporaryFolder()

  private func open(_ text: String, _ columns: ColumnChoice = ColumnChoice(), needsTime: Bool = false) throws
    -> LogFile
  {
    try LogFile(path: try folder.write("log", text), columns: columns, needsTime: needsTime)
  }

  private func rows(_ file: LogFile, _ rules: RowRules = RowRules()) throws -> ParsedRows {
    let fast = try ParsedRows.byRanks(file, cuts: [], threads: 1, rules: rules)
    return fast
  }

  @Test(
    "layouts of the wild are read by themselves",
    arguments: [
      ("stationId,freeDocks,availableBikes,ts", "7,3,1,2024-05-14 05:00:00"),
      ("Station ID,Docks Available,Bikes Available,Last Reported", "7,3,1,2024-05-14 05:00:00"),
      ("terminalname|nbemptydoc|nbbikes|uploaddate", "7|3|1|2024-05-14 05:00:00"),
      ("idstation;nb_places_disponibles;nb_velos_disponibles;horodate", "7;3;1;2024-05-14 05:00:00"),
      (
        "data__stations__station_id,data__stations__num_docks_available,data__stations__num_bikes_available,data__stations__last_reported",
        "7,3,1,1715662800"
      ),
      ("\u{FEFF}站點UID,可停空位(柱),可借總數(車),紀錄時間(台北)", "7,3,1,2024-05-14 05:00:00"),
      ("number,available_stands,available_bikes,ts", "7,3,1,2024-05-14T05:00:00"),
      ("station,docks,bikes,date", "7,3,1,2024-05-14 05:00:00"),
      ("number,available_bike_stands,available_bikes,hour", "7,3,1,2024-05-14 05:00:00 UTC"),
      ("sno,bemp,sbi,mday", "7,3,1,20240514050000"),
    ])
  func layouts(header: String, row: String) throws {
    let rows = try rows(try open("\(header)\n\(row)\n"))
    #expect(rows.tallies[StationID("7")]?[0]?[5].mean == 0.75)
  }

  @Test("where hours are enough, the one day of nearly all times is known, but not where times are read")
  func sampledDay() throws {
    func day(_ times: [String], needsTime: Bool = false) throws -> String? {
      let header = "number,available_bike_stands,available_bikes,heure,last_update\n"
      let rows = times.map { "7,3,1,5,\($0)\n" }.joined()
      return try open(header + rows, needsTime: needsTime).understanding.sampledDay
    }
    let same = (0..<20).map { "2013-09-10 05:\(10 + $0):00" }
    #expect(try day(same) == "2013-09-10")
    // A station that hangs, and one without a time.
    #expect(try day(same + ["2013-07-23 11:25:19", ""]) == "2013-09-10")
    #expect(try day(same + ["2013-09-11 05:00:00", "2013-09-12 05:00:00", "2013-09-13 05:00:00"]) == nil)
    #expect(try day([String](repeating: "", count: 20)) == nil)
    #expect(try day(same, needsTime: true) == nil)
    let alone = "number,available_bike_stands,available_bikes,heure\n7,3,1,5\n7,3,2,6\n"
    #expect(try open(alone).understanding.sampledDay == nil)
  }

  @Test("titles, comments, sep= and Latin-1 above or in a header")
  func above() throws {
    for text in ["sep=;\n", "Station log May 2024;;;\n", "# made by hand\n\n# for nobody\n"] {
      let file = try open(text + "number;available_bike_stands;available_bikes;heure\n7;3;1;5\n")
      #expect(try rows(file).counts.used == 1)
      #expect(file.understanding.delimiter == "semicolon")
      #expect(!file.understanding.linesAbove.isEmpty)
    }
    let latin =
      Array("Identifiant station;Nombre bornettes libres;Nombre total v".utf8) + [0xE9]
      + Array("los disponibles;heure\n7;3;1;5\n".utf8)
    let file = try LogFile(path: try folder.write("latin", latin))
    #expect(file.understanding.encoding == .latin1)
    #expect(try rows(file).counts.used == 1)
  }

  @Test("rows above a header are not taken for titles")
  func rowsAbove() throws {
    #expect(throws: IngestionError.self) {
      try open("7,3,1,5\nnumber,available_bike_stands,available_bikes,heure\n7,3,1,5\n")
    }
  }

  @Test("the order of dates is proved, likely, supposed, or the user's word")
  func dates() throws {
    func order(_ days: [String], _ chosen: DateOrder? = nil) throws -> (DateOrder?, Bool) {
      let text =
        "number,available_bike_stands,available_bikes,last_update\n"
        + days.map { "7,3,1,\($0) 05:00\n" }.joined()
      let understanding = try open(text, ColumnChoice([:], dateOrder: chosen)).understanding
      return (understanding.dateOrder, understanding.isDateOrderProved)
    }
    #expect(try order(["05/14/2024", "05/06/2024"]) == (.monthFirst, true))
    #expect(try order(["14/05/2024"]) == (.dayFirst, true))
    #expect(try order(["05/01/2024", "05/02/2024", "05/03/2024"]) == (.monthFirst, false))
    #expect(try order(["05/06/2024"]) == (.dayFirst, false))
    #expect(try order(["05/06/2024"], .monthFirst) == (.monthFirst, true))
    #expect(try order(["24-05-14", "24-05-15", "24-05-16"]) == (.yearFirst, false))
    #expect(throws: IngestionError.self) { try order(["05/14/2024", "14/05/2024"]) }
  }

  @Test("a number that differs in every row is no station where there is one")
  func rowNumbers() throws {
    let text =
      "id,station_number,available_bikes,available_bike_stands,last_update\n"
      + (0..<48).map { "\($0),\(7 + $0 % 2),1,3,2024-05-14 \($0 / 2 < 10 ? "0" : "")\($0 / 2):00:00\n" }
      .joined()
    #expect(try rows(try open(text)).tallies.count == 2)
    let error = #expect(throws: IngestionError.self) {
      try open(text.replacing("station_number", with: "whatever"))
    }
    guard case .layout(_, let layout) = error else {
      Issue.record("another error")
      return
    }
    #expect(layout.missing.map(\.role) == [.station])
    #expect(layout.missing[0].reason?.contains("differs in every row") == true)
  }

  @Test("columns are joined: counts added, a date and a clock put together, free docks by all docks")
  func joined() throws {
    let parts = "timestamp,station_id,ebikes,classic,docks_available\n2024/05/14 05:00,7,1,1,6\n"
    let added = try rows(try open(parts, ColumnChoice([.bikes: "ebikes+classic"])))
    #expect(added.tallies[StationID("7")]?[0]?[5].mean == 0.75)
    let apart = try open(
      "date,time,station_id,num_bikes_available,num_docks_available\n2024-05-14,05:00:00,7,1,3\n")
    #expect(try rows(apart).tallies[StationID("7")]?[0]?[5].mean == 0.75)
    let halves = "number,docks_free,bikes,date,hour,minute,pm\n7,3,1,24-05-14,5,0,1\n7,3,1,24-05-14,12,0,0\n"
    let twelve = try open(halves, ColumnChoice([.freeDocks: "docks_free"]))
    let found = try rows(twelve)
    #expect(
      found.tallies[StationID("7")]?[0]?.enumerated().filter { $0.element.count > 0 }.map(\.offset) == [
        0, 17,
      ])
  }

  @Test("all docks less bikes are free ones, none where a station is full; more bikes than docks are a fault")
  func allDocks() throws {
    let bikes = ["05": 1, "06": 4, "07": 0, "08": 5]
    let all =
      "station_id,capacity,num_bikes_available,last_reported\n"
      + bikes.map { "7,4,\($0.value),2024-05-14 \($0.key):00:00\n" }.joined()
    let found = try rows(try open(all, ColumnChoice([:], capacity: "capacity")))
    let means = found.tallies[StationID("7")]?[0]?[5...8].map { $0.count > 0 ? $0.mean : nil }
    #expect(means == [0.75, 0, 1, nil])
    #expect(found.counts[.freeDocks] == 1)
  }

  @Test("all that is missing is told at once, with likely columns")
  func missing() throws {
    let error = #expect(throws: IngestionError.self) {
      try open("when,kiosk_code,ebikes_here,classic_bikes_here,capacity\n2024-05-14 05:00:00,7,1,1,6\n")
    }
    guard case .layout(_, let layout) = error else {
      Issue.record("another error")
      return
    }
    #expect(layout.missing.map(\.role) == [.station, .freeDocks, .bikes])
    #expect(
      layout.options == [
        "--station", "kiosk_code", "--capacity", "capacity", "--bikes", "ebikes_here+classic_bikes_here",
      ])
  }

  @Test("what is read as is said in words")
  func words() throws {
    let file = try open("number,available_bike_stands,available_bikes,last_update\n7,3,1,1715662800\n")
    #expect(
      file.understanding.words
        == "station 'number' \u{B7} free docks 'available_bike_stands' \u{B7} bikes 'available_bikes' \u{B7} "
        + "time 'last_update', seconds since 1970")
    #expect(file.understanding.notes == [])
  }

  @Test(
    "identifiers are compared without what stands around them by accident",
    arguments: [
      "7", " 7", "\u{FEFF}7", "7\u{A0}", "\u{200B}7\u{200B}", "7\0", "\0\07", "7.0", "\"7 \"",
      "'7'", "`7`", "\u{201C}7\u{201D}", "\u{AB}7\u{BB}", "=\"7\"", "\"=\"\"7\"\"\"", "\"\"\"7\"\"\"", "7\\",
    ])
  func identifiers(id: String) throws {
    let file = try open("number,available_bike_stands,available_bikes,heure\n7,3,1,5\n\(id),3,1,5\n")
    let rows = try rows(file)
    #expect(Array(rows.tallies.keys) == [StationID("7")])
    #expect(rows.counts.used == 2)
  }

  @Test(
    "words for nothing and NULs are no station",
    arguments: ["NULL", "None", "nan", "\\N", "\0\0\0", "\u{A0}", "''", "1\"2"])
  func noIdentifier(id: String) throws {
    let rows = try rows(
      try open("number,available_bike_stands,available_bikes,heure\n7,3,1,5\n\(id),3,1,5\n"))
    #expect(rows.counts[.noStation] == 1)
    #expect(rows.tallies.count == 1)
  }
}
