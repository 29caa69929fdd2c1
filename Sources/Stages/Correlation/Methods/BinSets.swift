import CCorrelation

/// Which bins stations have, a bit each.
struct BinSets: Sendable {
  /// Of a station.
  private let words: Int
  private let bits: [UInt64]

  /// `present` is row-major, stations x bins: 1 where a station has a bin, else 0.
  init(_ present: [UInt8], bins: Int) {
    words = (bins + 63) / 64
    var bits = [UInt64](repeating: 0, count: present.count / max(1, bins) * words)
    for station in 0..<present.count / max(1, bins) {
      for bin in 0..<bins where present[station * bins + bin] == 1 {
        bits[station * words + bin / 64] |= 1 << UInt64(bin % 64)
      }
    }
    self.bits = bits
  }

  /// The number of bins that both stations have.
  func common(_ a: Int, _ b: Int) -> Int {
    var common = 0.0
    unsafe write(of: a, with: b..<b + 1, to: &common)
    return Int(common)
  }

  /// Writes that number for a station and each of some.
  func write(of a: Int, with stations: Range<Int>, to common: UnsafeMutablePointer<Double>) {
    unsafe bits.withUnsafeBufferPointer { bits in
      precondition(stations.upperBound * words <= bits.count)
      let start = bits.baseAddress!
      unsafe velibcorr_common_bits(
        start + a * words, start + stations.lowerBound * words, stations.count, words, common)
    }
  }
}
