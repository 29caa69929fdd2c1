import Availability

/// The shares of small counts, looked up instead of divided.
@safe final class SmallCountShares: Sendable {
  static let shared = SmallCountShares()
  private static let side = 128

  /// Row-major by free docks; never freed, as the one instance lives as long as the process.
  nonisolated(unsafe) let shares: UnsafePointer<UInt64>

  private init() {
    let table = UnsafeMutablePointer<UInt64>.allocate(capacity: Self.side * Self.side)
    for free in 0..<Self.side {
      for bikes in 0..<Self.side {
        unsafe table[free * Self.side + bikes] =
          Share(free: UInt32(free), bikes: UInt32(bikes))?.fixedPoint ?? 0
      }
    }
    unsafe shares = unsafe UnsafePointer(table)
  }

  /// The share at `free * 128 + bikes`; nil for a closed station.
  @inline(__always)
  func share(at place: Int) -> UInt64? {
    assert(place < Self.side * Self.side)
    return unsafe place == 0 ? nil : shares[place]
  }

  /// The fixed-point share (`Share`); nil for a closed station.
  @inline(__always)
  func share(free: UInt32, bikes: UInt32) -> UInt64? {
    if free | bikes < UInt32(Self.side) {
      if free | bikes == 0 { return nil }
      return unsafe shares[Int(free) &* Self.side &+ Int(bikes)]
    }
    return Share(free: free, bikes: bikes)?.fixedPoint
  }
}
