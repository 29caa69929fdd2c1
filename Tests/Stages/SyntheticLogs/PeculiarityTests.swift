import SyntheticLogs
import Testing

@Suite struct PeculiarityTests {
  private static let network = Result { try SyntheticNetwork(stations: 200, length: .days(3), every: 20) }
  private static let rows = Result { try network.get().parsedRows() }

  let network: SyntheticNetwork
  let rows: [Row]
  let rowsOfStation: [Int: [Row]]

  init() throws {
    network = try Self.network.get()
    rows = try Self.rows.get()
    rowsOfStation = Dictionary(grouping: rows, by: \.station)
  }

  private func rows(of station: Station) -> [Row] { rowsOfStation[station.id] ?? [] }

  @Test func countsStayWithinCapacity() throws {
    for station in network.stations {
      #expect((10...70).contains(station.capacity))
      let totals = rows(of: station).map { $0.free + $0.bikes }
      #expect(try #require(totals.max()) <= station.capacity)
      let open = totals.filter { $0 > 0 }
      if station.kind != .closed && station.kind != .constant {
        #expect(try #require(open.min()) >= station.capacity - Peculiarities.brokenDocks)
      }
    }
  }

  @Test func someStationsAreAlwaysClosed() {
    let closed = network.stations.filter { $0.kind == .closed }
    #expect(closed.count == 200 * Peculiarities.closedStations / 1000)
    #expect(closed.allSatisfy { rows(of: $0).allSatisfy(\.isClosed) })
  }

  @Test(arguments: [8, 9, 50, 200])
  func exactlyOneStationIsConstant(stations: Int) throws {
    let network = try SyntheticNetwork(stations: stations, length: .days(1))
    let open = Dictionary(grouping: try network.parsedRows().filter { !$0.isClosed }, by: \.station)
    let constant = open.filter { _, rows in
      rows.allSatisfy { $0.free * rows[0].bikes == rows[0].free * $0.bikes }
    }
    #expect(constant.count == 1)
    #expect(network.stations.count { $0.kind == .constant } == 1)
    #expect(network.stations.first { $0.kind == .constant }?.id == constant.first?.key)
    #expect(constant.first?.value[0].availability == 0.5)
  }

  @Test func smallNetworkHasOrdinaryStationsOnly() throws {
    for station in try SyntheticNetwork(stations: 7).stations {
      #expect(station.kind != .closed && station.kind != .constant && station.silentHours == 0)
    }
  }

  @Test func someStationsAreSilentInSomeHours() {
    let silent = network.stations.filter { $0.silentHours != 0 }
    #expect(silent.count == 200 * Peculiarities.silentStations / 1000)
    for station in network.stations {
      let heard = Set(rows(of: station).map(\.hour))
      #expect(heard == Set((0..<24).filter { !station.isSilent(inHour: $0) }))
    }
    for station in silent { #expect(Peculiarities.silentHours.contains(station.silentHours.nonzeroBitCount)) }
  }

  @Test func openStationsAreClosedNowAndThen() {
    let open = network.stations.filter { $0.kind != .closed }.flatMap { rows(of: $0) }
    let share = Double(open.count(where: \.isClosed)) / Double(open.count)
    #expect((0.004...0.012).contains(share))
  }

  @Test func threeToFourPercentOfTheRowsAreStale() {
    let stale = rows.filter(\.isStale)
    #expect((0.03...0.04).contains(Double(stale.count) / Double(rows.count)))
    // Seven weeks before the first day, two weeks before the last.
    #expect(stale.allSatisfy { ("2013-07-23"..."2013-08-31").contains($0.updated.prefix(10)) })
  }

  @Test func staleRowRepeatsTheRowOfItsTime() throws {
    let long = try SyntheticNetwork(stations: 10, length: .days(60), every: 60).parsedRows()
    struct Moment: Hashable {
      let station: Int
      let updated: String
    }
    let told = Dictionary(grouping: long) { Moment(station: $0.station, updated: $0.updated) }
    #expect(told.values.contains { $0.count > 1 })
    for rows in told.values {
      #expect(rows.allSatisfy { $0.free == rows[0].free && $0.bikes == rows[0].bikes })
    }
  }
}
