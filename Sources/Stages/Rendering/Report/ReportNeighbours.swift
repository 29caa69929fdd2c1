import LinearAlgebra

/// Of each station the others that are most alike, r > 0, and most opposed, r < 0; and such pairs of all.
///
/// By r of all decimals that a matrix has, of equal ones those of the first stations.
package struct ReportNeighbours: Equatable, Sendable {
  /// Others of a station, at most.
  package static let most = 5
  /// Pairs of all stations, at most.
  package static let mostPairs = 10
  /// Stands for no station.
  package static let none = UInt16.max

  /// Two stations by their numbers in the matrix, `a` < `b`.
  package struct Pair: Equatable, Sendable {
    /// The stations.
    package let a, b: Int
    fileprivate let whole: Int64
  }

  private struct Other: Equatable, Sendable {
    let station: Int
    let whole: Int64
  }

  /// The most alike pairs, the best first.
  package private(set) var alike: [Pair] = []
  /// The most opposed pairs, the best first.
  package private(set) var opposed: [Pair] = []
  private var alikeOf, opposedOf: [[Other]]

  /// Of so many stations, without a pair yet.
  package init(stations: Int) {
    alikeOf = Array(repeating: [], count: stations)
    opposedOf = alikeOf
  }

  /// Takes the pairs above the diagonal of a tile of whole numbers r 10^d, those of which `isTelling` says so.
  package mutating func enter(
    _ tile: borrowing WholeMatrix, rows: Range<Int>, columns: Range<Int>, isTelling: (Int, Int) -> Bool
  ) {
    for a in rows {
      unsafe tile.withRow(a - rows.lowerBound) { values in
        for b in max(a + 1, columns.lowerBound)..<max(a + 1, columns.upperBound) {
          let whole = unsafe values[b - columns.lowerBound]
          guard whole != WholeMatrix.none, whole != 0, wants(a, b, whole), isTelling(a, b) else { continue }
          add(Pair(a: a, b: b, whole: whole))
        }
      }
    }
  }

  /// Takes what another has found in other tiles.
  package mutating func merge(_ other: ReportNeighbours) {
    for pair in other.alike + other.opposed { addOfAll(pair) }
    for station in alikeOf.indices {
      for found in other.alikeOf[station] + other.opposedOf[station] { add(found, to: station) }
    }
  }

  /// Is r, of no other pair, among the best of either station, as far as they are known?
  private func wants(_ a: Int, _ b: Int, _ whole: Int64) -> Bool {
    func isBetter(_ others: [Other]) -> Bool {
      others.count < Self.most || whole.magnitude >= others[Self.most - 1].whole.magnitude
    }
    return whole > 0
      ? isBetter(alikeOf[a]) || isBetter(alikeOf[b]) : isBetter(opposedOf[a]) || isBetter(opposedOf[b])
  }

  private mutating func add(_ pair: Pair) {
    addOfAll(pair)
    add(Other(station: pair.b, whole: pair.whole), to: pair.a)
    add(Other(station: pair.a, whole: pair.whole), to: pair.b)
  }

  private mutating func add(_ other: Other, to station: Int) {
    func isBefore(_ one: Other, _ two: Other) -> Bool {
      (two.whole.magnitude, one.station) < (one.whole.magnitude, two.station)
    }
    if other.whole > 0 {
      Self.insert(other, into: &alikeOf[station], most: Self.most, isBefore)
    } else {
      Self.insert(other, into: &opposedOf[station], most: Self.most, isBefore)
    }
  }

  private mutating func addOfAll(_ pair: Pair) {
    func isBefore(_ one: Pair, _ two: Pair) -> Bool {
      (two.whole.magnitude, one.a, one.b) < (one.whole.magnitude, two.a, two.b)
    }
    if pair.whole > 0 {
      Self.insert(pair, into: &alike, most: Self.mostPairs, isBefore)
    } else {
      Self.insert(pair, into: &opposed, most: Self.mostPairs, isBefore)
    }
  }

  private static func insert<Element>(
    _ element: Element, into list: inout [Element], most: Int, _ isBefore: (Element, Element) -> Bool
  ) {
    if list.count == most {
      guard isBefore(element, list[most - 1]) else { return }
      list.removeLast()
    }
    let place = list.firstIndex { isBefore(element, $0) } ?? list.count
    list.insert(element, at: place)
  }
}

extension ReportNeighbours {
  /// By place in `order`, which has the number in the matrix of each: the places of `most` others that are alike, then of
  /// as many that are opposed, the best first; `none` where there are fewer.
  func numbers(order: [Int]) -> [UInt16] {
    let places = Self.places(order)
    return order.flatMap { number in
      [alikeOf[number], opposedOf[number]].flatMap { others in
        (0..<Self.most).map { $0 < others.count ? UInt16(places[others[$0].station]) : Self.none }
      }
    }
  }

  /// Pairs as places, the station of the lesser number first.
  static func places(of pairs: [Pair], order: [Int]) -> [[Int]] {
    let places = places(order)
    return pairs.map { [places[$0.a], places[$0.b]] }
  }

  private static func places(_ order: [Int]) -> [Int] {
    var places = order
    for (place, number) in order.enumerated() { places[number] = place }
    return places
  }
}
