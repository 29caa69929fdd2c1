import Availability
import Testing

@Suite("StationDetails: names and places")
struct StationDetailsTests {
  private typealias Place = StationDetails.Place

  @Test("0, 0 stands for no place; the equator, the meridian of Greenwich and the poles are places")
  func places() {
    #expect(Place(latitude: 0, longitude: 0) == nil)
    #expect(Place(latitude: 0, longitude: 9.45) != nil)
    #expect(Place(latitude: 51.48, longitude: 0) != nil)
    #expect(Place(latitude: -90, longitude: 180) != nil)
    #expect(Place(latitude: 90.001, longitude: 1) == nil)
    #expect(Place(latitude: 1, longitude: -180.001) == nil)
    #expect(Place(latitude: .nan, longitude: 1) == nil)
  }

  /// A quarter of a great circle of a sphere of 6,371,008.8 m.
  @Test("distances along the Earth")
  func distances() throws {
    let pole = try #require(Place(latitude: 90, longitude: 12))
    let equator = try #require(Place(latitude: 0, longitude: 100))
    #expect(abs(pole.metres(to: equator) - 6_371_008.8 * .pi / 2) < 1e-3)
    #expect(pole.metres(to: pole) == 0)
    let other = try #require(Place(latitude: 0, longitude: -80))
    #expect(abs(other.metres(to: equator) - 6_371_008.8 * .pi) < 1e-3)
  }

  @Test("of two sources the later counts where it says something")
  func merged() throws {
    let place = try #require(Place(latitude: 1, longitude: 2))
    let known = StationDetails(name: "a", place: place)
    #expect(known.merged(StationDetails()) == known)
    #expect(known.merged(StationDetails(name: "b")) == StationDetails(name: "b", place: place))
  }
}
