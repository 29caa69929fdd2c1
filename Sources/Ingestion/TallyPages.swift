import Availability
import Glibc

/// Zeroed memory straight from the kernel, in huge pages where it is much.
@safe private final class Slab {
  let start: UnsafeMutableRawPointer
  private let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    let mapped = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      preconditionFailure("out of memory for \(byteCount) bytes of sums")
    }
    if byteCount >= 4 << 20 { unsafe madvise(mapped, byteCount, Int32(MADV_HUGEPAGE)) }
    unsafe start = unsafe mapped
  }

  deinit { unsafe munmap(start, byteCount) }
}

/// The tallies of one day, 24 hours of every station: zeros at first.
///
/// Hour by hour: the stations of one hour, which a collector asks for one after another, lie side by side.
@safe package final class TallyPage: @unchecked Sendable {
  let tallies: UnsafeMutablePointer<Tally>
  let capacity: Int
  private let slab: Slab

  /// Room for `capacity` stations.
  package convenience init(capacity: Int) {
    self.init(capacity: capacity, slab: Slab(byteCount: Self.bytes(capacity)), number: 0)
  }

  private init(capacity: Int, slab: Slab, number: Int) {
    self.capacity = capacity
    self.slab = slab
    let start = unsafe slab.start + number * Self.bytes(capacity)
    unsafe tallies = unsafe start.bindMemory(to: Tally.self, capacity: max(1, capacity) * 24)
  }

  /// Several pages that share their memory.
  fileprivate static func group(_ count: Int, capacity: Int) -> [TallyPage] {
    let slab = Slab(byteCount: count * bytes(capacity))
    return (0..<count).map { TallyPage(capacity: capacity, slab: slab, number: $0) }
  }

  private static func bytes(_ capacity: Int) -> Int { max(1, capacity) * 24 * MemoryLayout<Tally>.stride }

  package subscript(station: Int, hour: Int) -> Tally {
    get {
      precondition(station >= 0 && station < capacity && hour >= 0 && hour < 24)
      return unsafe tallies[hour &* capacity &+ station]
    }
    set {
      precondition(station >= 0 && station < capacity && hour >= 0 && hour < 24)
      unsafe tallies[hour &* capacity &+ station] = newValue
    }
  }

  /// A copy of the first `count` stations with room for more.
  func grown(to capacity: Int, count: Int) -> TallyPage {
    precondition(count <= min(capacity, self.capacity))
    let copy = TallyPage(capacity: capacity)
    for hour in 0..<24 {
      unsafe (copy.tallies + hour * capacity).update(from: tallies + hour * self.capacity, count: count)
    }
    return copy
  }

  /// A copy with some stations only, in another order.
  func selected(_ stations: [Int]) -> TallyPage {
    let copy = TallyPage(capacity: stations.count)
    for hour in 0..<24 {
      for (new, old) in stations.enumerated() { copy[new, hour] = self[old, hour] }
    }
    return copy
  }

  /// Also where more was taken back than added: there the count may be 0 while the sum is not.
  func hasRecords(station: Int) -> Bool { (0..<24).contains { self[station, $0] != Tally() } }

  /// The tallies of the first `count` stations, hour by hour.
  func appendTallies(count: Int, to bytes: inout [UInt8]) {
    for hour in 0..<24 {
      unsafe bytes.append(
        contentsOf: UnsafeRawBufferPointer(
          UnsafeBufferPointer(start: tallies + hour * capacity, count: count)))
    }
  }

  /// A page of what `appendTallies` has written.
  convenience init(tallies bytes: UnsafeRawBufferPointer, count: Int) {
    precondition(bytes.count == count * 24 * MemoryLayout<Tally>.stride)
    self.init(capacity: count)
    unsafe UnsafeMutableRawPointer(tallies).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
  }
}

/// Tallies by day, of the week or of the calendar, or of the only day that the bins know. A log in the order
/// of time works on one page for long.
@safe struct TallyPages: ~Copyable {
  /// What one record adds to a tally, without its share.
  private let one = (1 as UInt128) &<< Tally.countShift

  private(set) var pages: [Int: TallyPage] = [:]
  /// Pages made ahead: a year has many.
  private var spare: [TallyPage] = []
  private var capacity = 1024
  /// The page used last.
  private var page: UnsafeMutablePointer<Tally>?
  private var pageKey = Int.min

  @inline(__always)
  mutating func add(_ share: UInt64, row: Int, key: Int, hour: Int) {
    if key != pageKey { turn(to: key) }
    unsafe page.unsafelyUnwrapped[hour &* capacity &+ row].packed &+=
      one | UInt128(truncatingIfNeeded: share)
  }

  /// Adds a share for each of the stations from `row` on: that at the place of its counts, at its hour.
  /// Returns how many it left out: place 0 is that of closed stations.
  @inline(__always)
  mutating func add(
    _ shares: UnsafePointer<UInt64>, _ places: UnsafePointer<UInt32>, _ hours: UnsafePointer<UInt32>,
    count: Int, row: Int, key: Int
  ) -> Int {
    if key != pageKey { turn(to: key) }
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
    unsafe page.unsafelyUnwrapped[hour * capacity + row] += tally
  }

  /// Makes room for a station more.
  @inline(never)
  mutating func reserve(rows: Int) {
    guard rows > capacity else { return }
    // By a quarter: a year of pages with much unused room would be much memory.
    let larger = max(rows, (capacity + capacity / 4 + 63) & ~63)
    pages = pages.mapValues { $0.grown(to: larger, count: capacity) }
    spare = []
    capacity = larger
    pageKey = .min
  }

  @inline(never)
  private mutating func turn(to key: Int) {
    let found = pages[key] ?? newPage()
    pages[key] = found
    unsafe page = unsafe found.tallies
    pageKey = key
  }

  private mutating func newPage() -> TallyPage {
    if pages.count < 4 { return TallyPage(capacity: capacity) }
    if spare.isEmpty { spare = TallyPage.group(8, capacity: capacity) }
    return spare.removeLast()
  }
}
