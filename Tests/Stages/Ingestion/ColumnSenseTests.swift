import Availability
import Ingestion
import TestSupport
import Testing

@Suite("Columns by what is in them: free or all docks, wholes and parts, stations or records")
struct ColumnSenseTests {
  private let folder = try! TemporaryFolder()

  private func open(_ text: String, _ columns: ColumnChoice = ColumnChoice()) throws -> LogFile {
    try LogFile(path: try folder.write("log", text), columns: columns)
  }

  private func error(_ text: String) throws -> LayoutError? {
    let error = #expect(throws: IngestionError.self) { try open(text) }
    guard case .layout(_, let layout) = error else { return nil }
    return layout
  }

  /// 48 hours of two stations; free docks and bikes are 20 together.
  private func log(_ header: String, _ row: (Int, String, Int, String) -> String) -> String {
    var text = header + "\n"
    for hour in 0..<48 {
      let clock = hour % 24
      let time = "2024-05-\(14 + hour / 24) \(clock < 10 ? "0" : "")\(clock):00:00"
      text += row(hour, "7", (hour * 5) % 19, time) + "\n"
      text += row(hour, "8", (hour * 7 + 3) % 17, time) + "\n"
    }
    return text
  }

  @Test("docks that hardly change beside the bikes are all docks", arguments: [0, 1])
  func allDocks(change: Int) throws {
    let text = log("station,docks,bikes,date") { hour, station, free, time in
      let docks = hour % 7 == 0 ? 20 + change : 20
      return "\(station),\(docks),\(20 - free),\(time)"
    }
    let layout = try #require(try error(text))
    #expect(layout.missing.map(\.role) == [.freeDocks])
    #expect(layout.options == ["--capacity", "docks"])
  }

  @Test("docks that change as much as the bikes are all docks, where they are never less")
  func changingDocks() throws {
    let text = log("station,docks,bikes,date") { "\($1),\(20 + $0 * 9 % 13),\(20 - $2),\($3)" }
    #expect(try error(text)?.options == ["--capacity", "docks"])
    // Some docks are out of order now and then.
    let free = log("station,docks,bikes,date") { "\($1),\(max(0, $2 - $0 % 3)),\(20 - $2),\($3)" }
    #expect(try open(free).layout.freeDocks == 1)
  }

  @Test("docks that change as the bikes do are free ones")
  func freeDocks() throws {
    let text = log("station,docks,bikes,date") { "\($1),\($2),\(20 - $2),\($3)" }
    #expect(try open(text).layout.freeDocks == 1)
  }

  @Test("of several columns of one name behind different paths the total is read, or none")
  func paths() throws {
    let header = "number,lastUpdate,mainStands.availabilities.bikes,mainStands.availabilities.stands"
    let totals = log(header + ",totalStands.availabilities.bikes,totalStands.availabilities.stands") {
      let bikes = 20 - $2
      return "\($1),\($3),\(bikes / 2),\($2 / 3),\(bikes),\($2)"
    }
    let layout = try open(totals).layout
    #expect([layout.bikes, layout.freeDocks] == [4, 5])
    let others = log("number,last_update,a.bikes,b.bikes,free_docks") {
      let bikes = 20 - $2
      return "\($1),\($3),\(bikes),\(bikes / 2),\($2)"
    }
    #expect(try error(others)?.missing[0].reason?.contains("'a.bikes' and 'b.bikes'") == true)
  }

  @Test("all docks are not offered as free ones, and a whole is not added to its parts")
  func offers() throws {
    let rennes = log("idstation,lastupdate,all_stands,stands_here,velos_here") {
      "\($1),\($3),20,\($2),\(20 - $2)"
    }
    #expect(try error(rennes)?.options == ["--free-docks", "stands_here", "--bikes", "velos_here"])
    let seoul = log("stationId,time,rackTotCnt,parkingBikeTotCnt") { "\($1),\($3),20,\(20 - $2)" }
    #expect(try error(seoul)?.options == ["--capacity", "rackTotCnt"])
    let sums = log("number,last_update,free_docks,every_bike,ebike_count,classic_bike_count") {
      let bikes = 20 - $2
      return "\($1),\($3),\($2),\(bikes),\(bikes / 2),\(bikes - bikes / 2)"
    }
    #expect(try error(sums)?.options == ["--bikes", "every_bike"])
  }

  @Test(
    "an identifier of records gives way to what repeats with time",
    arguments: ["_id,name", "id,station_name", "number,station"])
  func records(header: String) throws {
    let text = log("\(header),bikes,free_docks,timestamp") { hour, station, free, time in
      let number = hour * 31 + Int(station)!
      return "\(number)x,\(station),\(20 - free),\(free),\(time)"
    }
    #expect(try open(text).layout.station == 1)
  }

