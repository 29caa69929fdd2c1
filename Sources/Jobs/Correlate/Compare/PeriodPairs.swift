import Availability
import Correlation
import LinearAlgebra
import Workers

/// The pairs of the stations that are in both of two periods, by their places in the order of every output.
struct PeriodPairs: Sendable {
  let first, second: ComparedPeriod
  /// By place: the numbers of a station in either period.
  private let numbers: [(first: Int, second: Int)]
  let stations: [StationID]
  let grid: TileGrid

  init(_ first: ComparedPeriod, _ second: ComparedPeriod) {
    (self.first, self.second) = (first, second)
    let others = Dictionary(uniqueKeysWithValues: second.stations.enumerated().map { ($1, $0) })
    numbers = first.stations.enumerated().compactMap { number, id in others[id].map { (number, $0) } }
    stations = numbers.map { first.stations[$0.first] }
    grid = TileGrid(size: numbers.count, tileSize: 128)
  }

  /// By the number of a station in the first period, that in the second; nil of a station that this lacks.
  var seconds: [Int?] {
    var seconds = [Int?](repeating: nil, count: first.stations.count)
    for number in numbers { seconds[number.first] = number.second }
    return seconds
  }

  /// The number in the first period of the station at a place.
  func numberInFirst(_ place: Int) -> Int { numbers[place].first }

  /// The correctly rounded r of a pair that has one.
  func r(_ a: Int, _ b: Int) -> (first: Double, second: Double) {
    (
      first.tiles.proposal(numbers[a].first, numbers[b].first),
      second.tiles.proposal(numbers[a].second, numbers[b].second)
    )
  }

  /// Working memory of one thread.
  struct Reader {
    fileprivate let pairs: PeriodPairs
    fileprivate var first, second: ComparedPeriod.Reader

    /// Nil of a pair that cannot be compared.
    mutating func difference(_ a: Int, _ b: Int) -> PeriodDifference? {
      let (a, b) = (pairs.numbers[a], pairs.numbers[b])
      guard let one = first.read(a.first, b.first), let two = second.read(a.second, b.second) else {
        return nil
      }
      return PeriodDifference(one, two)
    }
  }

  func makeReader() -> Reader {
    Reader(pairs: self, first: first.makeReader(), second: second.makeReader())
  }

  /// Calls `body` with each pair that can be compared, of the tiles that a thread gets.
  func forEach(
    of tiles: borrowing Dispenser, _ body: (_ a: Int, _ b: Int, _ difference: PeriodDifference) throws -> Void
  ) rethrows {
    var reader = makeReader()
    while let number = tiles.next() {
      let (i, j) = grid.upper(number)
      for a in grid.range(i) {
        for b in grid.range(j) where a < b {
          if let difference = reader.difference(a, b) { try body(a, b, difference) }
        }
      }
    }
  }
}
