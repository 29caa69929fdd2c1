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

  /// The fixed-point share (`Share`); nil for a closed station.
  @inline(__always)
  func share(of docks: DockCounts) -> UInt64? {
    if docks.isSmall {
      if docks.isClosed { return nil }
      return unsafe shares[Int(docks.free) &* Self.side &+ Int(docks.bikes)]
    }
    return Share(free: docks.free, bikes: docks.bikes)?.fixedPoint
  }
}
