import Correlation
import TestSupport
import Testing

@Suite("Numbers that are rounded once")
struct RoundingTests {
  @Test("decimals follow from the bins")
  func decimals() {
    for (bins, decimals) in [
      (1, 13), (5, 13), (24, 13), (25, 13), (26, 12), (168, 12), (744, 11), (8_760, 10),
    ] {
      #expect(Rounding(bins: bins).decimals == decimals, "\(bins)")
    }
  }

  @Test("a ratio lies at a boundary: the even number; beside it: the nearer one")
  func boundaries() {
    // 5 / sqrt(10^2), with one decimal and none in the way: 0.5 -> 0, 1.5 -> 2 units of the last place.
    for (units, due) in [(5, 0), (15, 2), (25, 2), (35, 4), (-5, 0), (-15, -2)] as [(Int, Int64)] {
      #expect(RootRatio(product: units, squareA: 100, squareB: 100).nearest(decimals: 1) == due)
    }
    // 3 / sqrt(36 10^12 +- 1): one part in 10^13 beside 0.5 10^-6.
    #expect(RootRatio(product: 3, squareA: 35_999_999_999_999, squareB: 1).nearest(decimals: 6) == 1)
    #expect(RootRatio(product: 3, squareA: 36_000_000_000_000, squareB: 1).nearest(decimals: 6) == 0)
    #expect(RootRatio(product: 9, squareA: 36_000_000_000_000, squareB: 1).nearest(decimals: 6) == 2)
    #expect(RootRatio(product: 9, squareA: 36_000_000_000_001, squareB: 1).nearest(decimals: 6) == 1)
  }

  @Test("the double nearest to a quotient is that of the division")
  func doubles() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2_000 {
      let divisor = Int.random(in: 1...(1 << 30), using: &random)
      let product = Int.random(in: -divisor...divisor, using: &random)
      let ratio = RootRatio(product: product, squareA: divisor, squareB: divisor)
      #expect(ratio.nearestDouble == Double(product) / Double(divisor))
      #expect(ratio.isWhole == (abs(product) == divisor))
      let bar = Double.random(in: 0...1, using: &random)
      let quotient = abs(Double(product) / Double(divisor))
      if quotient != bar { #expect((ratio.compareMagnitude(to: bar) < 0) == (quotient < bar)) }
    }
    #expect(RootRatio(product: 1, squareA: 2, squareB: 2).compareMagnitude(to: 0.5) == 0)
    #expect(RootRatio(product: 0, squareA: 2, squareB: 2).compareMagnitude(to: 0) == 0)
  }

  @Test("whole numbers are the decimals of the doubles that they become")
  func wholes() {
    #expect(Rounding(decimals: 13).double(1_234_567_890_123) == 0.1234567890123)
    #expect(Rounding(decimals: 17).double(12_345_678_901_234_567) == 0.12345678901234567)
    #expect(Rounding(decimals: 17).double(Rounding(decimals: 17).one) == 1)
    #expect(Rounding(decimals: 3).double(.min).isNaN)
  }
}
