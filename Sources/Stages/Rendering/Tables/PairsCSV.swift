import Availability

/// A pair of stations with what its row tells.
package struct ListedPair: Equatable, Sendable {
  /// Numbers of the stations, `a` < `b`.
  package var a, b: Int
  /// Their correlation, defined.
  package var r: Double
  /// Bins that both have.
  package var commonBins: Int
  /// How many independent hours these are worth.
  package var effectiveHours: Double
  /// The two-sided p-value of r, and its q over all pairs.
  package var p, q: Double
  /// What other days would make of r; nil where nothing is known of that.
  package var interval: ListedInterval?

  /// `a` < `b` are numbers of stations, `p` and `q` those of r.
  package init(
    a: Int, b: Int, r: Double, commonBins: Int, effectiveHours: Double, p: Double, q: Double
  ) {
    (self.a, self.b, self.r, self.commonBins) = (a, b, r, commonBins)
    (self.effectiveHours, self.p, self.q) = (effectiveHours, p, q)
  }
}

/// Pairs of stations as CSV: `station_a,station_b,r,hours,hours_eff,p,q`, then `days,se,low,high`, `metres` and names where they are listed: a row a pair, in the order given.
package struct PairsCSV: Sendable {
  private let stations: ListedStations
  private var labels: [[UInt8]] { stations.labels }
  private let format: NumberFormat
  private let intervals: IntervalColumns

  /// `format` is that of r; effective hours have all digits; p and q, which may be tiny, have six that count.
  /// `withIntervals`: are those listed, too?
  package init(stations: ListedStations, format: NumberFormat, withIntervals: Bool = false) {
    self.stations = stations
    self.format = format
    intervals = IntervalColumns(areListed: withIntervals)
  }

  /// The line above all rows.
  package var header: [UInt8] {
    Array(
      "station_a,station_b,r,hours,hours_eff,p,q\(intervals.header)\(stations.header("name_a", "name_b"))\n"
        .utf8)
  }

  /// The rows of the pairs that `pair` makes of some numbers.
  package func text(_ numbers: Range<Int>, pair: (Int) -> ListedPair) -> [UInt8] {
    let labels = labels
    let longest = labels.reduce(0) { max($0, $1.count) }
    let room =
      2 * longest + 4 * NumberFormat.maximumLength + RowText.integerLength + 7
      + intervals.room + stations.room
    return RowText.make(room: room * numbers.count) { text in
      for number in numbers {
        let pair = pair(number)
        text.append(labels[pair.a])
        text.append(UInt8(ascii: ","))
        text.append(labels[pair.b])
        text.append(UInt8(ascii: ","))
        text.append(pair.r, format)
        text.append(UInt8(ascii: ","))
        text.append(UInt64(pair.commonBins))
        text.append(UInt8(ascii: ","))
        text.append(pair.effectiveHours, .shortest)
        text.append(UInt8(ascii: ","))
        text.append(pair.p, .sixDigits)
        text.append(UInt8(ascii: ","))
        text.append(pair.q, .sixDigits)
        intervals.append(pair.interval, to: &text)
        stations.append(pair.a, pair.b, to: &text)
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}
