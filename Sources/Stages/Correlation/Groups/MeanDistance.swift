/// The mean of some pairs' distances as a fraction of whole numbers, compared exactly.
struct MeanDistance: Comparable, Sendable {
  /// Of whole distances.
  let sum: UInt128
  /// How many they are, above 0. `sum` times another's `pairs` is below 2^128.
  let pairs: Int

  static func == (a: MeanDistance, b: MeanDistance) -> Bool {
    a.sum &* UInt128(b.pairs) == b.sum &* UInt128(a.pairs)
  }

  static func < (a: MeanDistance, b: MeanDistance) -> Bool {
    a.sum &* UInt128(b.pairs) < b.sum &* UInt128(a.pairs)
  }
}

/// What whole distances are multiples of: a distance of 1, that of uncorrelated stations, is `divisor` 2^`shift`.
package struct DistanceUnit: Sendable {
  let divisor: Int
  let shift: Int

  /// The double nearest to a mean of 1 - r. `divisor` times the pairs is below 2^63.
  func double(_ mean: MeanDistance) -> Double {
    guard mean.sum > 0 else { return 0 }
    let up = mean.sum.leadingZeroBitCount
    let (quotient, rest) = (mean.sum << up).quotientAndRemainder(dividingBy: UInt128(divisor * mean.pairs))
    // It has 65 bits or more. What is below its upper 64 matters only where these are halfway between two doubles.
    let down = 64 - quotient.leadingZeroBitCount
    let isMore = rest != 0 || quotient.trailingZeroBitCount < down
    let upper = UInt64(quotient >> down) | (isMore ? 1 : 0)
    return Double(sign: .plus, exponent: down - up - shift, significand: Double(upper))
  }
}
