import CCorrelation
import TestSupport
import Testing

/// Spearman's r of pairs of which bins are missing, by the kernel that leaves these out of ranks, against the definition.
@Suite("Ranks without the bins that another station lacks")
struct RanksAnewTests {
  /// Each bin is missing of one station in seven, station 3 has a single one, and 5 is constant.
  @Test(
    "equal those of the common bins alone, of every variant of the kernel", arguments: [1, 5, 16, 24, 168])
  func ranksAnew(bins: Int) throws {
    var random = SeededGenerator(seed: UInt64(bins))
    let stations = 12
    let means = (0..<stations).map { station in
      (0..<bins).map { bin in
        let isMissing = station == 3 ? bin > 0 : Int.random(in: 0..<7, using: &random) == 0
        let value = station == 5 ? 3 : Int.random(in: 0..<(station % 2 == 0 ? 9 : 10_000), using: &random)
        return isMissing ? .nan : Double(value)
      }
    }
    let rows = RankedRows(means)
    for a in 0..<stations {
      var (due, counts) = ([Double](), [UInt64](repeating: 10, count: 2))
      let common = means.map { b in (0..<bins).filter { !means[a][$0].isNaN && !b[$0].isNaN } }
      for b in 0..<stations {
        let ranks = [means[a], means[b]].map { means in
          common[b].map { k in common[b].reduce(0) { $0 + sign(means[k], means[$1]) } }
        }
        func sum(_ x: [Int], _ y: [Int]) -> Int { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
        let square = Double(sum(ranks[0], ranks[0])) * Double(sum(ranks[1], ranks[1]))
        if common[b].count < 3 { counts[0] += 1 } else if square == 0 { counts[1] += 1 }
        let isDefined = common[b].count >= 3 && square > 0
        due.append(isDefined ? Double(sum(ranks[0], ranks[1])) / square.squareRoot() : .nan)
      }
      for variant in KernelVariantsTests.variants + ["plain"] {
        let found = rows.ranked(variant, a, common.map { Double($0.count) }, least: 3)
        #expect(found.r.map(\.bitPattern) == due.map(\.bitPattern), "\(variant), station \(a)")
        #expect(found.counts == counts)
      }
    }
  }

  /// What the kernel of ranks reads.
  private struct RankedRows {
    var levels: [Int16] = []
    var ranks: [Int16] = []
    var masks: [Int16] = []
    var (starts, missing): ([UInt32], [UInt32]) = ([0], [])
    var ties: [UInt8] = []
    let width: Int

    init(_ stations: [[Double]]) {
      let bins = stations[0].count
      width = (bins + 15) / 16 * 16
      for means in stations {
        let present = (0..<bins).filter { !means[$0].isNaN }
        var hasTies = false
        for bin in 0..<width {
          guard present.contains(bin) else {
            if bin < bins { missing.append(UInt32(bin)) }
            levels.append(0)
            ranks.append(0)
            masks.append(0)
            continue
          }
          let signs = present.map { sign(means[bin], means[$0]) }
          levels.append(Int16(signs.count { $0 > 0 }))
          ranks.append(Int16(signs.reduce(0, +)))
          masks.append(-1)
          hasTies = hasTies || signs.count { $0 == 0 } > 1
        }
        starts.append(UInt32(missing.count))
        ties.append(hasTies ? 1 : 0)
      }
    }

    func ranked(_ kernel: String, _ station: Int, _ common: [Double], least: Int) -> (
      r: [Double], counts: [UInt64]
    ) {
      var r = [Double](repeating: 7, count: common.count)
      var counts: [UInt64] = [10, 10]
      // Of none there may be no address.
      let missing = missing + [0]
      levels.withUnsafeBufferPointer { levels in
        ranks.withUnsafeBufferPointer { ranks in
          masks.withUnsafeBufferPointer { masks in
            starts.withUnsafeBufferPointer { starts in
              missing.withUnsafeBufferPointer { missing in
                ties.withUnsafeBufferPointer { ties in
                  var rows = velibcorr_rank_rows(
                    levels: levels.baseAddress, ranks: ranks.baseAddress, masks: masks.baseAddress,
                    starts: starts.baseAddress, missing: missing.baseAddress, ties: ties.baseAddress,
                    width: width)
                  velibcorr_rank_anew_by(
                    kernel, &rows, station, 0, common.count, common, Double(least), &r, &counts)
                }
              }
            }
          }
        }
      }
      return (r, counts)
    }
  }
}

private func sign(_ x: Double, _ y: Double) -> Int { x > y ? 1 : x < y ? -1 : 0 }
