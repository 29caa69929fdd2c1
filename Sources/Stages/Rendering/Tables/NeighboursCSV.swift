import Availability

/// The best correlated stations of each as CSV: `station,rank,neighbour,r,hours`, then `metres` and names where they are listed: the best first.
package struct NeighboursCSV: Sendable {
  private let stations: ListedStations
  private var labels: [[UInt8]] { stations.labels }
  private let format: NumberFormat

  /// `stations` are by number in the matrix; `format` is that of r.
  package init(stations: ListedStations, format: NumberFormat) {
    self.stations = stations
    self.format = format
  }

  /// The line above all rows.
  package var header: [UInt8] {
    Array("station,rank,neighbour,r,hours\(stations.header("name", "neighbour_name"))\n".utf8)
  }

  /// The rows of one station; `neighbours` are in order.
  package func text(station: Int, _ neighbours: [(station: Int, r: Double, commonBins: Int)]) -> [UInt8] {
    let labels = labels
    let longest = neighbours.reduce(0) { max($0, labels[$1.station].count) }
    let row =
      labels[station].count + longest + NumberFormat.maximumLength + 2 * RowText.integerLength + 5
      + stations.room
    return RowText.make(room: row * neighbours.count) { text in
      for (place, neighbour) in neighbours.enumerated() {
        text.append(labels[station])
        text.append(UInt8(ascii: ","))
        text.append(UInt64(place + 1))
        text.append(UInt8(ascii: ","))
        text.append(labels[neighbour.station])
        text.append(UInt8(ascii: ","))
        text.append(neighbour.r, format)
        text.append(UInt8(ascii: ","))
        text.append(UInt64(neighbour.commonBins))
        stations.append(station, neighbour.station, to: &text)
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}
