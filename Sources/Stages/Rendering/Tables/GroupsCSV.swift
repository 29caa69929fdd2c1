import Availability
import Text

/// Groups of stations as CSV: `station,cluster,order,name,lat,lng`, in the order of every output.
///
/// Groups are numbered from 1 in the order in which they lie side by side, in which `order` numbers the stations, from 1
/// too; both are empty for a station without correlations.
package struct GroupsCSV {
  /// A station's row.
  package struct Row {
    let station: StationID
    let place: (group: Int, order: Int)?
    let details: StationDetails

    /// `place` is nil for a station that is in no group.
    package init(station: StationID, place: (group: Int, order: Int)?, details: StationDetails) {
      self.station = station
      self.place = place
      self.details = details
    }
  }

  /// The line above all rows.
  package static let header = Array("station,cluster,order,name,lat,lng\n".utf8)

  /// A line for each row, in the order given.
  package static func text(_ rows: [Row]) -> [UInt8] {
    let names = rows.map { $0.details.name.map { CSVText.field(Array($0.utf8)) } ?? [] }
    let labels = rows.map(\.station.csvField)
    let fixed = 2 * RowText.integerLength + 2 * NumberFormat.maximumLength + 6
    let room = zip(names, labels).reduce(0) { $0 + $1.0.count + $1.1.count + fixed }
    let comma = UInt8(ascii: ",")
    return RowText.make(room: room) { text in
      for (i, row) in rows.enumerated() {
        text.append(labels[i])
        text.append(comma)
        if let place = row.place { text.append(UInt64(place.group)) }
        text.append(comma)
        if let place = row.place { text.append(UInt64(place.order)) }
        text.append(comma)
        text.append(names[i])
        text.append(comma)
        if let place = row.details.place { text.append(place.latitude, .shortest) }
        text.append(comma)
        if let place = row.details.place { text.append(place.longitude, .shortest) }
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}
