import Availability
import TestSupport
import Testing

@Suite("Tally: the exact sum and count of a bin")
struct TallyTests {
  private static func random(_ count: Int, _ random: inout SeededGenerator) -> [Share] {
    (0..<count).map { _ in
      Share(free: .random(in: 0...50, using: &random), bikes: .random(in: 1...50, using: &random))!
    }
  }

  private static func tally(_ shares: some Sequence<Share>) -> Tally {
    shares.reduce(into: Tally()) { $0.add($1) }
  }

  @Test("an empty tally has no mean")
  func empty() {
    #expect(Tally().count == 0)
    #expect(Tally().sum == 0)
    #expect(Tally().mean == nil)
  }

  @Test("records are counted and their shares added")
  func adds() throws {
    let half = try #require(Share(free: 1, bikes: 1))
    let none = try #require(Share(free: 0, bikes: 9))
    let all = try #require(Share(free: 9, bikes: 0))
    let tally = Self.tally([half, none, all, all])
    #expect(tally.count == 4)
    #expect(tally.sum == UInt128(half.fixedPoint) + 2 * UInt128(all.fixedPoint))
    #expect(tally.mean == 0.625)
  }

  @Test("a record of share 0 counts, with the mean 0")
  func zero() throws {
    let tally = Self.tally([try #require(Share(free: 0, bikes: 9))])
    #expect(tally.count == 1)
    #expect(tally.mean == 0)
  }

  @Test("the order and the grouping of additions do not matter, and what is added can be taken back")
  func group() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      let shares = Self.random(.random(in: 1...40, using: &generator), &generator)
      let whole = Self.tally(shares)
      #expect(Self.tally(shares.shuffled(using: &generator)) == whole)

      let cut = Int.random(in: 0...shares.count, using: &generator)
      let (left, right) = (Self.tally(shares[..<cut]), Self.tally(shares[cut...]))
      var sum = left
      sum += right
      var swapped = right
      swapped += left
      #expect(sum == whole)
      #expect(swapped == whole)
      sum -= left
      #expect(sum == right)
      sum -= right
      #expect(sum == Tally())
    }
  }

  @Test("a mean of equal shares is the same double for every count")
  func constant() throws {
    for (free, bikes) in [(1, 2), (2, 5), (7, 13), (19, 3), (1, 99)] as [(UInt32, UInt32)] {
      let share = try #require(Share(free: free, bikes: bikes))
      let means = (1...200).map { Self.tally(repeatElement(share, count: $0)).mean }
      #expect(Set(means).count == 1)
      // The share errs by 2^-61 at most, its double by half a unit in the last place.
      let ratio = Double(free) / Double(free + bikes)
      #expect(try abs(#require(means[0]) - ratio) <= 0x1p-61 + ratio.ulp / 2)
    }
  }

  @Test("records up to 2^33 fit a bin")
  func room() {
    for (sum, count) in [(UInt128(1) << 93, 1 << 33), (UInt128(1) << 92, 1 << 33)] as [(UInt128, UInt128)] {
      let tally = Tally(packed: count << Tally.countShift | sum)
      #expect(UInt128(tally.count) == count)
      #expect(tally.sum == sum)
      #expect(tally.mean == Double(sum >> 33) * 0x1p-60)
    }
  }
}
