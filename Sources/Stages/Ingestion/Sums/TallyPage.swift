import Availability
import Memory

/// Memory that several pages share.
@safe private final class Slab {
  private let memory: HugePageMemory
  var start: UnsafeMutableRawPointer { unsafe memory.start }

  init(byteCount: Int) { memory = HugePageMemory(byteCount: byteCount, isSparse: true) }
}

/// The tallies of one day, 24 hours of every station: zeros at first.
///
/// Hour by hour: the stations of one hour, which a collector asks for one after another, lie side by side.
///
/// A narrow page keeps a tally in 9 bytes for as long as each fits: a year of hours is more memory than arithmetic.
@safe package final class TallyPage: @unchecked Sendable {
  @safe enum Cells {
    case wide(UnsafeMutablePointer<Tally>)
    /// Sums in units of 2^-60 as in `Tally`, and counts of at most `narrowLimit`.
    case narrow(sums: UnsafeMutablePointer<UInt64>, counts: UnsafeMutablePointer<UInt8>)
  }

  /// As many shares of at most 1 have a sum that fits in 64 bits.
  static let narrowLimit: UInt8 = 15

  let capacity: Int
  private(set) var cells: Cells
  private var slab: Slab

  /// Room for `capacity` stations.
  package convenience init(capacity: Int, isNarrow: Bool = false) {
    self.init(
      capacity: capacity, isNarrow: isNarrow,
      slab: Slab(byteCount: Self.bytes(capacity, isNarrow: isNarrow)), number: 0)
  }

  private init(capacity: Int, isNarrow: Bool, slab: Slab, number: Int) {
    self.capacity = capacity
    self.slab = slab
    cells = unsafe Self.cells(
      slab.start + number * Self.bytes(capacity, isNarrow: isNarrow), capacity: capacity, isNarrow: isNarrow)
  }

  /// Several pages that share their memory, about so many bytes.
  static func group(capacity: Int, isNarrow: Bool, bytes wanted: Int) -> [TallyPage] {
    let bytes = bytes(capacity, isNarrow: isNarrow)
    let count = max(1, wanted / bytes)
    let slab = Slab(byteCount: count * bytes)
    return (0..<count).reversed().map {
      TallyPage(capacity: capacity, isNarrow: isNarrow, slab: slab, number: $0)
    }
  }

  private static func count(_ capacity: Int) -> Int { max(1, capacity) * 24 }

  private static func bytes(_ capacity: Int, isNarrow: Bool) -> Int {
    let each = isNarrow ? MemoryLayout<UInt64>.stride + 1 : MemoryLayout<Tally>.stride
    // The next page's tallies begin where the processor likes them to.
    return (count(capacity) * each + 63) & ~63
  }

  private static func cells(_ start: UnsafeMutableRawPointer, capacity: Int, isNarrow: Bool) -> Cells {
    let count = count(capacity)
    guard isNarrow else { return unsafe .wide(start.bindMemory(to: Tally.self, capacity: count)) }
    let sums = unsafe start.bindMemory(to: UInt64.self, capacity: count)
    return unsafe .narrow(
      sums: sums, counts: UnsafeMutableRawPointer(sums + count).bindMemory(to: UInt8.self, capacity: count))
  }

  /// Are tallies kept in 9 bytes? Any tally that does not fit ends that, for the whole page.
  package var isNarrow: Bool {
    if case .narrow = cells { true } else { false }
  }

  /// The tally of a station, by its row, at an hour of the day. To set one that does not fit widens a narrow page.
  package subscript(station: Int, hour: Int) -> Tally {
    get {
      precondition(station >= 0 && station < capacity && hour >= 0 && hour < 24)
      return unsafe self[place: hour &* capacity &+ station]
    }
    set {
      precondition(station >= 0 && station < capacity && hour >= 0 && hour < 24)
      let place = hour &* capacity &+ station
      if case .narrow(let sums, let counts) = cells {
        if newValue.count <= UInt64(Self.narrowLimit), newValue.sum >> 64 == 0 {
          unsafe sums[place] = UInt64(newValue.sum)
          unsafe counts[place] = UInt8(newValue.count)
          return
        }
        widen()
      }
      guard case .wide(let tallies) = cells else { return }
      unsafe tallies[place] = newValue
    }
  }

  @unsafe private subscript(place place: Int) -> Tally {
    switch cells {
    case .wide(let tallies): unsafe tallies[place]
    case .narrow(let sums, let counts):
      unsafe Tally(packed: UInt128(counts[place]) << Tally.countShift | UInt128(sums[place]))
    }
  }

  /// Gives every tally its full width.
  func widen() {
    guard isNarrow else { return }
    let wide = Slab(byteCount: Self.bytes(capacity, isNarrow: false))
    let tallies = unsafe wide.start.bindMemory(to: Tally.self, capacity: Self.count(capacity))
    for place in 0..<24 * capacity {
      let tally = unsafe self[place: place]
      // Memory that is not written to costs nothing.
      if tally != Tally() { unsafe tallies[place] = tally }
    }
    cells = unsafe .wide(tallies)
    slab = wide
  }

  /// A copy of the first `count` stations with more room: on an `empty` page, if it is as wide.
  package func grown(_ empty: TallyPage, count: Int) -> TallyPage {
    let capacity = empty.capacity
    precondition(count <= min(capacity, self.capacity))
    let copy = empty.isNarrow == isNarrow ? empty : TallyPage(capacity: capacity, isNarrow: isNarrow)
    for hour in 0..<24 {
      let (to, from) = (hour * capacity, hour * self.capacity)
      switch (copy.cells, cells) {
      case (.wide(let new), .wide(let old)):
        unsafe (new + to).update(from: old + from, count: count)
      case (.narrow(let newSums, let newCounts), .narrow(let oldSums, let oldCounts)):
        unsafe (newSums + to).update(from: oldSums + from, count: count)
        unsafe (newCounts + to).update(from: oldCounts + from, count: count)
      default: preconditionFailure("a copy is as wide as its page")
      }
    }
    return copy
  }

  /// A copy with some stations only, in another order.
  package func selected(_ stations: [Int]) -> TallyPage {
    let copy = TallyPage(capacity: stations.count, isNarrow: isNarrow)
    for hour in 0..<24 {
      for (new, old) in stations.enumerated() { copy[new, hour] = self[old, hour] }
    }
    return copy
  }

  /// Adds the tallies of another page: those of its station i to those of `places[i]`, each once.
  package func add(_ other: TallyPage, to places: [Int]) {
    precondition(places.count <= other.capacity && places.allSatisfy { $0 >= 0 && $0 < capacity })
    for hour in 0..<24 {
      let (mine, theirs) = (hour * capacity, hour * other.capacity)
      for (i, place) in places.enumerated() where unsafe !addNarrow(other, theirs + i, to: mine + place) {
        self[place, hour] += other[i, hour]
      }
    }
  }

  /// Is it done, as narrow pages go?
  @unsafe @inline(__always)
  private func addNarrow(_ other: TallyPage, _ source: Int, to place: Int) -> Bool {
    guard case .narrow(let sums, let counts) = cells,
      case .narrow(let otherSums, let otherCounts) = other.cells
    else { return false }
    // Each is at most the limit, far from overflow.
    let count = unsafe counts[place] &+ otherCounts[source]
    let (sum, isTooMuch) = unsafe sums[place].addingReportingOverflow(otherSums[source])
    guard count <= Self.narrowLimit && !isTooMuch else { return false }
    unsafe (sums[place], counts[place]) = (sum, count)
    return true
  }

  /// Writes the tallies of some stations, all below `capacity`, at some hours: each station's so many places after
  /// those of the one before.
  @unsafe func copy(
    hours: Range<Int>, of stations: [Int], to tallies: UnsafeMutablePointer<Tally>, stride: Int
  ) {
    for (row, station) in stations.enumerated() {
      let target = unsafe tallies + row * stride
      var place = hours.lowerBound &* capacity &+ station
      for hour in 0..<hours.count {
        unsafe target[hour] = self[place: place]
        place &+= capacity
      }
    }
  }

  /// Also where more was taken back than added: there the count may be 0 while the sum is not.
  package func hasRecords(station: Int) -> Bool { (0..<24).contains { self[station, $0] != Tally() } }

  /// The tallies of the first `count` stations, hour by hour, in full width.
  package func appendTallies(count: Int, to bytes: inout [UInt8]) {
    for hour in 0..<24 {
      switch cells {
      case .wide(let tallies):
        unsafe bytes.append(
          contentsOf: UnsafeRawBufferPointer(
            UnsafeBufferPointer(start: tallies + hour * capacity, count: count)))
      case .narrow:
        for station in 0..<count {
          let tally = self[station, hour]
          unsafe withUnsafeBytes(of: tally) { unsafe bytes.append(contentsOf: $0) }
        }
      }
    }
  }

  /// A page of what `appendTallies` has written.
  convenience init(tallies bytes: UnsafeRawBufferPointer, count: Int) {
    precondition(bytes.count == count * 24 * MemoryLayout<Tally>.stride)
    self.init(capacity: count)
    guard case .wide(let tallies) = cells else { return }
    unsafe UnsafeMutableRawPointer(tallies).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
  }
}
