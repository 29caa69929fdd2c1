/// What velibcorr needs of a record.
package enum ColumnRole: String, CaseIterable, Sendable {
  case station
  case freeDocks = "free-docks"
  case bikes
  case hour
  case time

  /// Names that real networks use, the preferred first; compared in lower case.
  var aliases: [String] {
    switch self {
    case .station:
      ["number", "station_id", "identifiant station", "station"]
    case .freeDocks:
      [
        "available_bike_stands", "num_docks_available", "nombre bornettes libres", "nbemptydocks",
        "docks_available", "free_docks",
      ]
    case .bikes:
      [
        "available_bikes", "num_bikes_available", "nombre total vélos disponibles", "nbbikes",
        "bikes_available", "bikes",
      ]
    case .hour:
      ["heure", "hour"]
    case .time:
      [
        "last_update", "actualisation de la donnée", "update", "time", "timestamp", "report_datetime",
        "collect_date",
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
  package enum Clock: Equatable, Sendable {
    /// A column that holds the hour of the day.
    case hour(Int)
    /// A column that holds a time stamp.
    case timestamp(Int)

    @inline(__always)
    var column: Int {
      switch self {
      case .hour(let column), .timestamp(let column): column
      }
    }
  }

  package let delimiter: UInt8
  package let fieldCount: Int
  package let station: Int
  package let freeDocks: Int
  package let bikes: Int
  package let clock: Clock

  package static let delimiters: [UInt8] = [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";")]

  /// Finds the columns in the names of a header row.
  package init(
    header: [String], delimiter: UInt8, choice: ColumnChoice
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
    fieldCount = header.count
    station = try required(.station)
    freeDocks = try required(.freeDocks)
    bikes = try required(.bikes)
    // A time named by the user outweighs an hour that was only found.
    if choice.names[.time] != nil && choice.names[.hour] == nil {
      clock = .timestamp(try required(.time))
    } else if let hour = try index(.hour) {
      clock = .hour(hour)
    } else {
      clock = .timestamp(try required(.time))
    }
  }
}

/// A header that lacks a needed column.
package struct LayoutError: Error, Equatable {
  package let role: ColumnRole
  /// The name that the user gave; nil when none of the known names is there.
  package let wanted: String?
  package let columns: [String]
}
