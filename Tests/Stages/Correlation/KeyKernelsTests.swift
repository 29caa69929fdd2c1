import CCorrelation
import CPUDispatch
import TestSupport
import Testing

/// Kernels of keys and of gaps: the bits of the plain one by every variant, and what a plain twin says.
@Suite("The kernels of keys and of missing bins")
struct KeyKernelsTests {
  private static let variants = [
    ("icelake", VELIBCORR_ICELAKE), ("avx512", VELIBCORR_AVX512), ("avx2", VELIBCORR_AVX2),
  ]
  .filter { velibcorr_cpu_runs($0.1) != 0 }.map(\.0)

  @Test(
    "keys of all kinds of hours", arguments: [0, 1, 7, 8, 9, 63, 64, 130],
    [VELIBCORR_COMMON_HOURS, VELIBCORR_CIRCULAR_HOURS, VELIBCORR_SERIES_HOURS])
  func propose(count: Int, hours: velibcorr_hours) {
    var random = SeededGenerator(seed: UInt64(count) + 7)
    let odd = [Double.nan, 0, -0.0, 1, -1, 1.0.nextDown, 0.999_999, 1e-300]
    let r = (0..<count).map { _ in
      Int.random(in: 0..<5, using: &random) == 0
        ? odd.randomElement(using: &random)! : Double.random(in: -1...1, using: &random)
    }
    let products = (0..<count).map { _ in Double.random(in: -1.5...20, using: &random) }
    let common = (0..<count).map { _ in Double(Int.random(in: 2...24, using: &random)) }
    let classes = 200
    let cells = 12
    let terms = (0..<classes * cells * Int(VELIBCORR_KEY_TERMS)).map { _ in
      Double.random(in: -1...1, using: &random)
    }
    func bits(_ kernel: String) -> [UInt64] {
      var keys = [Double](repeating: -7, count: count + 1)
      terms.withUnsafeBufferPointer { terms in
        var rule = velibcorr_key_rule(
          hours: hours, bins: 24, doubt: 1 << 30, few: 3, nearly_one: 1 - 1e-5, one: 1 - 4e-14,
          terms: terms.baseAddress,
          first_class: Int64(3.0.bitPattern >> UInt64(VELIBCORR_HOUR_CLASSES_SHIFT)),
          classes: Int64(classes), cells: Int64(cells))
        velibcorr_propose_keys_by(kernel, r, products, common, count, &rule, &keys)
      }
      #expect(keys[count] == -7)
      for (key, r) in zip(keys, r) { #expect(r.isNaN ? key.isNaN : key == -1 || key >= 0) }
      return keys.map(\.bitPattern)
    }
    let plain = bits("plain")
    for variant in Self.variants { #expect(bits(variant) == plain, "\(variant)") }
  }

  @Test("which proposals are counted, and where", arguments: [0, 1, 8, 63, 64, 65, 200])
  func cells(count: Int) {
    var random = SeededGenerator(seed: UInt64(count) + 9)
    let odd = [Double.nan, 0, -1, .infinity, 0.25, 1, 1.0.nextDown, 3, 4, 100]
    let keys = (0..<count).map { _ in
      Int.random(in: 0..<3, using: &random) == 0
        ? odd.randomElement(using: &random)! : Double.random(in: 0...5, using: &random)
    }
    var cells = velibcorr_key_cells(scale: 4, last: 16, tolerance: 0.1)
    func cell(_ scaled: Double) -> Int { scaled < 16 ? Int(max(0, scaled)) : 16 }
    var (expectedCounts, left) = ([Int64](repeating: 0, count: 17), [UInt32]())
    for (place, key) in keys.enumerated() where !key.isNaN {
      let scaled = key * 4
      if key == -1 || abs(scaled - scaled.rounded()) < 0.1 && scaled < 16.1 {
        left.append(UInt32(place))
      } else {
        expectedCounts[cell(scaled)] += 1
      }
    }
    for variant in Self.variants + ["plain"] {
      var counts = [Int64](repeating: 0, count: 17)
      var places = [UInt32](repeating: 0, count: count + 1)
      let found = velibcorr_count_proposals_by(variant, keys, count, &cells, &counts, &places)
      #expect(counts == expectedCounts && Array(places[..<found]) == left, "\(variant)")
    }
  }

  @Test("common bins, by bits", arguments: [1, 2, 3, 6, 137])
  func commonBits(words: Int) {
    var random = SeededGenerator(seed: UInt64(words))
    let count = 77
    let set = (0..<words).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
    let others = (0..<words * count).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
    let expected = (0..<count).map { other in
      Double((0..<words).reduce(0) { $0 + (set[$1] & others[other * words + $1]).nonzeroBitCount })
    }
    for variant in Self.variants + ["plain"] {
      var common = [Double](repeating: 0, count: count)
      velibcorr_common_bits_by(variant, set, others, count, words, &common)
      #expect(common == expected, "\(variant)")
    }
  }

  @Test("r over common bins, from what is missing", arguments: [1, 8, 64, 65, 128])
  func gaps(count: Int) {
    var random = SeededGenerator(seed: UInt64(count) + 3)
    let bins = 24
    let values = (0..<bins * count).map { _ in Double.random(in: -0.3...0.3, using: &random) }
    let row = (0..<bins).map { _ in Double.random(in: -0.3...0.3, using: &random) } + [0]
    let lacking = (0..<count).map { _ in
      (0..<UInt32(bins)).filter { _ in Int.random(in: 0..<12, using: &random) == 0 }
    }
    var (starts, groups): ([UInt32], [UInt32]) = ([0], [])
    for first in stride(from: 0, to: count, by: 8) {
      let group = lacking[first..<min(first + 8, count)]
      for k in 0..<(group.map(\.count).max() ?? 0) {
        groups += (0..<8).map { $0 < group.count && k < group[first + $0].count ? group[first + $0][k] : 24 }
      }
      starts.append(UInt32(groups.count / 8))
    }
    let common = (0..<count).map { _ in Double(Int.random(in: 2...24, using: &random)) }
    let products = (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
    let missing: [UInt32] = [3, 11]
    var (expected, left) = (products, [UInt32]())
    for i in 0..<count {
      let ofA = lacking[i].map { row[Int($0)] }
      let ofB = missing.map { values[Int($0) * count + i] }
      let (n, sumA, sumB) = (common[i], ofA.reduce(0, +), ofB.reduce(0, +))
      let (a, b) = (1 - ofA.reduce(0) { $0 + $1 * $1 }, 1 - ofB.reduce(0) { $0 + $1 * $1 })
      let (meanA, meanB) = (sumA * sumA * (1 / n), sumB * sumB * (1 / n))
      if n >= 5 && a >= 0.5 && b >= 0.5 && meanA <= 0.04 * a && meanB <= 0.04 * b {
        expected[i] = max(
          -1, min(1, (products[i] - sumA * sumB * (1 / n)) / ((a - meanA) * (b - meanB)).squareRoot()))
      } else {
        left.append(UInt32(i))
      }
    }
    for variant in Self.variants + ["plain"] {
      var (found, places) = (products, [UInt32](repeating: 0, count: count))
      let some = values.withUnsafeBufferPointer { values in
        starts.withUnsafeBufferPointer { starts in
          groups.withUnsafeBufferPointer { groups in
            var others = velibcorr_gaps(
              values: values.baseAddress, count: count, starts: starts.baseAddress, bins: groups.baseAddress)
            return velibcorr_take_gaps_by(
              variant, row, missing, missing.count, &others, common, 5, &found, &places)
          }
        }
      }
      #expect(Array(places[..<some]) == left && found == expected, "\(variant)")
    }
  }
}
