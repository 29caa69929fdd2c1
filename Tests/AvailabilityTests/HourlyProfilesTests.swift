import Availability
import Testing

@Suite("HourlyProfiles: tallies by station and bin")
struct HourlyProfilesTests {
  private static let bins = HourBins.hourOfDay

  private static func profiles() throws -> HourlyProfiles {
    var tallies = [Tally](repeating: Tally(), count: 2 * bins.count)
    tallies[3].add(try #require(Share(free: 1, bikes: 3)))
    tallies[3].add(try #require(Share(free: 3, bikes: 1)))
    tallies[bins.count].add(try #require(Share(free: 1, bikes: 0)))
    return HourlyProfiles(bins: bins, stations: [StationID("a"), StationID("b")], tallies: tallies)
  }

  @Test("the tallies of a station are its row")
  func rows() throws {
    let profiles = try Self.profiles()
    #expect(Array(profiles.tallies(of: 0)) == Array(profiles.tallies[..<Self.bins.count]))
    #expect(Array(profiles.tallies(of: 1)) == Array(profiles.tallies[Self.bins.count...]))
    #expect(profiles.tallies(of: 1).first?.count == 1)
  }

  @Test("the mean of a bin without records is NaN, and only of such a bin")
  func means() throws {
    let profiles = try Self.profiles()
    #expect(profiles.means.count == profiles.tallies.count)
    #expect(profiles.means[3] == 0.5)
    #expect(profiles.means[Self.bins.count] == 1)
    for (mean, tally) in zip(profiles.means, profiles.tallies) { #expect(mean.isNaN == (tally.count == 0)) }
  }

  @Test("there may be no station")
  func none() {
    let profiles = HourlyProfiles(bins: Self.bins, stations: [], tallies: [])
    #expect(profiles.means.isEmpty)
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
    #expect((0..<24).map(Self.bins.label) == (0..<24).map { ($0 < 10 ? "0" : "") + String($0) })
  }
}
