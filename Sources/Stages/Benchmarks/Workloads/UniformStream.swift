import CBenchmarks
import Memory

/// Random numbers in [0, 1) without a state: number i of a stream is a hash of its key and i (SplitMix64 addressed by
/// position; Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Any part can be made
/// anywhere, on any rank, and is the same.
package struct UniformStream: Sendable {
  /// Hashed with each position.
  package let key: UInt64

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The stream of a key, which is used as it is.
  package init(key: UInt64) { self.key = key }

  /// A stream for a seed, whose key is a hash of the seed's.
  package init(seed: UInt64) { key = Self.mix(Self.mix(seed)) }

  /// Number i: the upper 53 bits of the hash, times 2^-53.
  package subscript(i: Int) -> Double { Double(bits(i) >> 11) * 0x1p-53 }

  /// All 64 bits of number i.
  package func bits(_ i: Int) -> UInt64 { Self.mix(key &+ UInt64(truncatingIfNeeded: i) &* Self.golden) }

  /// `count` numbers from `first` on.
  package func numbers(from first: Int, count: Int) -> [Double] {
    unsafe [Double](unsafeUninitializedCapacity: count) { room, filled in
      unsafe HugePageMemory.request(in: UnsafeMutableRawBufferPointer(room))
      unsafe velibcorr_uniform_fill(key, UInt64(first), count, room.baseAddress)
      filled = count
    }
  }

  /// Sets sums[e] to the sum of the numbers first + m * size + e over m = 0 ... count - 1, added in that order, where
  /// size is that of `sums`.
  package func sum(from first: Int, count: Int, into sums: inout MutableSpan<Double>) {
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe velibcorr_uniform_sum(key, UInt64(first), count, sums.count, sums.baseAddress)
    }
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
