import Availability
import CAvailability
import TestSupport
import Testing

/// The mean against exact integer arithmetic that shares nothing with its implementation.
@Suite("Tally.mean: correctly rounded")
struct TallyMeanTests {
  /// A tally with any sum of shares that are possible for its count.
  private static func random(_ random: inout SeededGenerator) -> Tally {
    let count = UInt128.random(in: 1...(1 << UInt128.random(in: 0...33, using: &random)), using: &random)
    let sum = UInt128.random(
      in: 0...(count << 60) >> UInt128.random(in: 0...60, using: &random), using: &random)
    return Tally(packed: count << Tally.countShift | sum)
  }

  /// Is `mean` the double nearest to sum / (count * 2^60), ties to even?
  ///
  /// With mean = m * 2^e the error in units of the last place is (sum * 2^k - m * count) / count where
  /// k = -60 - e. The products are about 2^87: exact in 128 bits.
  private static func isNearest(_ mean: Double, _ tally: Tally) -> Bool {
    guard tally.sum > 0 else { return mean == 0 && mean.sign == .plus }
    guard mean.isNormal else { return false }
    let significand = Int128(mean.significandBitPattern | 1 << 52)
    let exponent = Int(mean.exponent) - 52
    let k = -60 - exponent
    let count = Int128(tally.count)
    // For k < 0 the sum is divided instead: multiply the other side.
    let error =
      k >= 0
      ? Int128(tally.sum) << k - significand * count
      : Int128(tally.sum) - (significand * count) << -k
    let unit = k >= 0 ? count : count << -k
    // Below a power of two the doubles are twice as dense.
    let room = significand == 1 << 52 && error < 0 ? unit / 4 : unit / 2
    let isTie = 2 * error.magnitude == unit.magnitude
    return isTie ? significand % 2 == 0 : error.magnitude <= room.magnitude
  }

  @Test("over random tallies of up to 2^33 records it is the nearest double")
  func nearest() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<40_000 {
      let tally = Self.random(&random)
      let mean = try #require(tally.mean)
      #expect(Self.isNearest(mean, tally), "sum \(tally.sum), count \(tally.count), mean \(mean)")
      #expect(mean <= 1)
    }
  }

  @Test("of real shares, few and many, it is the nearest double")
  func realShares() throws {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<2_000 {
      var tally = Tally()
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        tally.add(
          try #require(
            Share(free: .random(in: 0...70, using: &random), bikes: .random(in: 1...70, using: &random))))
      }
      #expect(Self.isNearest(try #require(tally.mean), tally), "sum \(tally.sum), count \(tally.count)")
    }
  }

  @Test("halves go to the even neighbour, and a hair above a half goes up")
  func ties() {
    // The sum is odd at the 54th bit: between two doubles. 2^59 + 2^6 = 2^59 * (1 + 2^-53).
    let tie = UInt128(1) << 59 + 1 << 6
    #expect(Tally(packed: 1 << Tally.countShift | tie).mean == 0.5)
    #expect(Tally(packed: 1 << Tally.countShift | (tie + 1)).mean == 0.5.nextUp)
    #expect(Tally(packed: 1 << Tally.countShift | (tie - 1)).mean == 0.5)
    #expect(Tally(packed: 1 << Tally.countShift | (tie + 1 << 7)).mean == 0.5.nextUp.nextUp)
    // The same quotient and a remainder of 1 of 2^33 + 1: the hair is 2^-93 of a share.
    let count = UInt128(1) << 33 - 1
    #expect(Tally(packed: count << Tally.countShift | tie * count).mean == 0.5)
    #expect(Tally(packed: count << Tally.countShift | (tie * count + 1)).mean == 0.5.nextUp)
    #expect(Tally(packed: count << Tally.countShift | (tie * count - 1)).mean == 0.5)
  }

  @Test("the least mean of all is above zero")
  func least() {
    #expect(Tally(packed: (1 << 33) << Tally.countShift | 1).mean == 0x1p-93)
  }

  @Test(
    "a profile is constant where its means are equal, of however many records; not where they hardly differ")
  func constant() {
    func tally(_ counts: [(UInt32, UInt32)]) -> Tally {
      counts.reduce(into: Tally()) { $0.add(Share(free: $1.0, bikes: $1.1)!) }
    }
    for docks: UInt32 in 3...400 {
      let alike = [tally([(1, docks - 1)]), tally([(0, docks), (2, docks - 2)]), Tally()]
      #expect(PreciseMeans.areConstant(alike[...]), "1 / \(docks)")
      let others = [tally([(1, docks - 1)]), tally([(1, docks)])]
      #expect(!PreciseMeans.areConstant(others[...]))
    }
    #expect(PreciseMeans.areConstant([]))
  }

  @Test(
    "the means of a row are those of its tallies, bit for bit, with the least and the greatest",
    arguments: 0..<10)
  func rows(_ count: Int) {
    var random = SeededGenerator(seed: 7)
    for round in 0..<1_000 {
      let tallies = (0..<count).map { _ in
        // None, some, or all are empty; what was taken back may leave a sum.
        Int.random(in: 0..<4, using: &random) < round % 5
          ? Tally(packed: .random(in: 0..<2, using: &random)) : Self.random(&random)
      }
      // What is behind the row is not written.
      var means = [Double](repeating: 7, count: count + 1)
      var (least, greatest) = (0.0, 0.0)
      let present = velibcorr_means(tallies, count, &means, &least, &greatest)
      let expected = tallies.map { $0.mean ?? .nan }
      #expect(means.dropLast().map(\.bitPattern) == expected.map(\.bitPattern))
      #expect(means.last == 7)
      let there = expected.filter { !$0.isNaN }
      #expect(present == there.count)
      #expect(least == there.min() ?? .infinity && greatest == there.max() ?? -.infinity)
    }
  }
}
