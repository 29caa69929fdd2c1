/// The exact sum and the count of the shares in one bin of one station, packed into 16 bytes:
/// the sum in the lower 94 bits (in units of 2^-60), the count in the upper 34.
///
/// One 128-bit addition a record keeps both; room for 17 thousand million records a bin. Public, as what is `package`
/// is not inlined by other modules.
public struct Tally: Equatable, Sendable, BitwiseCopyable {
  /// Bits of the sum, above which the count lies.
  @inlinable public static var countShift: UInt128 { 94 }

  /// Count and sum in one number, so that adding two tallies is one addition.
  public var packed: UInt128

  /// No record.
  @inlinable public init() { packed = 0 }
  /// Count and sum, packed as `packed` gives them.
  @inlinable public init(packed: UInt128) { self.packed = packed }

  /// Records; at most 2^34 - 1.
  @inlinable public var count: UInt64 { UInt64(truncatingIfNeeded: packed &>> Self.countShift) }
  /// The sum of their shares in units of 2^-60.
  @inlinable public var sum: UInt128 { packed & ((1 &<< Self.countShift) - 1) }

  /// Counts one record more.
  @inlinable @inline(__always)
  public mutating func add(_ share: Share) {
    packed &+= (1 &<< Self.countShift) | UInt128(truncatingIfNeeded: share.fixedPoint)
  }

  /// Exact, commutative and associative.
  @inlinable @inline(__always)
  public static func += (a: inout Tally, b: Tally) { a.packed &+= b.packed }

  /// Takes back what was added before.
  @inlinable @inline(__always)
  public static func -= (a: inout Tally, b: Tally) { a.packed &-= b.packed }

  /// The exact mean in units of 2^-90, what is less cut off; nil when empty. `isExact` says whether
  /// anything was.
  func quotient() -> (value: UInt128, isExact: Bool)? {
    guard count > 0 else { return nil }
    let (quotient, remainder) = count.dividingFullWidth(
      (UInt64(truncatingIfNeeded: sum >> 64), UInt64(truncatingIfNeeded: sum)))
    let (fraction, rest) = (remainder << 30).quotientAndRemainder(dividingBy: count)
    return (UInt128(quotient) << 30 | UInt128(fraction), rest == 0)
  }

  /// The mean share, the double nearest to the exact quotient; nil when empty.
  ///
  /// The sum as two doubles, exactly; a quotient to one rounding, and what is left divided once more. The error
  /// before the last rounding is some 2^-52 of a unit in the last place, while the exact quotient is 2^-35 of one
  /// or more away from where rounding turns, or exactly there.
  @inlinable
  public var mean: Double? {
    guard count > 0 else { return nil }
    let divisor = Double(count)
    let sum = sum
    let low = UInt64(truncatingIfNeeded: sum)
    let upper = Double(UInt64(truncatingIfNeeded: sum &>> 64)) * 0x1p64
    let middle = Double(low &>> 32) * 0x1p32
    let two = upper + middle
    let rest = ((upper - two) + middle) + Double(low & 0xFFFF_FFFF)
    let head = two + rest
    let tail = (two - head) + rest
    let quotient = head / divisor
    let remainder = head.addingProduct(-quotient, divisor) + tail
    return (quotient + remainder / divisor) * 0x1p-60
  }
}
