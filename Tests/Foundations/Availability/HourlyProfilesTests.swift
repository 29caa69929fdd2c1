import Availability
import Testing

@Suite("HourlyProfiles: tallies by station and bin")
struct HourlyProfilesTests {
  private static let bins = HourBins.hourOfDay

  private static func tallies() throws -> [Tally] {
    var tallies = [Tally](repeating: Tally(), count: 2 * bins.count)
    tallies[3].add(try #require(Share(free: 1, bikes: 3)))
    tallies[3].add(try #require(Share(free: 3, bikes: 1)))
    tallies[bins.count].add(try #require(Share(free: 1, bikes: 0)))
    return tallies
  }

  private static func profiles() throws -> HourlyProfiles {
    HourlyProfiles(bins: bins, stations: [StationID("a"), StationID("b")], tallies: try tallies())
  }

  @Test("the tallies of a station are its row")
  func rows() throws {
    let (profiles, tallies) = (try Self.profiles(), try Self.tallies())
    #expect(profiles.tallies(of: 0) == Array(tallies[..<Self.bins.count]))
    #expect(profiles.tallies(of: 1) == Array(tallies[Self.bins.count...]))
    #expect(profiles.tallies(of: 1).first?.count == 1)
  }

  @Test("block by block, every station comes once, with its tallies", arguments: [24, 8_760])
  func blocks(bins: Int) {
    let stations = (0..<(1 << 20) / bins).map { StationID("\($0)") }
    let tallies = stations.indices.flatMap { station in
      (0..<bins).map { Tally(packed: UInt128(station * bins + $0)) }
    }
    let profiles = HourlyProfiles(
      bins: bins == 24 ? .hourOfDay : .series(0..<bins), stations: stations, tallies: tallies)
    var found: [Tally] = []
    var blocks = 0
    profiles.forEachBlock(of: 1..<stations.count) { block, rows in
      #expect(block.lowerBound * bins == found.count + bins)
      found += rows
      blocks += 1
    }
    #expect(blocks > 1)
    #expect(found.elementsEqual(tallies[bins...]))
  }

  private static func means(_ profiles: HourlyProfiles) -> [Double] {
    let size = profiles.stations.count * bins.count
    return [Double](unsafeUninitializedCapacity: size) { means, count in
      profiles.writeMeans(of: profiles.stations.indices, to: means)
      profiles.unify(profiles.stations.indices, in: means)
      count = size
    }
  }

  @Test("the mean of a bin without records is NaN, and only of such a bin")
  func means() throws {
    let (profiles, tallies) = (try Self.profiles(), try Self.tallies())
    let means = Self.means(profiles)
    #expect(means[3] == 0.5)
    #expect(means[Self.bins.count] == 1)
    for (mean, tally) in zip(means, tallies) { #expect(mean.isNaN == (tally.count == 0)) }
  }

  @Test("there may be no station")
  func none() {
    let profiles = HourlyProfiles(bins: Self.bins, stations: [], tallies: [])
    #expect(Self.means(profiles).isEmpty)
  }

  @Test("tallies that do not fill the rows are a mistake of the caller")
  func wrongCount() async {
    await #expect(processExitsWith: .failure) {
      _ = HourlyProfiles(bins: .hourOfDay, stations: [StationID("a")], tallies: [])
    }
  }

  @Test("the hours of the day are named 00 to 23")
  func labels() {
    #expect(Self.bins.count == 24)
    let names = (0..<24).map { hour in hour < 10 ? "0\(hour)" : "\(hour)" }
    #expect((0..<24).map(Self.bins.label) == names)
  }
}
