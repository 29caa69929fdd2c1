import SyntheticLogs
import Testing

/// What a correlation of the profiles must find.
@Suite struct PatternTests {
  private static let sample = Result {
    let network = try SyntheticNetwork(stations: 60, length: .days(3), every: 10)
    let rows = Dictionary(grouping: try network.parsedRows().filter { !$0.isClosed }, by: \.station)
    return Dictionary(grouping: network.stations, by: \.kind).mapValues { stations in
      stations.map { profile(of: rows[$0.id] ?? []) }
    }
  }

  let profiles: [Station.Kind: [[Double?]]]

  init() throws { profiles = try Self.sample.get() }

  @Test(arguments: [Station.Kind.office, .residential])
  func stationsOfOneKindGoTogether(kind: Station.Kind) throws {
    let same = try #require(profiles[kind])
    #expect(same.count > 15)
    for (index, one) in same.enumerated() {
      for other in same[..<index] { #expect(Self.correlation(one, other) > 0.8) }
    }
  }

  @Test func stationsOfOppositeKindsGoAgainstEachOther() throws {
    for one in try #require(profiles[.office]) {
      for other in try #require(profiles[.residential]) { #expect(Self.correlation(one, other) < -0.8) }
    }
  }

  @Test func officesAreFullOfBikesByDay() throws {
    for profile in try #require(profiles[.office]) {
      guard let night = profile[3], let day = profile[12] else { continue }
      #expect(day < night, "free docks by day, by night")
    }
  }

  @Test func fewCommuteOnSaturdayAndSunday() throws {
    let network = try SyntheticNetwork(stations: 120, length: .days(7), every: 30)
    let offices = Set(network.stations.filter { $0.kind == .office }.map(\.id))
    let rows = try network.parsedRows().filter { offices.contains($0.station) && !$0.isClosed && !$0.isStale }
    // The first and the last day are not whole.
    let days = Dictionary(grouping: rows) { $0.updated.prefix(10) }
    let spreads = (11...16).map { day -> Double in
      let means = Self.profile(of: days["2013-09-\(day)"] ?? []).compactMap(\.self)
      return (means.max() ?? 0) - (means.min() ?? 0)
    }
    // Wednesday to Friday, and Monday.
    let working = try #require((spreads[..<3] + spreads[5...]).min())
    #expect(spreads[3] < working / 2 && spreads[4] < working / 2, "\(spreads)")
  }

  @Test func flatStationsVaryWithoutPattern() throws {
    for flat in try #require(profiles[.flat]) {
      let heard = flat.compactMap(\.self)
      let spread = try #require(heard.max()) - (try #require(heard.min()))
      #expect(spread > 0.01 && spread < 0.4)
    }
  }

  @Test("with events, stations without a daily pattern share those of their district, and no others")
  func districts() throws {
    let network = try SyntheticNetwork(stations: 400, length: .days(14), every: 30, hasEvents: true)
    let flat = network.stations.filter { $0.kind == .flat && $0.silentHours == 0 }.prefix(40)
    let rows = try network.parsedRows().filter { !$0.isClosed && !$0.isStale }
    let hours = Set(rows.map { $0.updated.prefix(13) })
    let series = flat.map { station in
      let mine = Dictionary(grouping: rows.filter { $0.station == station.id }) { $0.updated.prefix(13) }
      return hours.map { hour in
        mine[hour].map { rows in rows.map(\.availability).reduce(0, +) / Double(rows.count) }
      }
    }
    var (within, between) = ([Double](), [Double]())
    for (i, one) in flat.enumerated() {
      for (j, other) in flat.enumerated().prefix(i) {
        let r = Self.correlation(series[i], series[j])
        if one.id / 1000 == other.id / 1000 { within.append(r) } else { between.append(r) }
      }
    }
    #expect(within.count > 20 && within.allSatisfy { (0.4..<0.95).contains($0) })
    #expect(between.allSatisfy { abs($0) < 0.3 })
  }

  /// The mean share of free docks in each hour of the day.
  private static func profile(of rows: [Row]) -> [Double?] {
    let hours = Dictionary(grouping: rows, by: \.hour)
    return (0..<24).map { hour in
      hours[hour].map { rows in rows.map(\.availability).reduce(0, +) / Double(rows.count) }
    }
  }

  /// Pearson's r over the hours that both have.
  private static func correlation(_ one: [Double?], _ other: [Double?]) -> Double {
    let pairs = zip(one, other).compactMap { x, y in x.flatMap { x in y.map { (x, $0) } } }
    let count = Double(pairs.count)
    let meanX = pairs.map(\.0).reduce(0, +) / count
    let meanY = pairs.map(\.1).reduce(0, +) / count
    let xy = pairs.map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +)
    let xx = pairs.map { x, _ in (x - meanX) * (x - meanX) }.reduce(0, +)
    let yy = pairs.map { _, y in (y - meanY) * (y - meanY) }.reduce(0, +)
    return xy / (xx * yy).squareRoot()
  }
}
