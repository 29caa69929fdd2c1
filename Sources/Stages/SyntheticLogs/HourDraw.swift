/// The state of a station that lasts for an hour, out of one draw.
struct HourDraw {
  private let bits: UInt64

  /// - Parameter hour: since 1970-01-01 00:00.
  @inline(__always)
  init(_ station: borrowing Station, hour: Int) {
    // Even counters are hours, odd ones minutes.
    bits = station.draws[2 * hour]
  }

  @inline(__always)
  var isStale: Bool { Draws.thousandth(bits >> 48) < Peculiarities.staleHours }

  @inline(__always)
  var isClosed: Bool { Draws.thousandth(bits >> 32) < Peculiarities.closedHours }

  /// 0...3, mostly few.
  @inline(__always)
  var brokenDocks: Int { Int((bits >> 8) & (bits >> 10)) & Peculiarities.brokenDocks }

  /// How far the share of bikes strays from the pattern at the full hour: up to 128 times `scale` in 1/4096.
  @inline(__always)
  func drift(scale: Int) -> Int { scale * Int(Int8(truncatingIfNeeded: bits)) }
}
