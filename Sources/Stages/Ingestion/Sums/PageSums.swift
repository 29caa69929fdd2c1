import Availability

/// How the pages of several parts are added: those of one day at a time, by any thread.
struct PageSums: Sendable {
  /// The pages of another part, and the row of each of its stations.
  struct Part: Sendable {
    let pages: [Int: TallyPage]
    let places: [Int]
    let isSameOrder: Bool

    init(_ pages: [Int: TallyPage], places: [Int]) {
      (self.pages, self.places) = (pages, places)
      isSameOrder = places.elementsEqual(places.indices)
    }
  }

  let bins: BinKind
  /// Of all parts.
  let stations: Int
  /// The pages of the first part, and how many stations are on them.
  let mine: [Int: TallyPage]
  let known: Int
  let added, retracted: [Part]

  /// All days, in order.
  var days: [Int] {
    Set((added + retracted).flatMap(\.pages.keys) + mine.keys).sorted()
  }

  /// Where more pages come from.
  func makeStock() -> TallyPageStock {
    let least = mine.values.lazy.map(\.capacity).min() ?? 0
    // By a quarter at least, as parts may come one by one.
    let capacity = least < stations ? max(stations, least + least / 4) : stations
    return TallyPageStock(capacity: capacity, isNarrow: bins == .series)
  }

  /// The sum of a day's pages, which are used up.
  func page(of day: Int, from stock: inout TallyPageStock) -> TallyPage {
    var sum = mine[day]
    if let page = sum, page.capacity < stock.capacity { sum = page.grown(stock.next(), count: known) }
    for part in added {
      guard let page = part.pages[day] else { continue }
      if sum == nil && part.isSameOrder && page.capacity >= stations {
        sum = page
      } else {
        let own = sum ?? stock.next()
        own.add(page, to: part.places)
        sum = own
      }
    }
    let page = sum ?? stock.next()
    for part in retracted {
      guard let wrong = part.pages[day] else { continue }
      for hour in 0..<24 {
        for (i, row) in part.places.enumerated() { page[row, hour] -= wrong[i, hour] }
      }
    }
    return page
  }
}
