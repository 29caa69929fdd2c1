import CCorrelation
import CPUDispatch
import Glibc
import TestSupport
import Testing

/// The kernels of effective hours and of intervals against plain Swift, for each CPU that this one can run.
@Suite("Correlation's kernels of lags and of days")
struct ReplicateKernelsTests {
  /// Those that this CPU can run.
  static let variants = [
    ("icelake", VELIBCORR_ICELAKE), ("avx512", VELIBCORR_AVX512), ("avx2", VELIBCORR_AVX2),
    ("plain", VELIBCORR_ANY),
  ]
  .filter { velibcorr_cpu_runs($0.1) != 0 }.map(\.0)

  @Test(
    "Products of a profile with itself, some bins later: the twin's, but for roundings",
    arguments: [
      (1, 0), (2, 1), (24, 12), (24, 23), (168, 84), (255, 17), (256, 16), (257, 51), (1_000, 200),
    ])
  func lags(count: Int, lags: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let padded =
      count + (lags + Int(VELIBCORR_LAG_GROUP)) / Int(VELIBCORR_LAG_GROUP) * Int(VELIBCORR_LAG_GROUP) + 1
    let values = (0..<padded).map { $0 < count + lags ? Double.random(in: -1...1, using: &random) : 0 }
    var first: [Double]?
    for variant in Self.variants {
      var found = [Double](repeating: .nan, count: lags)
      velibcorr_lag_products_by(variant, values, count, lags, &found)
      for lag in 1..<lags + 1 {
        let terms = (0..<count).map { values[$0] * values[$0 + lag] }
        let size = terms.reduce(0) { $0 + abs($1) }
        // The twin's sum has as many roundings as terms.
        let bound = Double(velibcorr_lag_steps(count) + count) * 0x1p-53 * size
        #expect(abs(found[lag - 1] - terms.reduce(0, +)) <= bound, "\(variant), lag \(lag)")
      }
      if let first { #expect(found.map(\.bitPattern) == first.map(\.bitPattern), "\(variant)") }
      first = found
    }
  }

  @Test(
    "Pairs of bins, so many lags apart: the twin's",
    arguments: [(1, 0), (24, 12), (63, 20), (64, 64), (65, 63), (168, 84), (1_000, 200)])
  func lagCounts(count: Int, lags: Int) {
    var random = SeededGenerator(seed: UInt64(count) + 1)
    let present = (0..<count + lags).map { _ in Int.random(in: 0..<4, using: &random) > 0 }
    let words = (count + 63) / 64
    var set = [UInt64](repeating: 0, count: words)
    var later = [UInt64](repeating: 0, count: words + lags / 64 + 1)
    for (bin, isPresent) in present.enumerated() where isPresent {
      if bin < count { set[bin / 64] |= 1 << UInt64(bin % 64) }
      later[bin / 64] |= 1 << UInt64(bin % 64)
    }
    let expected = (1..<lags + 1).map { lag in
      Double((0..<count).count { present[$0] && present[$0 + lag] })
    }
    for variant in Self.variants {
      var counts = [Double](repeating: .nan, count: lags)
      velibcorr_lag_counts_by(variant, set, words, later, lags, &counts)
      #expect(counts == expected, "\(variant)")
    }
  }

  private static let group = Int(VELIBCORR_DAY_GROUP)

  /// Of each day the numbers of two stations, of which `gaps` in a hundred are missing.
  private static func rows(_ bins: Int, _ groups: Int, gaps: Int) -> (a: [Double], b: [Double]) {
    var random = SeededGenerator(seed: UInt64(bins * 10 + gaps))
    var (a, b) = (
      [Double](repeating: 0, count: bins * groups * group),
      [Double](repeating: 0, count: bins * groups * group)
    )
    for day in 0..<groups * group {
      let like = Double.random(in: -1...1, using: &random)
      for bin in 0..<bins {
        let place = (day / group * bins + bin) * group + day % group
        a[place] = .random(in: 0...1, using: &random)
        b[place] =
          day % 7 == 3
          ? 0.25 : like * a[place] + pow(10, -Double(day % 5)) * .random(in: 0...1, using: &random)
        if Int.random(in: 0..<100, using: &random) < gaps { a[place] = .nan }
        if Int.random(in: 0..<100, using: &random) < gaps { b[place] = .nan }
      }
    }
    return (a, b)
  }

  /// artanh r of a day, over the bins that both have; NaN where it is not defined.
  private static func theta(_ a: [Double], _ b: [Double], _ bins: Int, _ day: Int) -> Double {
    let places = (0..<bins).map { (day / group * bins + $0) * group + day % group }
      .filter { !a[$0].isNaN && !b[$0].isNaN }
    return theta(places.map { a[$0] }, places.map { b[$0] })
  }

  /// artanh r of two rows; NaN where it is not defined.
  static func theta(_ x: [Double], _ y: [Double]) -> Double {
    guard x.count >= 3, Set(x).count > 1, Set(y).count > 1 else { return .nan }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let squareX = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let squareY = y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    let r = product / (squareX.squareRoot() * squareY.squareRoot())
    return abs(r) <= 1 - 1e-12 ? atanh(r) : .nan
  }

  @Test(
    "r without a day over common bins, as artanh: the twin's within 1e-9 / (1 - r^2) of rounding, the same on each CPU",
    arguments: [(2, 1, 0), (3, 1, 30), (24, 2, 0), (24, 2, 20), (24, 1, 90), (168, 3, 5)])
  func gaps(bins: Int, groups: Int, gaps: Int) {
    let (a, b) = Self.rows(bins, groups, gaps: gaps)
    var first: [UInt64]?
    for variant in Self.variants {
      var found = [Double](repeating: 0, count: groups * Self.group)
      velibcorr_replicates_with_gaps_by(variant, a, b, bins, groups, &found)
      for day in found.indices {
        let due = Self.theta(a, b, bins, day)
        let slack = 1e-13 * (1 + exp(2 * abs(due)))
        #expect(due.isNaN ? found[day].isNaN : abs(found[day] - due) <= slack, "\(variant), day \(day)")
      }
      let bits = found.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
      if let first { #expect(bits == first, "\(variant)") }
      first = bits
    }
  }

  @Test("A day of equal numbers that their mean rounds has no r", arguments: [(0.1, 10), (0.7, 24)])
  func constant(value: Double, bins: Int) {
    let mean = (0..<bins).reduce(0.0) { sum, _ in sum + value } / Double(bins)
    #expect(mean != value)
    var random = SeededGenerator(seed: UInt64(bins))
    let flat = [Double](repeating: value, count: bins * Self.group)
    let varied = flat.map { _ in Double.random(in: 0...1, using: &random) }
    for (a, b) in [(flat, varied), (varied, flat), (flat, flat)] {
      for variant in Self.variants {
        var found = [Double](repeating: 0, count: Self.group)
        velibcorr_replicates_with_gaps_by(variant, a, b, bins, 1, &found)
        #expect(found.allSatisfy { $0.isNaN }, "\(variant)")
      }
    }
  }

  @Test("Rows of mean 0 and norm 1: artanh of their product, NaN at 1 and beyond", arguments: [1, 24, 168])
  func products(bins: Int) {
    var random = SeededGenerator(seed: UInt64(bins))
    let count = bins * 2 * Self.group
    // Of products from far below 1 to above it.
    let a = (0..<count).map { _ in Double.random(in: -1...1, using: &random) / Double(bins).squareRoot() }
    let scale = 2.5
    let b = a.map { $0 * scale * Double.random(in: -0.2...1, using: &random) }
    var first: [UInt64]?
    for variant in Self.variants {
      var found = [Double](repeating: 0, count: 2 * Self.group)
      velibcorr_replicates_by(variant, a, b, bins, 2, &found)
      for day in found.indices {
        let r = (0..<bins).reduce(0.0) { sum, bin in
          let place = (day / Self.group * bins + bin) * Self.group + day % Self.group
          return sum + a[place] * b[place]
        }
        let due = abs(r) <= 1 - 1e-12 ? atanh(r) : .nan
        #expect(due.isNaN ? found[day].isNaN : abs(found[day] - due) <= 4e-16 * (1 + abs(due)), "\(r)")
      }
      let bits = found.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
      if let first { #expect(bits == first, "\(variant)") }
      first = bits
    }
  }
}
