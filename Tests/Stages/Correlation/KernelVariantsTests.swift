import CCorrelation
import CPUDispatch
import TestSupport
import Testing

/// Each kernel compiled for each CPU that this one can run: the bits of the plain one.
@Suite("Correlation's kernels, variant by variant")
struct KernelVariantsTests {
  static let variants = [
    ("icelake", VELIBCORR_ICELAKE), ("avx512", VELIBCORR_AVX512), ("avx2", VELIBCORR_AVX2),
  ]
  .filter { velibcorr_cpu_runs($0.1) != 0 }.map(\.0)

  private static func profile(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
    (0..<count).map { i in
      i > 1 && Int.random(in: 0..<9, using: &random) == 0 ? .nan : .random(in: 0...1, using: &random)
    }
  }

  @Test("standardising, and products of two doubles a number", arguments: [2, 3, 24, 31, 168, 1_001])
  func profiles(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let profiles = [Self.profile(count, &random), Self.profile(count, &random)]
    let rests = (0..<count).map { _ in Double.random(in: -1e-17...1e-17, using: &random) }
    let present = profiles.map { $0.map { UInt8($0.isNaN ? 0 : 1) } }
    func bits(_ kernel: String) -> [UInt64] {
      var (found, rows): ([Double], [(high: [Double], low: [Double])]) = ([], [])
      for profile in profiles {
        var row = (high: [Double](repeating: 0, count: count), low: [Double](repeating: 0, count: count))
        let bins = profile.count { !$0.isNaN }
        found.append(
          velibcorr_standardise_by(kernel, profile, rests, count, bins, &row.high, &row.low))
        rows.append(row)
        found += row.high + row.low
      }
      let (a, b) = (rows[0], rows[1])
      var low = 0.0
      found.append(velibcorr_precise_dot_by(kernel, a.high, a.low, b.high, b.low, count, &low))
      found += [low, velibcorr_careful_dot_by(kernel, a.high, b.high, count)]
      withProfile(a, present[0]) { a in
        withProfile(b, present[1]) { b in
          let moments = velibcorr_precise_moments_by(kernel, a, b, count)
          let (product, squareA, squareB) = (moments.product, moments.square_a, moments.square_b)
          found += [product.0, product.1, squareA.0, squareA.1, squareB.0, squareB.1, Double(moments.bins)]
        }
      }
      return found.map(\.bitPattern)
    }
    for variant in Self.variants { #expect(bits(variant) == bits("plain"), "\(variant)") }
  }

  private func withProfile(
    _ row: (high: [Double], low: [Double]), _ present: [UInt8],
    _ body: (UnsafePointer<velibcorr_profile>) -> Void
  ) {
    row.high.withUnsafeBufferPointer { high in
      row.low.withUnsafeBufferPointer { low in
        present.withUnsafeBufferPointer { present in
          var profile = velibcorr_profile(
            high: high.baseAddress!, low: low.baseAddress!, present: present.baseAddress!)
          body(&profile)
        }
      }
    }
  }

  @Test("sums over bins, signs and inversions", arguments: [16, 24, 63, 168, 720])
  func ranks(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let numbers = (0..<2 * count).map { _ in Int32.random(in: 0..<5_000, using: &random) }
    let rounded = (count + 15) / 16 * 16
    let ranks = (0..<rounded).map { $0 < count ? Float(Int.random(in: 0..<40, using: &random)) : .nan }
    let words = (0..<count).reduce(0) { $0 + ($1 + 15) / 16 * 16 } / 64 + 1
    func results(_ kernel: String) -> [Int64] {
      var found: [Int64] = []
      found.append(velibcorr_dot_by(kernel, numbers, Array(numbers[count...]), count))
      var signs = [UInt64](repeating: .max, count: 2 * words)
      velibcorr_pack_signs_by(kernel, ranks, 0, count, words, &signs)
      found += signs.map { Int64(bitPattern: $0) }
      var sums: [Int32] = [7]
      velibcorr_multiply_signs_by(kernel, signs, signs, 1, words, &sums)
      found.append(Int64(sums[0]))
      var sets = [VelibcorrMembers](repeating: VelibcorrMembers(), count: 3)
      var before = [UInt32](repeating: 0, count: 16)
      found.append(velibcorr_inversions_by(kernel, numbers, count, &sets, &before, 3))
      return found
    }
    for variant in Self.variants { #expect(results(variant) == results("plain"), "\(variant)") }
  }

  @Test("a variant that there is not does nothing, and says so")
  func unknown() {
    #expect(velibcorr_dot_by("none", [1], [1], 1) == .min)
    var low = 5.0
    #expect(velibcorr_precise_dot_by("none", [1], [0], [1], [0], 1, &low).isNaN && low == 5)
    #expect(velibcorr_careful_dot_by("none", [1], [1], 1).isNaN)
  }
}
