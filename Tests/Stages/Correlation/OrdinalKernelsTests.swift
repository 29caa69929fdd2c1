import CCorrelation
import TestSupport
import Testing

@Suite("The kernels of ordinal correlations against plain Swift")
struct OrdinalKernelsTests {
  @Test("a product of integers, beyond 32 bits", arguments: [0, 1, 7, 24, 65, 168, 8_760])
  func dot(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let a = (0..<count).map { _ in Int32.random(in: -100_000...100_000, using: &random) }
    let b = (0..<count).map { _ in Int32.random(in: -100_000...100_000, using: &random) }
    #expect(Int(velibcorr_dot(a, b, count)) == zip(a, b).reduce(0) { $0 + Int($1.0) * Int($1.1) })
    #expect(Int(velibcorr_dot(a, a, count)) == a.reduce(0) { $0 + Int($1) * Int($1) })
  }

  @Test(
    "products of signs, of any panel of pairs",
    arguments: [(2, 0..<2), (24, 0..<24), (40, 15..<18), (100, 31..<33), (168, 0..<168), (300, 299..<300)])
  func signs(bins: Int, panel: Range<Int>) {
    var random = SeededGenerator(seed: UInt64(bins))
    let group = Int(VELIBCORR_SIGN_GROUP)
    let rounded = (bins + group - 1) / group * group
    let ranks = (0..<5).map { _ in
      (0..<rounded).map { bin in
        bin < bins && Int.random(in: 0..<9, using: &random) > 0
          ? Float(Int.random(in: 0..<12, using: &random)) : .nan
      }
    }
    // One word more than is needed.
    let words = panel.reduce(0) { $0 + ($1 + group - 1) / group * group } / 64 + 2
    let packed = ranks.map { ranks in
      var signs = [UInt64](repeating: .max, count: 2 * words)
      velibcorr_pack_signs(ranks, panel.lowerBound, panel.upperBound, words, &signs)
      return signs
    }
    for a in 0..<5 {
      var sums = [Int32](repeating: 1_000, count: 5)
      velibcorr_multiply_signs(packed[a], packed.flatMap { $0 }, 5, words, &sums)
      let expected = (0..<5).map { b in
        panel.reduce(1_000) { sum, k in
          (0..<k).reduce(sum) { $0 + sign(ranks[a], k, $1) * sign(ranks[b], k, $1) }
        }
      }
      #expect(sums == expected)
    }
  }

  private func sign(_ ranks: [Float], _ k: Int, _ l: Int) -> Int32 {
    ranks[k] > ranks[l] ? 1 : ranks[k] < ranks[l] ? -1 : 0
  }

  @Test(
    "inversions, also of numbers with gaps and beyond the first sets",
    arguments: [0, 1, 2, 24, 65, 2_048, 2_049])
  func inversions(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for greatest in [max(count, 1), 3 * count + 64, 40_000] {
      let numbers = Array((0..<Int32(greatest)).shuffled(using: &random).prefix(count))
      let expected = count * (count - 1) / 2
      let found = countInversions(numbers, below: greatest)
      let plain = numbers.indices.reduce(0) { sum, i in sum + numbers[..<i].count { $0 > numbers[i] } }
      #expect(found == plain)
      #expect(countInversions(numbers.sorted(), below: greatest) == 0)
      #expect(countInversions(numbers.sorted(by: >), below: greatest) == expected)
    }
  }

  private func countInversions(_ numbers: [Int32], below bound: Int) -> Int {
    let count = bound / Int(VELIBCORR_MEMBERS) + 1
    // What the working memory holds must not matter.
    var dirty = VelibcorrMembers()
    dirty.words.0 = .max
    dirty.lower.1 = 7
    var sets = [VelibcorrMembers](repeating: dirty, count: count)
    var before = [UInt32](repeating: 99, count: count + Int(VELIBCORR_SET_GROUP))
    return Int(velibcorr_inversions(numbers, numbers.count, &sets, &before, count))
  }
}
