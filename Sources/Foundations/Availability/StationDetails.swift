import Glibc

/// Name and place of a station, as far as they are known.
package struct StationDetails: Equatable, Sendable {
  /// As the list of stations writes it; nil when it names none.
  package var name: String?
  /// Where it stands; nil when that is not known.
  package var place: Place?

  /// Degrees north and east (WGS 84).
  package struct Place: Equatable, Sendable {
    /// Within -90 ... 90 and -180 ... 180.
    package let latitude, longitude: Double

    /// Nil for what is no place on Earth, and for 0, 0, which stands for one that is not known.
    package init?(latitude: Double, longitude: Double) {
      guard abs(latitude) <= 90, abs(longitude) <= 180, latitude != 0 || longitude != 0 else { return nil }
      self.latitude = latitude
      self.longitude = longitude
    }

    /// Along the Earth as a sphere of 6,371,008.8 m, by the haversine.
    package func metres(to other: Place) -> Double {
      func halfSquare(_ degrees: Double) -> Double {
        let sine = sin(degrees * .pi / 360)
        return sine * sine
      }
      let cosines = cos(latitude * .pi / 180) * cos(other.latitude * .pi / 180)
      let square =
        halfSquare(other.latitude - latitude) + cosines * halfSquare(other.longitude - longitude)
      return 2 * 6_371_008.8 * asin(min(1, square.squareRoot()))
    }
  }

  /// Details from one source, which may have none.
  package init(name: String? = nil, place: Place? = nil) {
    self.name = name
    self.place = place
  }

  /// These details, or those of a later source where it has them.
  package func merged(_ later: StationDetails) -> StationDetails {
    StationDetails(name: later.name ?? name, place: later.place ?? place)
  }
}
