import CIngestion

/// Meanings of the keys of a network's answers: the names of columns (`ColumnRole.aliases`), and before and after them
/// those that only JSON has. Compared as `ColumnNames.normalised` does.
struct FeedKeys {
  typealias Role = velibcorr_feed_role

  /// The preferred first: of two in a record the earlier counts.
  static let aliases: [(role: Role, keys: [String])] = [
    (
      VELIBCORR_FEED_STATION,
      names(
        of: .station, first: ["number", "station_id", "stationcode"], last: ["number_station", "code"],
        without: ColumnRole.namesOfStations)
    ),
    (
      VELIBCORR_FEED_FREE_DOCKS,
      names(of: .freeDocks, last: ["locks"], without: ["free", "docks", "places", "libres"])
    ),
    (VELIBCORR_FEED_BIKES, names(of: .bikes, without: ["available"])),
    (
      VELIBCORR_FEED_TIME,
      names(
        of: .time,
        // When the station reported goes before when it was asked; YouBike has both.
        first: ["last_update", "last_reported", "mday", "duedate", "last_communication"],
        last: ["mdate", "record_timestamp"])
    ),
    (VELIBCORR_FEED_HOUR, ColumnRole.hour.aliases),
    (VELIBCORR_FEED_NAME, ["name", "station_name", "nom", "sna", "nom station", "title"]),
    (VELIBCORR_FEED_LATITUDE, ["lat", "latitude"]),
    (VELIBCORR_FEED_LONGITUDE, ["lon", "lng", "long", "longitude"]),
    (
      VELIBCORR_FEED_CITY,
      [
        "contract_name", "contract", "city", "city_name", "ville", "network", "network_id", "system",
        "system_id",
      ]
    ),
    // As citybik.es had it in its first version.
    (VELIBCORR_FEED_MAYBE_FREE_DOCKS, ["free"]),
    (VELIBCORR_FEED_LONGITUDE_LATITUDE, ["coordinates"]),
    (
      VELIBCORR_FEED_LATITUDE_LONGITUDE,
      ["coordonnees_geo", "geo_point_2d", "geo_point", "geo", "latlng", "xy", "geolocation"]
    ),
    (
      VELIBCORR_FEED_PART,
      [
        "fields", "properties", "position", "geometry", "total_stands", "availabilities", "availability",
        "location",
        "coords", "status",
      ]
    ),
    (
      VELIBCORR_FEED_PASSED_OVER,
      [
        "main_stands", "overflow_stands", "rental_uris", "rental_methods", "vehicle_types_available",
        "vehicle_docks_available", "num_bikes_available_types", "extra", "payment", "parameters", "links",
        "vehicle_capacity", "vehicle_type_capacity", "station_area", "facet_groups",
      ]
    ),
  ]

  private static func names(
    of role: ColumnRole, first: [String] = [], last: [String] = [], without: Set<String> = []
  ) -> [String] {
    first + role.aliases.filter { !without.contains($0) } + last
  }

  /// Those that the user names, of which each is first of its role. What all docks there are stands for the free ones.
  static func chosen(_ choice: ColumnChoice) -> [(role: Role, keys: [String])] {
    let roles: [(ColumnRole, Role)] = [
      (.station, VELIBCORR_FEED_STATION), (.freeDocks, VELIBCORR_FEED_FREE_DOCKS),
      (.bikes, VELIBCORR_FEED_BIKES), (.time, VELIBCORR_FEED_TIME), (.hour, VELIBCORR_FEED_HOUR),
    ]
    return roles.compactMap { role, kernel in
      let name = choice.names[role] ?? (role == .freeDocks ? choice.capacity : nil)
      // A date and the time of day beside it are told apart by what is in them.
      return name.map { (kernel, role == .time ? $0.split(separator: "+").map(String.init) : [$0]) }
    }
  }
}
