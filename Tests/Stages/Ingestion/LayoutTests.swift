import Ingestion
import Testing

@Suite("RecordLayout: the columns of a header")
struct LayoutTests {
  private static func layout(
    _ header: [String], _ choice: [ColumnRole: String] = [:], needsTime: Bool = false
  ) throws -> RecordLayout {
    try RecordLayout(header: header, delimiter: 0x2C, choice: ColumnChoice(choice), needsTime: needsTime)
  }

  private static func failure(
    _ header: [String], _ choice: [ColumnRole: String] = [:], needsTime: Bool = false
  ) throws -> LayoutError {
    try #require(
      #expect(throws: LayoutError.self) { try layout(header, choice, needsTime: needsTime) })
  }

  private static let exercise = [
    "last_update", "available_bike_stands", "available_bikes", "number", "heure", "minute", "collect_date",
  ]

  @Test("the exercise's columns")
  func exerciseColumns() throws {
    let layout = try Self.layout(Self.exercise)
    #expect((layout.station, layout.freeDocks, layout.bikes) == (3, 1, 2))
    #expect((layout.hour, layout.time) == (4, 0))
    #expect(layout.fieldCount == 7)
    #expect(layout.otherTimes == ["collect_date"])
  }

  @Test(
    "columns of other networks, in any case",
    arguments: [
      ["station_id", "num_docks_available", "num_bikes_available", "last_reported"],
      ["STATION_ID", "Num_Docks_Available", "num_bikes_AVAILABLE", "Last_Reported"],
      [
        "Identifiant station", "Nombre bornettes libres", "Nombre total vélos disponibles",
        "Actualisation de la donnée",
      ],
      ["stationcode", "numdocksavailable", "numbikesavailable", "duedate"],
    ])
  func networks(header: [String]) throws {
    let layout = try Self.layout(header)
    #expect((layout.station, layout.freeDocks, layout.bikes, layout.time) == (0, 1, 2, 3))
    #expect(layout.hour == nil)
  }

  @Test("the preferred of several known names is taken, wherever it stands")
  func preferred() throws {
    let layout = try Self.layout([
      "station", "time", "bikes", "free_docks", "available_bikes", "last_update", "number",
    ])
    #expect((layout.station, layout.bikes, layout.time) == (6, 4, 5))
  }

  @Test("a column named by the user is taken instead, first by the exact name, then in any case")
  func chosen() throws {
    let header = ["ID2", "id2", "f", "B", "When", "number", "available_bikes", "heure"]
    let layout = try Self.layout(header, [.station: "id2", .freeDocks: "F", .bikes: "b", .time: "when"])
    #expect((layout.station, layout.freeDocks, layout.bikes, layout.time) == (1, 2, 3, 4))
    // A time that was asked for goes before an hour that was found; an hour asked for goes before both.
    #expect(layout.hour == nil)
    let both = try Self.layout(header, [.freeDocks: "f", .time: "When", .hour: "heure"])
    #expect(both.hour == 7)
  }

  @Test(
    "a column that is missing is named by its role, with the columns that there are",
    arguments: [ColumnRole.station, .freeDocks, .bikes])
  func missing(role: ColumnRole) throws {
    let names: [ColumnRole: String] = [
      .station: "number", .freeDocks: "available_bike_stands", .bikes: "available_bikes",
    ]
    let header = Self.exercise.filter { $0 != names[role] }
    #expect(try Self.failure(header).says(role: role, wanted: nil, columns: header))
  }

  @Test("neither hour nor time is a missing time")
  func noTime() throws {
    let header = ["number", "available_bike_stands", "available_bikes"]
    #expect(try Self.failure(header).says(role: .time, wanted: nil, columns: header))
  }

  @Test("an hour of the day is not enough where times are needed")
  func hourOnly() throws {
    let header = ["number", "available_bike_stands", "available_bikes", "heure"]
    #expect(try Self.layout(header).time == nil)
    #expect(
      try Self.failure(header, needsTime: true).says(role: .time, wanted: nil, columns: header))
    #expect(try Self.layout(Self.exercise, needsTime: true).time == 0)
  }

  @Test(
    "a column that the user names and that is not there is an error even if a known one is",
    arguments: ColumnRole.allCases)
  func wanted(role: ColumnRole) throws {
    let error = try Self.failure(Self.exercise, [role: "no such column"], needsTime: true)
    #expect(error.says(role: role, wanted: "no such column", columns: Self.exercise))
  }
}

extension LayoutError {
  func says(role: ColumnRole, wanted: String?, columns: [String]) -> Bool {
    (self.role, self.wanted) == (role, wanted) && self.columns == columns
  }
}
