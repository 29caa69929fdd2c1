import Availability
import Distribution
import TestSupport
import Testing

@Suite("ProfileExchange of one rank")
struct ProfileExchangeTests {
  private static let bins = HourBins.hourOfDay

  private static func tallies(_ stations: Int, _ random: inout SeededGenerator) -> [Tally] {
    (0..<stations * bins.count).map { _ in
      var tally = Tally()
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        tally.add(
          Share(free: .random(in: 0...50, using: &random), bikes: .random(in: 1...50, using: &random))!)
      }
      return tally
    }
  }

  static func rows(_ tallies: [Tally]) -> ProfileExchange.Copy {
    { places, target in
      for (i, place) in places.enumerated() {
        for bin in 0..<bins.count { target[i * bins.count + bin] = tallies[place * bins.count + bin] }
      }
    }
  }

  @Test("stations come out in the order of all outputs, each with its own tallies")
  func merge() {
    var random = SeededGenerator(seed: 51)
    for count in [0, 1, 2, 40] {
      let stations = (1...(count + 1)).dropLast().map { StationID("\($0 * 37)") }.shuffled(using: &random)
      let tallies = Self.tallies(count, &random)
      let exchange = ProfileExchange(
        Communicator(), stations: stations, hasProfile: stations.map { _ in true })
      let profiles = exchange.reduce(bins: Self.bins, stations: stations, copy: Self.rows(tallies))

      let expected = StationID.inOrder(stations)
      #expect(exchange.stations == expected)
      #expect(exchange.closedStations == [])
      #expect(exchange.block(of: 0) == 0..<count)
      #expect(profiles.stations == expected)
      for (row, station) in expected.enumerated() {
        let source = stations.firstIndex(of: station)! * Self.bins.count
        #expect(profiles.tallies(of: row) == Array(tallies[source..<source + Self.bins.count]))
      }
    }
  }

  @Test("stations whose every record is closed are named apart and have no row")
  func closed() {
    var random = SeededGenerator(seed: 52)
    let stations = ["30", "4", "x", "2"].map { StationID($0) }
    let tallies = Self.tallies(4, &random)
    let exchange = ProfileExchange(
      Communicator(), stations: stations, hasProfile: [true, false, false, true])
    #expect(exchange.stations == [StationID("2"), StationID("30")])
    #expect(exchange.closedStations == [StationID("4"), StationID("x")])
    let profiles = exchange.reduce(bins: Self.bins, stations: stations, copy: Self.rows(tallies))
    #expect(profiles.stations == exchange.stations)
    #expect(profiles.tallies(of: 0) == Array(tallies[(3 * Self.bins.count)...]))
    #expect(profiles.tallies(of: 1) == Array(tallies[..<Self.bins.count]))
  }

  @Test("tallies keep all their bits on the way: sums above 2^64, counts of 2^33")
  func wide() {
    var tallies = [Tally](repeating: Tally(), count: Self.bins.count)
    tallies[0] = Tally(packed: (1 << 33) << Tally.countShift | (1 << 93 - 12_345))
    tallies[23] = Tally(packed: 1 << Tally.countShift | UInt128(UInt64.max >> 4))
    let stations = [StationID("a")]
    let exchange = ProfileExchange(Communicator(), stations: stations, hasProfile: [true])
    #expect(
      exchange.reduce(bins: Self.bins, stations: stations, copy: Self.rows(tallies)).tallies(of: 0) == tallies
    )
  }

  @Test("no station at all is an empty block")
  func none() {
    let exchange = ProfileExchange(Communicator(), stations: [], hasProfile: [])
    #expect(exchange.block(of: 0).isEmpty)
    #expect(exchange.reduce(bins: Self.bins, stations: [], copy: Self.rows([])).stations == [])
  }
}
