import CCorrelation
import Correlation
import TestSupport
import Testing

@Suite("Counting keys by cell: every kernel against a plain twin")
struct FalseDiscoveryCountingTests {
  private static let last = Int(VELIBCORR_KEY_CELLS)
  private static let slots = Int(VELIBCORR_KEY_SLOTS)

  /// A key at a time, by the words of the header.
  private static func slot(_ key: Double, scale: Double) -> Int {
    if key.isNaN { return last + 1 }
    let scaled = (abs(key) * scale).rounded(.down)
    return scaled < Double(last) ? Int(scaled) : last
  }

  /// By the named kernel, over both tables; nil where the CPU lacks it.
  private static func counts(
    _ kernel: String, _ keys: [Double], rows: Int, columns: Int, stride: Int, scale: Double
  ) -> [Int]? {
    var tables = [UInt32](repeating: 0, count: slots * Int(VELIBCORR_KEY_TABLES))
    guard velibcorr_count_keys_by(kernel, keys, rows, columns, stride, scale, 0, &tables) == 0 else {
      return nil
    }
    return (0..<slots).map { slot in
      Swift.stride(from: slot, to: tables.count, by: slots).reduce(0) { $0 + Int(tables[$1]) }
    }
  }

  private static let kernels = ["avx2", "plain"].filter {
    counts($0, [], rows: 0, columns: 0, stride: 0, scale: 1) != nil
  }

  private static let oddKeys: [Double] = [
    0, -0.0, 1, -1, 1.0.nextDown, 1.0.nextUp, .infinity, -.infinity, .nan, -.nan, .signalingNaN,
    Double(bitPattern: 0x7FF0_0000_0000_0001), .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e300,
    -1e-300,
    1.0 / 8_192, (1.0 / 8_192).nextDown, -8_191.0 / 8_192, (8_191.0 / 8_192).nextDown, 4e5, 3e9, 0.5,
  ]

  @Test("the plain kernel is always there, an unknown one never")
  func available() {
    #expect(Self.kernels.contains("plain"))
    #expect(Self.counts("no such kernel", [], rows: 0, columns: 0, stride: 0, scale: 1) == nil)
  }

  @Test("rows of all lengths, with and without a gap between them, odd keys among them", arguments: kernels)
  func lengths(kernel: String) {
    var random = SeededGenerator(seed: 51)
    for columns in 0...200 {
      for (rows, gap, scale) in [(1, 0, 8_192.0), (3, 0, 8_192), (4, 7, 1_024), (2, 1, 65_536)] {
        let stride = columns + gap
        let keys = (0..<rows * stride).map { _ in
          Int.random(in: 0..<4, using: &random) == 0
            ? Self.oddKeys.randomElement(using: &random)! : Double.random(in: -1.1...1.1, using: &random)
        }
        var expected = [Int](repeating: 0, count: Self.slots)
        for row in 0..<rows {
          for column in 0..<columns { expected[Self.slot(keys[row * stride + column], scale: scale)] += 1 }
        }
        let found = Self.counts(kernel, keys, rows: rows, columns: columns, stride: stride, scale: scale)
        #expect(found == expected, "\(rows) x \(columns), scale \(scale)")
      }
    }
  }

  @Test("a histogram counts what was added, by row or by tile, without the NaNs, and merges")
  func histogram() {
    var random = SeededGenerator(seed: 52)
    let keys = (0..<100 * 130).map { _ in Double.random(in: -1...1, using: &random) } + Self.oddKeys
    var (byTile, byRow) = (FalseDiscovery.Histogram(), FalseDiscovery.Histogram())
    keys.withUnsafeBufferPointer { all in
      byTile.add(all.baseAddress!, rows: 100, columns: 128, stride: 130)
      byTile.add(UnsafeBufferPointer(rebasing: all[13_000...]))
      for row in 0..<100 { byRow.add(UnsafeBufferPointer(rebasing: all[row * 130..<row * 130 + 128])) }
      byRow.add(UnsafeBufferPointer(rebasing: all[13_000...]))
      byRow.add(UnsafeBufferPointer(start: nil, count: 0))
    }
    var expected = [Int64](repeating: 0, count: Self.last + 1)
    for (place, key) in keys.enumerated() where (place >= 13_000 || place % 130 < 128) && !key.isNaN {
      expected[Self.slot(key, scale: 8_192)] += 1
    }
    #expect(byTile.counts == expected)
    #expect(byRow.counts == expected)
    byTile.merge(byRow)
    byTile.merge(counts: expected)
    #expect(byTile.counts == expected.map { 3 * $0 })
  }

  @Test("as many keys as asked for are not below their bound, and few more")
  func lowerBound() {
    var random = SeededGenerator(seed: 53)
    let keys = (0..<5_000).map { _ in Double.random(in: -1...1, using: &random) } + [1, -1, 1]
    var histogram = FalseDiscovery.Histogram()
    keys.withUnsafeBufferPointer { histogram.add($0) }
    let sorted = keys.map(\.magnitude).sorted(by: >)
    for count in [1, 3, 4, 100, 4_999, keys.count] {
      let bound = histogram.lowerBound(ofGreatest: count)
      #expect(bound <= sorted[count - 1])
      #expect(bound > sorted[count - 1] - 1 / 8_192)
    }
    #expect(histogram.lowerBound(ofGreatest: keys.count + 1) == 0)
    #expect(FalseDiscovery.Histogram().lowerBound(ofGreatest: 1) == 0)
  }

  @Test("many keys of one cell are all kept, beyond 32 bits too")
  func many() {
    var histogram = FalseDiscovery.Histogram()
    let half = [Double](repeating: 0.5, count: 1 << 10)
    half.withUnsafeBufferPointer { keys in
      // A stride of 0 reads the one row again and again.
      for _ in 0..<5 { histogram.add(keys.baseAddress!, rows: 1 << 13, columns: 1 << 10, stride: 0) }
    }
    #expect(histogram.counts[4_096] == 5 << 23)
    var more = [Int64](repeating: 0, count: histogram.counts.count)
    more[4_096] = 1 << 40
    histogram.merge(counts: more)
    #expect(histogram.counts[4_096] == 1 << 40 + 5 << 23)
    #expect(histogram.counts.reduce(0, +) == histogram.counts[4_096])
  }
}
