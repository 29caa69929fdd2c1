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

  @Test func flatStationsVaryWithoutPattern() throws {
    for flat in try #require(profiles[.flat]) {
      let heard = flat.compactMap(\.self)
      let spread = try #require(heard.max()) - (try #require(heard.min()))
      #expect(spread > 0.01 && spread < 0.4)
    }
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
