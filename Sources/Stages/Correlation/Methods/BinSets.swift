import CCorrelation

/// Which bins stations have, a bit each, and which they lack.
struct BinSets: Sendable {
  /// Of a station.
  private let words: Int
  private let bits: [UInt64]
  /// Bins that stations lack, and by station where they begin; then their end.
  private let missing, starts: [UInt32]

  /// `present` is row-major, stations x bins: 1 where a station has a bin, else 0.
  init(_ present: [UInt8], bins: Int) {
    let (stations, words) = (present.count / bins, (bins + 63) / 64)
    var bits = [UInt64](repeating: 0, count: stations * words)
    var (missing, starts): ([UInt32], [UInt32]) = ([], [0])
    for station in 0..<stations {
      for bin in 0..<bins {
        if present[station * bins + bin] == 1 {
          bits[station * words + bin / 64] |= 1 << UInt64(bin % 64)
        } else {
          missing.append(UInt32(bin))
        }
      }
      starts.append(UInt32(missing.count))
    }
    (self.words, self.bits, self.missing, self.starts) = (words, bits, missing, starts)
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

  /// The bins that a station lacks.
  func missing(of station: Int) -> ArraySlice<UInt32> {
    missing[Int(starts[station])..<Int(starts[station + 1])]
  }

  /// Calls `body` with where the bins begin that each station lacks, and with these.
  func withMissing<R>(_ body: (UnsafePointer<UInt32>, UnsafePointer<UInt32>) -> R) -> R {
    unsafe starts.withUnsafeBufferPointer { starts in
      unsafe missing.withUnsafeBufferPointer { missing in
        // Of none there may be no address.
        unsafe body(starts.baseAddress!, missing.baseAddress ?? starts.baseAddress!)
      }
    }
  }
}
