import Availability
import TestSupport
import Testing

@Suite("Share: the fixed-point share of free docks")
struct ShareTests {
  private static let one: UInt64 = 1 << 60

  @Test("a share is free docks over all docks, in units of 2^-60")
  func units() throws {
    #expect(try #require(Share(free: 1, bikes: 0)).fixedPoint == Self.one)
    #expect(try #require(Share(free: 0, bikes: 1)).fixedPoint == 0)
    #expect(try #require(Share(free: 1, bikes: 1)).fixedPoint == Self.one / 2)
    #expect(try #require(Share(free: 3, bikes: 5)).fixedPoint == Self.one / 8 * 3)
  }

  @Test("it is rounded to the nearest unit")
  func rounding() throws {
    // 2^60 = 1 (mod 3): a third has the remainder 1 of 3, two thirds the remainder 2 of 3.
    #expect(try #require(Share(free: 1, bikes: 2)).fixedPoint == Self.one / 3)
    #expect(try #require(Share(free: 2, bikes: 1)).fixedPoint == Self.one / 3 * 2 + 1)
  }

  @Test("a station without docks has no share")
  func closed() {
    #expect(Share(free: 0, bikes: 0) == nil)
  }

  @Test("equal ratios are equal shares")
  func equalRatios() {
    #expect(Share(free: 1, bikes: 1) == Share(free: 2, bikes: 2))
    #expect(Share(free: 1, bikes: 2) == Share(free: 333_333, bikes: 666_666))
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let (free, bikes) = (
        UInt32.random(in: 0...60, using: &random), UInt32.random(in: 1...60, using: &random)
      )
      let factor = UInt32.random(in: 1...70_000_000, using: &random)
      #expect(Share(free: free, bikes: bikes) == Share(free: free * factor, bikes: bikes * factor))
    }
  }

  @Test("the largest counts neither trap nor leave 0...1")
  func hugeCounts() throws {
    let largest = UInt32.max
    #expect(try #require(Share(free: largest, bikes: largest)).fixedPoint == Self.one / 2)
    #expect(try #require(Share(free: largest, bikes: 0)).fixedPoint == Self.one)
    #expect(try #require(Share(free: 0, bikes: largest)).fixedPoint == 0)
    // 2^60 / 2^32, exactly.
    #expect(try #require(Share(free: 1, bikes: largest)).fixedPoint == 1 << 28)
    #expect(try #require(Share(free: largest, bikes: 1)).fixedPoint == Self.one - 1 << 28)
  }

  @Test("free docks and bikes together are the whole")
  func symmetry() throws {
    // f / d and b / d have fractions that add up to one unit or to none. A half is impossible, since
    // d < 2^60 has too few factors of 2, so one is rounded up and the other down.
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5_000 {
      let bits = UInt32.random(in: 0...31, using: &random)
      let free = UInt32.random(in: 0...(.max >> bits), using: &random)
      let bikes = UInt32.random(in: 1...(.max >> bits), using: &random)
      let share = try #require(Share(free: free, bikes: bikes))
      let rest = try #require(Share(free: bikes, bikes: free))
      #expect(share.fixedPoint + rest.fixedPoint == Self.one, "\(free) free, \(bikes) bikes")
    }
  }

  @Test("it is within half a unit of the ratio")
  func nearest() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let bits = UInt32.random(in: 0...31, using: &random)
      let free = UInt32.random(in: 0...(.max >> bits), using: &random)
      let bikes = UInt32.random(in: 1...(.max >> bits), using: &random)
      let share = try #require(Share(free: free, bikes: bikes))
      // |share - free * 2^60 / docks| <= 1/2, times 2 * docks, in integers.
      let docks = Int128(free) + Int128(bikes)
      let error = 2 * (Int128(share.fixedPoint) * docks - Int128(free) << 60)
      #expect(error.magnitude <= docks.magnitude, "\(free) free, \(bikes) bikes")
    }
  }
}
