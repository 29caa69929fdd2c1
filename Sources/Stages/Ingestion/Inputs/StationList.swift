import Availability

/// Names and coordinates of stations in delimited text: a list beside a log, as in the course's archive, or the rows
/// of a log that has such columns.
enum StationList {
  /// A longer list is not read.
  private static let longest = 64 << 20

  private static let names = ["name", "nom", "station_name", "nom station"]
  private static let latitudes = ["lat", "latitude", "lattitude"]
  private static let coordinates = [
    "coordonnees_geo", "coordonnées géographiques", "geo_point_2d", "geo_point", "geo point", "position",
    "location",
    "latlng", "lat_lng", "lat, lng", "coordinates", "xy",
  ]
  private static let longitudes = ["lng", "lon", "long", "longitude"]

  /// Those of a list; none when it is something else.
  static func read(_ stream: PeekableStream) throws(StreamError) -> [StationID: StationDetails] {
    let bytes = try stream.peek(longest)
    for delimiter in RecordLayout.delimiters {
      let found = read(bytes, delimiter: delimiter) { header in
        KnownNames(header).candidates(.stationNumber).first
      }
      if let found { return found }
    }
    return [:]
  }

  /// Those that the first rows of a log tell: what comes later of a station counts.
  static func read(_ bytes: [UInt8], of layout: RecordLayout) -> [StationID: StationDetails] {
    read(bytes, delimiter: layout.delimiter) { _ in layout.station } ?? [:]
  }

  /// Nil without the columns; `station` finds that of identifiers in the header, in lower case.
  private static func read(
    _ bytes: [UInt8], delimiter: UInt8, station: ([String]) -> Int?
  ) -> [StationID: StationDetails]? {
    var stations: [StationID: StationDetails] = [:]
    var columns: Columns?
    let csv = LibCSV(delimiter: delimiter)
    unsafe bytes.withUnsafeBytes { buffer in
      var position = HeaderReader.textStart(bytes)
      rows: while position < buffer.count {
        switch unsafe csv.readRow(buffer, from: position, final: true) {
        case .incomplete: break rows
        case .blank(let end): position = end
        case .row(let end):
          position = end
          let fields = csv.strings
          if let columns {
            guard fields.count > columns.station else { continue }
            guard let station = StationID(identifier: csv, columns.station) else { continue }
            stations.merge([station: columns.details(fields)])
          } else {
            let header = fields.map { $0.lowercased() }
            guard let station = station(header), let found = Columns(header, station: station)
            else { break rows }
            columns = found
          }
        }
      }
    }
    return columns == nil ? nil : stations.filter { $0.value != StationDetails() }
  }

  /// Where in a row; there is a name, or a place.
  struct Columns {
    let station: Int
    let name: Int?
    let place: (latitude: Int, longitude: Int)?
    /// A column of both: `48.87, 2.37`.
    let coordinates: Int?

    init?(_ header: [String], station: Int) {
      func column(_ aliases: [String]) -> Int? { aliases.lazy.compactMap { header.firstIndex(of: $0) }.first }
      self.station = station
      name = column(names)
      let (latitude, longitude) = (column(latitudes), column(longitudes))
      place = latitude.flatMap { latitude in longitude.map { (latitude, $0) } }
      coordinates = column(StationList.coordinates)
      if name == nil && place == nil && coordinates == nil { return nil }
    }

    func details(_ fields: [String]) -> StationDetails {
      func field(_ column: Int) -> String? {
        column < fields.count && !fields[column].isEmpty ? fields[column] : nil
      }
      // Some write degrees with a decimal comma.
      func degrees(_ column: Int) -> Double? {
        field(column).flatMap { Double($0.replacing(",", with: ".")) }
      }
      var found: StationDetails.Place?
      if let place, let latitude = degrees(place.latitude), let longitude = degrees(place.longitude) {
        found = .init(latitude: latitude, longitude: longitude)
      } else if let both = coordinates.flatMap(field) {
        let parts = both.split { " ,;()[]".contains($0) }.compactMap { Double($0) }
        // `POINT (2.37 48.87)` has the longitude first.
        let isPoint = both.uppercased().hasPrefix("POINT")
        if parts.count == 2, abs(parts[isPoint ? 1 : 0]) <= 90, abs(parts[isPoint ? 0 : 1]) <= 180 {
          found = .init(latitude: parts[isPoint ? 1 : 0], longitude: parts[isPoint ? 0 : 1])
        }
      }
      return StationDetails(name: name.flatMap(field), place: found)
    }
  }
}

extension StationID {
  /// That of a field, as the rows' are read; nil when there is none.
  init?(identifier row: LibCSV, _ column: Int) {
    let bytes = unsafe row.withField(column) { field in
      unsafe field.identifier.map { unsafe Array($0.buffer) }
    }
    guard let bytes else { return nil }
    self.init(bytes: bytes)
  }
}

extension [StationID: StationDetails] {
  /// Adds stations; of one in both, the later name and place count where there are such.
  package mutating func merge(_ later: Self) {
    merge(later, uniquingKeysWith: { $0.merged($1) })
  }
}
