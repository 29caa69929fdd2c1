import Availability

/// Tallies by day: a page holds the 24 hours of every station, for the day, the day of the week or the
/// only day that the bins know. A log in the order of time works on one page for long.
@safe struct TallyPages: ~Copyable {
  /// What one record adds to a tally, without its share.
  private static var one: UInt128 {
    @inline(__always) get { (1 as UInt128) &<< Tally.countShift }
  }

  private var pages: [Int: UnsafeMutablePointer<Tally>] = unsafe [:]
  private var capacity = 1024
  /// The page used last.
  fileprivate var page: UnsafeMutablePointer<Tally>?
  fileprivate var pageKey = Int.min

  init() {}

  deinit {
    for unsafe(_, page) in unsafe pages { unsafe page.deallocate() }
  }

  @inline(__always)
  mutating func add(_ share: UInt64, row: Int, key: Int, hour: Int) {
    if key != pageKey { turn(to: key) }
    unsafe page.unsafelyUnwrapped[row &* 24 &+ hour].packed &+= Self.one | UInt128(truncatingIfNeeded: share)
  }

  /// Makes room for a station more.
  @inline(never)
  mutating func reserve(rows: Int) {
    guard rows > capacity else { return }
    let larger = max(rows, 2 * capacity)
    for key in unsafe Array(pages.keys) {
      let new = unsafe Self.allocate(larger)
      let old = unsafe pages[key]!
      unsafe new.update(from: old, count: capacity * 24)
      unsafe old.deallocate()
      unsafe pages[key] = new
    }
    capacity = larger
    pageKey = .min
  }

  @inline(never)
  fileprivate mutating func turn(to key: Int) {
    if unsafe pages[key] == nil { unsafe pages[key] = Self.allocate(capacity) }
    unsafe page = pages[key]
    pageKey = key
  }

  /// Each page's tallies of the first `rows` stations, stations x 24.
  func contents(rows: Int) -> [Int: [Tally]] {
    unsafe pages.mapValues { unsafe Array(UnsafeBufferPointer(start: $0, count: rows * 24)) }
  }

  private static func allocate(_ rows: Int) -> UnsafeMutablePointer<Tally> {
    let page = UnsafeMutablePointer<Tally>.allocate(capacity: rows * 24)
    unsafe page.initialize(repeating: Tally(), count: rows * 24)
    return unsafe page
  }
}

extension TallyPages {
  /// Adds a whole tally.
  mutating func add(_ tally: Tally, row: Int, key: Int, hour: Int) {
    if key != pageKey { turn(to: key) }
    unsafe page.unsafelyUnwrapped[row * 24 + hour] += tally
  }
}
