/// What is known of a station beside its records.
package struct StationDetails: Equatable, Sendable {
  package var name: String?
  package var place: Place?

  /// Degrees north and east (WGS 84).
  package struct Place: Equatable, Sendable {
    package let latitude, longitude: Double

    /// Nil for what is no place on Earth, and for 0, 0, which stands for one that is not known.
    package init?(latitude: Double, longitude: Double) {
      guard abs(latitude) <= 90, abs(longitude) <= 180, latitude != 0 || longitude != 0 else { return nil }
      self.latitude = latitude
      self.longitude = longitude
    }
  }

  package init(name: String? = nil, place: Place? = nil) {
    self.name = name
    self.place = place
  }

  /// With what a later source tells.
  package func merged(_ later: StationDetails) -> StationDetails {
    StationDetails(name: later.name ?? name, place: later.place ?? place)
  }
}
