/// The share of free docks of one record, `free / (free + bikes)`, as a fixed-point integer.
///
/// Integers make sums exact, so that the order of adding never matters: not over threads, ranks or
/// files. The value is a function of the ratio alone (1 of 2 equals 2 of 4), which keeps a constant
/// profile constant.
public struct Share: Equatable, Sendable {
  /// Binary places after the point: the error of a share, and so of a mean of shares, is at most 2^-61.
  @inlinable public static var fractionBits: Int { 60 }

  /// The share in units of 2^-60: 0 is no free dock, 2^60 no bike.
  public let fixedPoint: UInt64

  /// round(free * 2^60 / (free + bikes)), halves up; nil for a closed station (0 / 0).
  @inlinable
  public init?(free: UInt32, bikes: UInt32) {
    let docks = UInt64(free) + UInt64(bikes)
    guard docks > 0 else { return nil }
    let (high, low) = UInt64(free).multipliedFullWidth(by: 1 << Self.fractionBits)
    let (quotient, remainder) = docks.dividingFullWidth((high, low))
    self.init(fixedPoint: remainder >= docks - remainder ? quotient + 1 : quotient)
  }

  /// A share given in units of 2^-60, at most 1.
  @inlinable @inline(__always)
  public init(fixedPoint: UInt64) { self.fixedPoint = fixedPoint }
}
