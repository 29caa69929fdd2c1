import SyntheticLogs
import Testing

@Suite struct LengthTests {
  @Test(arguments: [1, 2, 39, 40, 41, 4999, 20_000])
  func rowsAreExact(wanted: Int) throws {
    let network = try SyntheticNetwork(stations: 40, length: .rows(wanted))
    #expect(network.rows == wanted)
    #expect(try network.parsedRows().count == wanted)
  }

  @Test(arguments: [1, 7, 8, 50], [5, 60, 1440])
  func rowsOfDaysAreCounted(stations: Int, every: Int) throws {
    let network = try SyntheticNetwork(stations: stations, length: .days(2), every: every)
    let rows = try network.parsedRows()
    #expect(rows.count == network.rows)
    // A station may be silent in the only hour that a daily reading sees.
    if every <= 60 { #expect(Set(rows.map(\.station)).count == stations) }
    #expect(network.slots == stations * 2 * 1440 / every)
    if stations < Peculiarities.smallestWithOddStations { #expect(network.rows == network.slots) }
  }

  @Test func defaultHasTheSizeOfTheRealFile() throws {
    let network = try SyntheticNetwork()
    #expect(network.stations.count == 1230)
    #expect((1_000_000...1_103_787).contains(network.rows))
  }

  @Test func stepThatDoesNotDivideTheDayKeepsTheLastReading() throws {
    #expect(try SyntheticNetwork(stations: 1, length: .days(1), every: 1000).rows == 2)
    #expect(try SyntheticNetwork(stations: 1, length: .days(2), every: 1440).rows == 2)
  }

  @Test func oneRow() throws {
    let rows = try SyntheticNetwork(stations: 1, length: .rows(1), every: 1440).parsedRows()
    #expect(rows.count == 1)
  }

  @Test func hugeNetworkHasUniqueNumbers() throws {
    let stations = try SyntheticNetwork(stations: 100_000, length: .rows(1)).stations
    #expect(Set(stations.map(\.id)).count == 100_000)
  }
}

@Suite struct ValidationTests {
  @Test(arguments: [
    (0, 5, SyntheticNetwork.Length.days(3), "the number of stations is 0; expected 1 to 1000000"),
    (1_000_001, 5, .days(3), "the number of stations is 1000001; expected 1 to 1000000"),
    (8, 0, .days(3), "the minutes between two readings are 0; expected 1 to 1440"),
    (8, 1441, .days(3), "the minutes between two readings are 1441; expected 1 to 1440"),
    (8, 5, .days(0), "the number of days is 0; expected 1 to 3650"),
    (8, 5, .days(3651), "the number of days is 3651; expected 1 to 3650"),
    (8, 5, .rows(0), "the number of rows is 0; expected at least 1"),
    (8, 5, .rows(-4), "the number of rows is -4; expected at least 1"),
    (
      2, 1440, .rows(7301),
      "the number of rows is 7301; expected at most 7300, which these stations give in 3650 days "
        + "(more stations, or more frequent readings, give more)"
    ),
  ])
  func whatCannotBeMadeIsRefused(
    stations: Int, every: Int, length: SyntheticNetwork.Length, message: String
  ) throws {
    let error = #expect(throws: SyntheticNetworkError.self) {
      try SyntheticNetwork(stations: stations, length: length, every: every)
    }
    #expect(error?.description == message)
  }

  @Test func limitsThemselvesAreAccepted() throws {
    #expect(try SyntheticNetwork(stations: 2, length: .rows(7300), every: 1440).rows == 7300)
    #expect(try SyntheticNetwork(stations: 1, length: .days(3650), every: 1440).rows == 3650)
    #expect(try SyntheticNetwork(stations: 1, length: .days(1), every: 1).rows == 1440)
  }
}
