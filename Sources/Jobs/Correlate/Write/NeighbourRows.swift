import Correlation
import Rendering
import Workers

/// Each station's best correlated others, as text.
struct NeighbourRows<Tiles: CorrelationTiles>: Sendable {
  private let tiles: Tiles
  private let count: Int
  private let threads: Int
  private let csv: NeighboursCSV
  private let days: DayIntervals?

  init(_ tiles: Tiles, _ request: MatrixRequest) {
    self.tiles = tiles
    (count, threads, days) = (request.neighbours, request.threads, request.days)
    csv = NeighboursCSV(
      stations: request.listed, format: request.format, withIntervals: request.days != nil)
  }

  var header: [UInt8] { csv.header }

  private typealias Found = (station: Int, others: [(station: Int, r: Double)])

  /// Of some rows: texts to stand one after the other. Collective.
  func text(_ rows: MatrixRows) throws -> [[UInt8]] {
    let found = try shared(rows.rows.count) { places -> [Found] in
      var order = TrueOrder(tiles.makeReferee())
      return places.map { i in
        let station = rows.rows.lowerBound + i
        return (
          station,
          unsafe rows.withRow(station) {
            unsafe PairSelection.best(count, of: station, in: $0, by: &order)
          }
        )
      }
    }.flatMap { $0 }
    let pairs = found.flatMap { own in
      own.others.map { (a: min(own.station, $0.station), b: max(own.station, $0.station)) }
    }
    let moments = try days?.moments(of: pairs)
    // Where each station's begin.
    let starts = found.reduce(into: [0]) { $0.append($0.last! + $1.others.count) }
    return try shared(found.count) { places in
      places.reduce(into: [UInt8]()) { text, place in
        let (station, others) = found[place]
        text += csv.text(
          station: station,
          others.enumerated().map { number, other in
            let interval = moments.map {
              ListedInterval(other.r, $0[starts[place] + number], days!.rule)
            }
            return NeighboursCSV.Neighbour(
              station: other.station, r: other.r, commonBins: tiles.commonBins(station, other.station),
              interval: interval)
          })
      }
    }
  }

  private func shared<Result: Sendable>(
    _ count: Int, _ body: @Sendable (Range<Int>) throws -> Result
  ) throws -> [Result] {
    let threads = max(1, min(threads, count))
    return try concurrently(threads) { try body(WorkSplit.part($0, of: threads, count: count)) }
  }
}

extension ListedInterval {
  /// Of a correlation r and what other days make of it.
  init(_ r: Double, _ moments: DayMoments, _ rule: DayIntervalRule) {
    let interval = rule.interval(of: r, moments)
    self.init(
      days: moments.count, standardError: interval?.standardError, low: interval?.low, high: interval?.high)
  }
}
