import CZlib
import Rendering
import Testing

@Suite("Intervals of a report")
struct RoundedIntervalsTests {
  /// How far the ends of each pair are from r, in hundredths.
  private static func reaches(_ intervals: RoundedIntervals, _ order: [Int], pairs: Int) throws -> [UInt8] {
    let packed = intervals.packed(order)
    var bytes = [UInt8](repeating: 0, count: 2 * pairs + 1)
    var length = uLong(bytes.count)
    try #require(uncompress(&bytes, &length, packed, uLong(packed.count)) == Z_OK)
    try #require(Int(length) == 2 * pairs)
    return Array(bytes.prefix(2 * pairs))
  }

  @Test("ends are rounded outwards, each pair is where its places say")
  func ends() throws {
    // Places 0, 1, 2, 3 are stations 2, 0, 3, 1.
    let intervals = RoundedIntervals(stations: 4)
    intervals.enter(0, 1, middle: 43, low: 0.301, high: 0.559)
    intervals.enter(3, 2, middle: -43, low: -0.555, high: -0.305)
    intervals.enter(1, 2, middle: 0, low: -0.999_9, high: 0.999_9)
    let none = RoundedIntervals.none
    // Pairs of places 0 1, 0 2, 0 3, 1 2, 1 3, 2 3.
    let due: [UInt8] = [none, 13, 100, none, 13, none, none, 13, 100, none, 13, none]
    #expect(try Self.reaches(intervals, [2, 0, 3, 1], pairs: 6) == due)
  }

  @Test("the furthest ends have room")
  func furthest() throws {
    let intervals = RoundedIntervals(stations: 3)
    intervals.enter(0, 1, middle: 100, low: -1, high: 1)
    intervals.enter(2, 1, middle: -99, low: -1, high: 1)
    #expect(try Self.reaches(intervals, [0, 1, 2], pairs: 3) == [200, 255, 1, 0, 255, 199])
    #expect(intervals[1, 0] == (200, 0) && intervals[0, 2] == (RoundedIntervals.none, RoundedIntervals.none))
  }
}
