import Availability
import Rendering
import Testing

@Suite("PairsCSV and NeighboursCSV")
struct PairsCSVTests {
  private static let stations = [StationID("1"), StationID("a,b"), StationID("Gare d'Évry")]

  @Test("a row a pair, r by the format, p and q to the last digit")
  func pairs() {
    let pairs = [
      ListedPair(a: 0, b: 2, r: -0.98765, commonBins: 24, effectiveHours: 5.6015625, p: 1.25e-300, q: 5e-298),
      ListedPair(a: 1, b: 2, r: 1, commonBins: 3, effectiveHours: 3, p: 0, q: 1),
    ]
    let csv = PairsCSV(stations: ListedStations(Self.stations), format: .decimals(3))
    #expect(String(decoding: csv.header, as: UTF8.self) == "station_a,station_b,r,hours,hours_eff,p,q\n")
    #expect(
      String(decoding: csv.text(pairs.indices) { pairs[$0] }, as: UTF8.self) == """
        1,Gare d'Évry,-0.988,24,5.6015625,1.25e-300,5e-298
        "a,b",Gare d'Évry,1.000,3,3.0,0.0,1.0

        """)
    #expect(csv.text(0..<0) { pairs[$0] } == [])
    let last = csv.text(1..<pairs.count) { pairs[$0] }
    #expect(String(decoding: last, as: UTF8.self).hasPrefix("\"a,b\""))
  }

  @Test("the longest numbers have room")
  func room() {
    let pair = ListedPair(
      a: 0, b: 1, r: -0.012345678901234568, commonBins: 100_000, effectiveHours: 1.00048828125,
      p: 2.2250738585072014e-308,
      q: 2.2250738585072014e-308)
    let text = PairsCSV(stations: ListedStations(Self.stations), format: .shortest).text(0..<1) { _ in pair }
    #expect(
      String(decoding: text, as: UTF8.self)
        == "1,\"a,b\",-0.012345678901234568,100000,1.00048828125,2.22507e-308,2.22507e-308\n")
  }

  @Test("a row a neighbour, numbered from 1")
  func neighbours() {
    let csv = NeighboursCSV(stations: ListedStations(Self.stations), format: .shortest)
    #expect(String(decoding: csv.header, as: UTF8.self) == "station,rank,neighbour,r,hours\n")
    let text = csv.text(
      station: 1, [.init(station: 2, r: 0.5, commonBins: 24), .init(station: 0, r: -0.25, commonBins: 20)])
    #expect(
      String(decoding: text, as: UTF8.self) == """
        "a,b",1,Gare d'Évry,0.5,24
        "a,b",2,1,-0.25,20

        """)
    #expect(csv.text(station: 0, []) == [])
  }
}
