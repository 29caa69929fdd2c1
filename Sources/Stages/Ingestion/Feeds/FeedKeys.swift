import CIngestion

/// What keys of a network's answers stand for; compared without case, blanks, `_`, `-` and `.`.
struct FeedKeys {
  typealias Role = velibcorr_feed_role

  /// The preferred first: of two in a record the earlier counts.
  static let aliases: [(role: Role, keys: [String])] = [
    (
      VELIBCORR_FEED_STATION,
      [
        // JCDecaux; GBFS; Vélib' open data; Bordeaux; YouBike; whoever numbers only stations.
        "number", "station_id", "stationcode", "identifiant station", "ident", "sno", "station_number",
        "station_code", "terminal_name", "station", "uid", "id", "number_station", "idstation", "code",
      ]
    ),
    (
      VELIBCORR_FEED_FREE_DOCKS,
      [
        "available_bike_stands", "num_docks_available", "numdocksavailable", "nombre bornettes libres",
        "nbplaces", "empty_slots", "bemp", "available_return_bikes", "nbemptydocks", "docks_available",
        "free_docks", "free_bases", "free_racks", "available_docks", "available_stands", "stands",
        "available_slots", "slots", "free_slots",
      ]
    ),
    (
      VELIBCORR_FEED_BIKES,
      [
        "available_bikes", "num_bikes_available", "num_vehicles_available", "numbikesavailable",
        "nombre total vélos disponibles", "nbvelos", "free_bikes", "sbi", "available_rent_bikes", "nbbikes",
        "bikes_available", "dock_bikes", "bikes", "vehicles",
      ]
    ),
    (
      VELIBCORR_FEED_TIME,
      [
        // When the station reported goes before when it was asked.
        "last_update", "last_reported", "mday", "duedate", "actualisation de la donnée", "last_communication",
        "last_communication_time", "src_update_time", "update", "time", "timestamp", "datetime",
        "report_datetime", "mdate", "ts", "update_time", "info_time", "updated_at", "collect_date",
        "snapshot_time", "last_updated", "record_timestamp", "date", "generated_at",
      ]
    ),
    (VELIBCORR_FEED_NAME, ["name", "station_name", "nom", "sna", "nom station", "title"]),
    (VELIBCORR_FEED_LATITUDE, ["lat", "latitude"]),
    (VELIBCORR_FEED_LONGITUDE, ["lon", "lng", "long", "longitude"]),
    (VELIBCORR_FEED_LONGITUDE_LATITUDE, ["coordinates"]),
    (
      VELIBCORR_FEED_LATITUDE_LONGITUDE,
      ["coordonnees_geo", "geo_point_2d", "geo_point", "geo", "latlng", "xy", "geolocation"]
    ),
    (
      VELIBCORR_FEED_PART,
      [
        "fields", "properties", "position", "geometry", "total_stands", "availabilities", "location",
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

  /// The first of all, as the user names them.
  static func chosen(_ choice: ColumnChoice) -> [(role: Role, key: String)] {
    let roles: [(ColumnRole, Role)] = [
      (.station, VELIBCORR_FEED_STATION), (.freeDocks, VELIBCORR_FEED_FREE_DOCKS),
      (.bikes, VELIBCORR_FEED_BIKES), (.time, VELIBCORR_FEED_TIME),
    ]
    return roles.compactMap { role, kernel in choice.names[role].map { (kernel, $0) } }
  }
}
