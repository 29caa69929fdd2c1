import Availability

/// Tallies by day, of the week or of the calendar, or of the only day that the bins know. A log in the order
/// of time works on one page for long.
@safe struct TallyPages: ~Copyable {
  /// A record as it is added to a tally, without its share.
  private let one = (1 as UInt128) &<< Tally.countShift

  private(set) var pages: [Int: TallyPage] = [:]
  private var stock: TallyPageStock
  private var capacity: Int
  /// Is a page narrow until a tally of it wants more? Those of a calendar are many, with few records each.
  private let isNarrow: Bool

  private var pageKey = Int.min
  /// The cells of the page used last: tallies, or else sums and counts.
  private var page: UnsafeMutablePointer<Tally>?
  private var sums: UnsafeMutablePointer<UInt64>?
  private var recordCounts: UnsafeMutablePointer<UInt8>?

  init(bins: BinKind) {
    isNarrow = bins == .series
    capacity = 1024
    stock = TallyPageStock(capacity: capacity, isNarrow: isNarrow)
  }

  @inline(__always)
  mutating func add(_ share: UInt64, row: Int, key: Int, hour: Int) {
    if key != pageKey { turn(to: key) }
    let place = hour &* capacity &+ row
    if let page = unsafe page {
      unsafe page[place].packed &+= one | UInt128(truncatingIfNeeded: share)
    } else {
      let (sums, counts) = unsafe (sums.unsafelyUnwrapped, recordCounts.unsafelyUnwrapped)
      let count = unsafe counts[place]
      guard count < TallyPage.narrowLimit else { return addWidening(share, place: place) }
      unsafe sums[place] &+= share
      unsafe counts[place] = count &+ 1
    }
  }

  /// Adds a share for each of the stations from `row` on: that at the place of its counts, at its hour of the day.
  /// Returns how many it left out: place 0 is that of closed stations.
  @inline(__always)
  mutating func add(
    _ shares: UnsafePointer<UInt64>, _ places: UnsafePointer<UInt32>, _ hours: UnsafePointer<UInt32>,
    count: Int, row: Int, key: Int
  ) -> Int {
    if key != pageKey { turn(to: key) }
    precondition(!isNarrow)
    let (tallies, capacity) = unsafe (page.unsafelyUnwrapped + row, capacity)
    var closed = 0
    for i in 0..<count {
      let place = unsafe Int(places[i])
      guard place != 0 else {
        closed &+= 1
        continue
      }
      unsafe tallies[Int(hours[i]) &* capacity &+ i].packed &+=
        one | UInt128(truncatingIfNeeded: shares[place])
    }
    return closed
  }

  /// Adds a whole tally.
  mutating func add(_ tally: Tally, row: Int, key: Int, hour: Int) {
    if key != pageKey { turn(to: key) }
    if let page = unsafe page {
      unsafe page[hour &* capacity &+ row] += tally
    } else {
      let narrow = pages[key]!
      narrow[row, hour] += tally
      if !narrow.isNarrow { take(narrow) }
    }
  }

  /// Makes room for a station more.
  @inline(never)
  mutating func reserve(rows: Int) {
    guard rows > capacity else { return }
    // By a quarter: a year of pages with much unused room would be much memory.
    let larger = max(rows, (capacity + capacity / 4 + 63) & ~63)
    stock = TallyPageStock(capacity: larger, isNarrow: isNarrow)
    pages.grow(to: &stock, count: capacity)
    capacity = larger
    pageKey = .min
  }

  @inline(never)
  private mutating func turn(to key: Int) {
    let found = pages[key] ?? stock.next()
    pages[key] = found
    pageKey = key
    take(found)
  }

  private mutating func take(_ found: TallyPage) {
    switch found.cells {
    case .wide(let tallies):
      unsafe (page, sums, recordCounts) = unsafe (tallies, nil, nil)
    case .narrow(let sums, let counts):
      unsafe (page, self.sums, recordCounts) = unsafe (nil, sums, counts)
    }
  }

  @inline(never)
  private mutating func addWidening(_ share: UInt64, place: Int) {
    let found = pages[pageKey]!
    found.widen()
    take(found)
    unsafe page.unsafelyUnwrapped[place].packed &+= one | UInt128(truncatingIfNeeded: share)
  }
}
