import Compression

/// The intervals of r of all pairs of stations in hundredths, rounded outwards: the low end down, the high end up. So an
/// interval that is wholly above or below a multiple of 1/100 is so here, too.
///
/// Each pair once, in the order of `RoundedCorrelations`, as two bytes: how far the low end is below r and the high end above
/// it, r cut off at 1/100. These pack better than the ends.
@safe package final class RoundedIntervals: @unchecked Sendable {
  /// Of a pair without an interval.
  package static let none = UInt8.max

  /// By number in the matrix.
  private let places: [Int]
  private let pairs: Int
  /// Those of all pairs below r, then those above.
  private let reaches: UnsafeMutableBufferPointer<UInt8>

  /// `order` has the number in the matrix of each place, each station once. At first there are none.
  package init(order: [Int]) {
    var places = [Int](repeating: -1, count: order.count)
    for (place, station) in order.enumerated() { places[station] = place }
    precondition(!places.contains(-1), "a station is missing")
    self.places = places
    pairs = RoundedCorrelations.pairs(of: order.count)
    unsafe reaches = .allocate(capacity: 2 * pairs)
    unsafe reaches.initialize(repeating: Self.none)
  }

  deinit { unsafe reaches.deallocate() }

  /// Enters the interval of two stations by their numbers, whose r in hundredths, cut off, is `middle`. Threads may enter
  /// different pairs at the same time.
  package func enter(_ a: Int, _ b: Int, middle: Int, low: Double, high: Double) {
    precondition(a != b)
    let (first, second) = (min(places[a], places[b]), max(places[a], places[b]))
    let index = RoundedCorrelations.index(first, second, of: places.count)
    unsafe reaches[index] = UInt8(middle - Int((100 * low).rounded(.down)))
    unsafe reaches[pairs + index] = UInt8(Int((100 * high).rounded(.up)) - middle)
  }

  /// All pairs as a browser unpacks them, in the format of zlib.
  package func packed() -> [UInt8] { ZlibText.pack(unsafe Array(reaches)) }
}
