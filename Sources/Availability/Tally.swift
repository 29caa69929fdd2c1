/// The exact sum and the count of the shares in one bin of one station, packed into 16 bytes:
/// the sum in the lower 94 bits (in units of 2^-60), the count in the upper 34.
///
/// One 128-bit addition a record keeps both; room for 17 thousand million records a bin.
package struct Tally: Equatable, Sendable, BitwiseCopyable {
  @usableFromInline static let countShift = 94

  package var packed: UInt128

  @inlinable package init() { packed = 0 }
  @inlinable package init(packed: UInt128) { self.packed = packed }

  @inlinable package var count: UInt64 { UInt64(truncatingIfNeeded: packed >> Self.countShift) }
  @inlinable package var sum: UInt128 { packed & ((1 << Self.countShift) - 1) }

  @inlinable
  package mutating func add(_ share: Share) {
    packed &+= (1 << Self.countShift) | UInt128(share.fixedPoint)
  }

  /// Exact, commutative and associative.
  @inlinable package static func += (a: inout Tally, b: Tally) { a.packed &+= b.packed }

  /// Takes back what was added before.
  @inlinable package static func -= (a: inout Tally, b: Tally) { a.packed &-= b.packed }

  /// The mean share, the double nearest to the exact quotient (to within 2^-90 of it); nil when empty.
  package var mean: Double? {
    guard count > 0 else { return nil }
    // 32 more binary places than the sum has; a sticky last bit rounds halves as the exact value would.
    let (quotient, remainder) = (sum << 32).quotientAndRemainder(dividingBy: UInt128(count))
    let sticky: UInt128 = remainder == 0 ? 0 : 1
    let scaled = Double((quotient << 1) | sticky)
    return scaled * Double(sign: .plus, exponent: -(Share.fractionBits + 33), significand: 1)
  }
}
