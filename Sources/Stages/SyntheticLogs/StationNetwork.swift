extension Station {
  /// The stations of a network: numbers, kinds and oddities dealt out by the seed.
  static func network(of count: Int, seed: UInt64) -> [Station] {
    let ids = numbers(of: count, seed: seed)
    let deal = shuffled(count, seed: seed)
    let odd = count >= Peculiarities.smallestWithOddStations
    let closed = odd ? Peculiarities.count(Peculiarities.closedStations, of: count) : 0
    let silent = odd ? Peculiarities.count(Peculiarities.silentStations, of: count) : 0
    return (0..<count).map { index in
      let card = deal[index]
      return Station(
        id: ids[index].number, district: ids[index].district,
        kind: kind(ofCard: card, closed: closed, constant: odd ? 1 : 0),
        // The other end of the pack, so that a silent station is neither closed nor constant.
        hasSilentHours: card >= count - silent,
        turn: index * Clock.collectionMilliseconds / count,
        draws: Draws(seed: seed, stream: UInt64(index)))
    }
  }

  /// The first cards are the odd stations; of five others two are offices, two residential, one flat.
  private static func kind(ofCard card: Int, closed: Int, constant: Int) -> Kind {
    if card < closed { return .closed }
    if card < closed + constant { return .constant }
    switch (card - closed - constant) % 5 {
    case 0, 2: return .office
    case 1, 3: return .residential
    default: return .flat
    }
  }

  /// As in Paris: districts 1...20 have most stations, suburbs 21...45 the others; within each
  /// the numbers run from 1, after three digits or, in a huge network, as many as it takes.
  private static func numbers(of count: Int, seed: UInt64) -> [(number: Int, district: Int)] {
    let draws = Draws(seed: seed, stream: .max)
    var inDistrict = [Int](repeating: 0, count: Events.districts)
    let places = (0..<count).map { index in
      let suburban = draws.number(2 * index, in: 0...7) == 0
      let district = draws.number(2 * index + 1, in: suburban ? 21...45 : 1...20)
      inDistrict[district] += 1
      return (district, inDistrict[district])
    }
    let largest = inDistrict.max() ?? 0
    var scale = 1000
    while scale <= largest { scale *= 10 }
    return places.map { district, running in (district * scale + running, district) }
  }

  /// The numbers 0..<count in random order (Fisher-Yates).
  private static func shuffled(_ count: Int, seed: UInt64) -> [Int] {
    let draws = Draws(seed: seed, stream: .max - 1)
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, draws.number(last, in: 0...last))
    }
    return order
  }
}
