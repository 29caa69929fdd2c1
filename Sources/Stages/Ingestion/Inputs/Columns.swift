/// What velibcorr needs of a record.
package enum ColumnRole: String, CaseIterable, Sendable {
  case station
  case freeDocks = "free-docks"
  case bikes
  case hour
  case time

  /// Names that real networks and collectors use, the preferred first; compared in lower case.
  var aliases: [String] {
    switch self {
    case .station:
      // JCDecaux; GBFS; Vélib' open data, two generations; Bordeaux; whoever numbers only stations.
      [
        "number", "station_id", "identifiant station", "stationcode", "ident", "station", "station id", "id",
      ]
    case .freeDocks:
      [
        "available_bike_stands", "num_docks_available", "nombre bornettes libres", "numdocksavailable",
        "nbplaces", "nbemptydocks", "docks_available", "free_docks",
      ]
    case .bikes:
      [
        "available_bikes", "num_bikes_available", "nombre total vélos disponibles", "numbikesavailable",
        "nbvelos", "nbbikes", "bikes_available", "num_vehicles_available", "bikes",
      ]
    case .hour:
      ["heure", "hour"]
    case .time:
      // When the station reported goes before when it was asked.
      [
        "last_update", "last_reported", "lastupdate", "actualisation de la donnée", "duedate", "update",
        "time",
        "timestamp", "datetime", "report_datetime", "collect_date", "snapshot_time",
      ]
    }
  }

  /// What a message calls it.
  package var title: String {
    switch self {
    case .station: "station"
    case .freeDocks: "free docks"
    case .bikes: "bikes"
    case .hour: "hour of day"
    case .time: "time"
    }
  }
}

/// Columns named by the user; what is not named is found by the aliases.
package struct ColumnChoice: Sendable {
  package var names: [ColumnRole: String]
  package init(_ names: [ColumnRole: String] = [:]) { self.names = names }
}

/// Where the fields of a record stand in a row.
package struct RecordLayout: Equatable, Sendable {
  package let delimiter: UInt8
  package let header: [String]
  package let station: Int
  package let freeDocks: Int
  package let bikes: Int
  /// A column that holds the hour of the day.
  package let hour: Int?
  /// A column that holds a time stamp.
  package let time: Int?
  /// Other columns that hold times by their names.
  package let otherTimes: [String]

  package var fieldCount: Int { header.count }

  package static let delimiters: [UInt8] = [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";")]

  /// Finds the columns in the names of a header row. A time named by the user outweighs an hour that
  /// was only found.
  package init(
    header: [String], delimiter: UInt8, choice: ColumnChoice, needsTime: Bool = false
  ) throws(LayoutError) {
    let names = header.map { $0.lowercased() }
    func index(_ role: ColumnRole) throws(LayoutError) -> Int? {
      if let wanted = choice.names[role] {
        guard let column = header.firstIndex(of: wanted) ?? names.firstIndex(of: wanted.lowercased()) else {
          throw LayoutError(role: role, wanted: wanted, columns: header)
        }
        return column
      }
      return role.aliases.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    func required(_ role: ColumnRole) throws(LayoutError) -> Int {
      guard let column = try index(role) else {
        throw LayoutError(role: role, wanted: nil, columns: header)
      }
      return column
    }
    self.delimiter = delimiter
    self.header = header
    station = try required(.station)
    freeDocks = try required(.freeDocks)
    bikes = try required(.bikes)
    let isTimeChosen = choice.names[.time] != nil && choice.names[.hour] == nil
    hour = isTimeChosen ? nil : try index(.hour)
    let time = hour == nil || needsTime ? try required(.time) : try index(.time)
    self.time = time
    otherTimes = header.indices.filter { $0 != time && ColumnRole.time.aliases.contains(names[$0]) }
      .map { header[$0] }
  }
}

/// A header that lacks a needed column.
package struct LayoutError: Error, Equatable {
  package let role: ColumnRole
  /// The name that the user gave; nil when none of the known names is there.
  package let wanted: String?
  package let columns: [String]
  /// Do rows hold whole dictionaries in a field?
  package var hasNestedValues = false
}
