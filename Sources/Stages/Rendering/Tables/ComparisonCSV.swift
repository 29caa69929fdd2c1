import Availability

/// A pair of stations in two periods.
package struct ComparedPair: Equatable, Sendable {
  /// Numbers of the stations, `a` < `b`.
  package let a, b: Int
  /// Their correlation in the first period and in the second.
  package let r: (first: Double, second: Double)
  /// The difference of both in standard errors, its two-sided p-value, and its q over all pairs.
  package let t, p, q: Double

  /// Of stations by number.
  package init(a: Int, b: Int, r: (first: Double, second: Double), t: Double, p: Double, q: Double) {
    (self.a, self.b, self.r) = (a, b, r)
    (self.t, self.p, self.q) = (t, p, q)
  }

  package static func == (one: ComparedPair, other: ComparedPair) -> Bool {
    one.a == other.a && one.b == other.b && one.r == other.r && one.t == other.t && one.p == other.p
      && one.q == other.q
  }
}

/// Pairs of stations in two periods as CSV: `station_a,station_b,r1,r2,t,p,q`, then `metres` and names where they are listed: a
/// row a pair, in the order given.
package struct ComparisonCSV: Sendable {
  private let stations: ListedStations
  private let format: NumberFormat

  /// `format` is that of r; t, p and q have six digits that count.
  package init(stations: ListedStations, format: NumberFormat) {
    (self.stations, self.format) = (stations, format)
  }

  /// The line above all rows.
  package var header: [UInt8] {
    Array("station_a,station_b,r1,r2,t,p,q\(stations.header("name_a", "name_b"))\n".utf8)
  }

  /// The rows of the pairs that `pair` makes of some numbers.
  package func text(_ numbers: Range<Int>, pair: (Int) -> ComparedPair) -> [UInt8] {
    let labels = stations.labels
    let longest = labels.reduce(0) { max($0, $1.count) }
    let room = 2 * longest + 5 * NumberFormat.maximumLength + 7 + stations.room
    return RowText.make(room: room * numbers.count) { text in
      for number in numbers {
        let pair = pair(number)
        text.append(labels[pair.a])
        text.append(UInt8(ascii: ","))
        text.append(labels[pair.b])
        for r in [pair.r.first, pair.r.second] {
          text.append(UInt8(ascii: ","))
          text.append(r, format)
        }
        for number in [pair.t, pair.p, pair.q] {
          text.append(UInt8(ascii: ","))
          text.append(number, .sixDigits)
        }
        stations.append(pair.a, pair.b, to: &text)
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}
