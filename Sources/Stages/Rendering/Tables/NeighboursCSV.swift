import Availability

/// The best correlated stations of each as CSV: `station,rank,neighbour,r,hours`, then `days,se,low,high`, `metres` and names where they are listed: the best first.
package struct NeighboursCSV: Sendable {
  private let stations: ListedStations
  private var labels: [[UInt8]] { stations.labels }
  private let format: NumberFormat
  private let intervals: IntervalColumns

  /// A station's neighbour, by number in the matrix.
  package struct Neighbour: Sendable {
    /// Which it is, and the bins that both have.
    package let station, commonBins: Int
    /// The correlation.
    package let r: Double
    /// What other days would make of r; nil where nothing is known of that.
    package let interval: ListedInterval?

    /// A neighbour by number, r and common bins.
    package init(station: Int, r: Double, commonBins: Int, interval: ListedInterval? = nil) {
      (self.station, self.r, self.commonBins, self.interval) = (station, r, commonBins, interval)
    }
  }

  /// `stations` are by number in the matrix; `format` is that of r. `withIntervals`: are
  /// those listed, too?
  package init(stations: ListedStations, format: NumberFormat, withIntervals: Bool = false) {
    self.stations = stations
    self.format = format
    intervals = IntervalColumns(areListed: withIntervals)
  }

  /// The line above all rows.
  package var header: [UInt8] {
    Array(
      "station,rank,neighbour,r,hours\(intervals.header)\(stations.header("name", "neighbour_name"))\n".utf8)
  }

  /// The rows of one station; `neighbours` are in order.
  package func text(station: Int, _ neighbours: [Neighbour]) -> [UInt8] {
    let labels = labels
    let longest = neighbours.reduce(0) { max($0, labels[$1.station].count) }
    let row =
      labels[station].count + longest + NumberFormat.maximumLength + 2 * RowText.integerLength + 5
      + intervals.room + stations.room
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
        intervals.append(neighbour.interval, to: &text)
        stations.append(station, neighbour.station, to: &text)
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}
