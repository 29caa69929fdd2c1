import CCorrelation
import CPUDispatch
import TestSupport
import Testing

/// Each kernel compiled for each CPU that this one can run: the bits of the plain one.
@Suite("Correlation's kernels, variant by variant")
struct KernelVariantsTests {
  private static let variants = [
    ("icelake", VELIBCORR_ICELAKE), ("avx512", VELIBCORR_AVX512), ("avx2", VELIBCORR_AVX2),
  ]
  .filter { velibcorr_cpu_runs($0.1) != 0 }.map(\.0)

  private static func profile(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
    (0..<count).map { i in
      i > 1 && Int.random(in: 0..<9, using: &random) == 0 ? .nan : .random(in: 0...1, using: &random)
    }
  }

  @Test("census and standardising", arguments: [2, 3, 24, 31, 168, 1_001])
  func profiles(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let profile = Self.profile(count, &random)
    func standardised(_ kernel: String) -> [UInt64] {
      var (values, least, greatest) = (profile, 0.0, 0.0)
      let present = velibcorr_census_by(kernel, profile, count, &least, &greatest)
      velibcorr_standardise_by(kernel, &values, count, present, profile[0])
      return values.map(\.bitPattern) + [UInt64(present), least.bitPattern, greatest.bitPattern]
    }
    for variant in Self.variants { #expect(standardised(variant) == standardised("plain"), "\(variant)") }
  }

  @Test("sums over bins, signs and inversions", arguments: [16, 24, 63, 168, 720])
  func ranks(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let present = (0..<2 * count).map { _ in UInt8.random(in: 0...1, using: &random) }
    let numbers = (0..<2 * count).map { _ in Int32.random(in: 0..<5_000, using: &random) }
    let rounded = (count + 15) / 16 * 16
    let ranks = (0..<rounded).map { $0 < count ? Float(Int.random(in: 0..<40, using: &random)) : .nan }
    let words = (0..<count).reduce(0) { $0 + ($1 + 15) / 16 * 16 } / 64 + 1
    func results(_ kernel: String) -> [Int64] {
      var found: [Int64] = []
      found.append(Int64(velibcorr_common_bins_by(kernel, present, Array(present[count...]), count)))
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
    #expect(
      velibcorr_common_bins_by("none", [1], [1], 1) == Int.max
        || velibcorr_common_bins_by("none", [1], [1], 1) == -1)
    #expect(velibcorr_dot_by("none", [1], [1], 1) == .min)
    var (least, greatest) = (5.0, 6.0)
    _ = velibcorr_census_by("none", [1], 1, &least, &greatest)
    #expect(least == 5 && greatest == 6)
  }
}
