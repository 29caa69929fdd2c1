import Compression

/// The intervals of r of all pairs of stations in hundredths, rounded outwards: the low end down, the high end up. So an
/// interval that is wholly above or below a multiple of 1/100 is so here, too.
///
/// Of each pair two bytes: how far the low end is below r and the high end above it, r cut off at 1/100. These pack better than
/// the ends.
@safe package final class RoundedIntervals: @unchecked Sendable {
  /// Of a pair without an interval.
  package static let none = UInt8.max

  /// Stations go by their numbers in the matrix.
  private let count: Int
  private var pairs: Int { RoundedCorrelations.pairs(of: count) }
  /// By pair, each once: those below r, then those above.
  private let reaches: UnsafeMutableBufferPointer<UInt8>

  /// Of so many stations; at first there are none.
  package init(stations: Int) {
    count = stations
    unsafe reaches = .allocate(capacity: 2 * RoundedCorrelations.pairs(of: stations))
    unsafe reaches.initialize(repeating: Self.none)
  }

  deinit { unsafe reaches.deallocate() }

  /// Enters the interval of two stations, whose r in hundredths, cut off, is `middle`. Threads may enter different pairs at the
  /// same time.
  package func enter(_ a: Int, _ b: Int, middle: Int, low: Double, high: Double) {
    let (below, above) = (middle - Int((100 * low).rounded(.down)), Int((100 * high).rounded(.up)) - middle)
    self[a, b] = (UInt8(below), UInt8(above))
  }

  /// How far the ends of a pair's interval are from r.
  package subscript(a: Int, b: Int) -> (below: UInt8, above: UInt8) {
    get {
      let index = index(a, b)
      return unsafe (reaches[index], reaches[pairs + index])
    }
    set {
      let index = index(a, b)
      unsafe reaches[index] = newValue.below
      unsafe reaches[pairs + index] = newValue.above
    }
  }

  private func index(_ a: Int, _ b: Int) -> Int {
    precondition(a != b && min(a, b) >= 0 && max(a, b) < count)
    return RoundedCorrelations.index(min(a, b), max(a, b), of: count)
  }

  /// All pairs as a browser unpacks them, in the format of zlib: all bytes below, then all above, in the order of
  /// `RoundedCorrelations`. `order` has the station of each place, each once.
  package func packed(_ order: [Int]) -> [UInt8] {
    precondition(order.count == count)
    var below: [UInt8] = []
    var above: [UInt8] = []
    below.reserveCapacity(2 * pairs)
    above.reserveCapacity(pairs)
    for (place, a) in order.enumerated() {
      for b in order[(place + 1)...] {
        let ends = self[a, b]
        below.append(ends.below)
        above.append(ends.above)
      }
    }
    return ZlibText.pack(below + above)
  }
}