  @Test("an id that is another in every row gives way to a plainer name, also of one station")
  func vagueIdentifier() throws {
    // Neither ids nor times rise.
    let rows = (0..<48).map { row in
      let (hour, id) = ((row * 7) % 24, (row * 37) % 101)
      let time = "2024-05-\(14 + row % 2) \(hour < 10 ? "0" : "")\(hour):00:00"
      return "\(id),7,\(row % 19),\(20 - row % 17),\(time)\n"
    }
    let log = "id,station_id,free_docks,bikes,date\n" + rows.joined()
    #expect(try open(log).layout.station == 1)
  }

  @Test(
    "a number that stands for no count is told, where it is far above all others", arguments: [999, 65_535]
  )
  func fillers(filler: Int) throws {
    func notes(_ bikes: [Int]) throws -> [String] {
      let rows = bikes.enumerated().map { "7,3,\($1),2024-05-14 0\($0):00:00\n" }
      return try open("number,available_bike_stands,available_bikes,last_update\n" + rows.joined())
        .understanding.notes
    }
    #expect(
      try notes([1, 2, filler, 4]) == [
        "'available_bikes' holds \(filler) (line 4), far more than other rows: if it stands for no count, take such "
          + "rows out"
      ])
    #expect(try notes([1, filler / 2, filler]).isEmpty)
    #expect(try notes([1, 2, 40]).isEmpty)
  }

  @Test("an identifier that differs in every row is told, with the columns that do not")
  func recordsOnly() throws {
    let text = log("id,stop,bikes,free_docks,timestamp") { hour, station, free, time in
      "\(station)_\(hour),\(station),\(20 - free),\(free),\(time)"
    }
    #expect(try open(text).understanding.notes.contains { $0.contains("--station stop") })
  }

  @Test("one column that is left is offered for the station")
  func left() throws {
    let text = log("wo,available_bike_stands,available_bikes,last_update") {
      "\($1),\($2),\(20 - $2),\($3)"
    }
    #expect(try error(text)?.options == ["--station", "wo"])
  }

  @Test("a column of times that never change is not offered, one of placeholders not read")
  func times() throws {
    let constant = log("ident,nbplaces,nbvelos,xdate,ydate") {
      "\($1),\($2),\(20 - $2),2018-01-01 00:00:00,\($3)"
    }
    #expect(try error(constant)?.options == ["--time", "ydate"])
    for nothing in ["0", "1970-01-01 00:00:00", "NULL"] {
      let text = log("station_id,num_docks_available,num_bikes_available,last_reported,timestamp") {
        "\($1),\($2),\(20 - $2),\(nothing),\($3)"
      }
      #expect(try open(text).layout.time == 4)
    }
  }

  @Test("two cities are told by whatever column tells their records apart")
  func cities() throws {
    let text = log("number,available_bike_stands,available_bikes,last_update,owner") {
      "\($1),\($2),\(20 - $2),\($3),A\n\($1),\(20 - $2),\($2),\($3),B"
    }
    #expect(try open(text).understanding.notes.contains { $0.contains("'A' and in 'B' by 'owner'") })
  }

  @Test("stations of one name at two places are told")
  func namesakes() throws {
    let text = log("name,lat,lng,bikes,free_docks,time") {
      "Main,\($1).5,2,\(20 - $2),\($2),\($3)"
    }
    #expect(
      try open(text).understanding.notes.contains {
        $0.contains("at two places") && $0.hasSuffix("give them two names, if they are two")
      })
    let numbered = log("name,owner,stop,lat,lng,bikes,free_docks,time") {
      "Main,A,\($1),\($1).5,2,\(20 - $2),\($2),\($3)"
    }
    #expect(
      try open(numbered).understanding.notes.contains {
        $0.hasSuffix("as one; --station stop tells them apart")
      })
  }

  @Test(
    "names of more networks",
    arguments: [
      "TERMINALNAME,NBEMPTYDOCKS,NBBIKES,RUNDATE", "ident,nbplaces,nbvelos,mdate",
      "id,spacesAvailable,bikesAvailable,time", "id,availability.locks,availability.bikes,updated_at",
      "idstation,nombreemplacementsdisponibles,nombrevelosdisponibles,lastupdate",
      "Station,Freie Plätze,Räder,Zeit",
    ])
  func names(header: String) throws {
    #expect(try open(log(header) { "\($1),\($2),\(20 - $2),\($3)" }).layout.freeDocks == 1)
  }

  @Test("a file of one station, with numbers of rows that have gaps")
  func oneStation() throws {
    var text = "id,station_id,bikes,free_docks,timestamp\n"
    for hour in 0..<48 {
      let clock = hour % 24
      text += "\(hour * 3),7,1,3,2024-05-\(14 + hour / 24) \(clock < 10 ? "0" : "")\(clock):00:00\n"
    }
    #expect(try open(text).layout.station == 1)
  }

  @Test("a station of which no row can be read is told")
  func vanished() throws {
    let text = log("number,available_bike_stands,available_bikes,last_update") { hour, station, free, time in
      let docks = station == "8" ? "NULL" : "\(free)"
      return "\(station),\(docks),\(20 - free),\(time)"
    }
    #expect(
      try open(text + "9,1,2,2024-05-14 05:00:00\n").understanding.notes.contains {
        $0.contains("station 8 vanishes")
      })
  }
}
