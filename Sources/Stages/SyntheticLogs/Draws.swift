/// Random draws without a state: each is a hash of a key and a counter (SplitMix64 addressed by position,
/// Steele, Lea and Flood 2014), so draws can be made in any order, anywhere.
struct Draws: Sendable {
  let key: UInt64

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(seed: UInt64, stream: UInt64) {
    key = Self.mix(Self.mix(seed) &+ stream &* Self.golden)
  }

  /// 64 random bits, those of this counter.
  @inline(__always)
  subscript(counter: Int) -> UInt64 {
    Self.mix(key &+ UInt64(truncatingIfNeeded: counter) &* Self.golden)
  }

  /// A number of the range, drawn by this counter.
  func number(_ counter: Int, in range: ClosedRange<Int>) -> Int {
    let width = UInt64(range.upperBound - range.lowerBound + 1)
    return range.lowerBound + Int(self[counter].multipliedFullWidth(by: width).high)
  }

  /// 0...999 out of the lowest 16 of some random bits.
  @inline(__always)
  static func thousandth(_ bits: UInt64) -> Int { (Int(bits & 0xFFFF) * 1000) >> 16 }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
