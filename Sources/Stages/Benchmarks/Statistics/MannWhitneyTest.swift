import Probability

/// Does one sample tend to be greater than the other? The Mann-Whitney U test (Wilcoxon's rank sum test), two-sided.
///
/// Times are skewed and have outliers, of which the order of values takes no harm, and a mean and its t test much. The test supposes
/// independent trials: it says whether these two runs differ, not why, and a busier machine differs too.
package struct MannWhitneyTest: Sendable, Equatable, Codable {
  /// The number of pairs in which the first is the greater, ties as halves.
  package let u: Double
  /// The probability of a U so far from its mean, or farther, when both samples are of one distribution.
  package let p: Double
  /// How often the first is greater, U / (n m): 1/2 where neither tends to be.
  package let superiority: Double

  /// As R's `wilcox.test`: exact (`MannWhitneyU`) where both have fewer than 50 and no two values are equal, else by the
  /// normal distribution, with the variance for ties and a continuity correction. Values that are all equal have
  /// p = 1.
  ///
  /// - Parameters: at least one value each, none NaN.
  package init(_ first: [Double], _ second: [Double]) {
    precondition(!first.isEmpty && !second.isEmpty)
    precondition((first + second).allSatisfy { !$0.isNaN })
    let (n, m) = (Double(first.count), Double(second.count))
    let ties = Ties(first, second)
    u = ties.rankSum - n * (n + 1) / 2
    superiority = u / (n * m)
    p =
      max(first.count, second.count) < 50 && ties.cubes == 0
      ? Self.exact(u, first.count, second.count) : Self.asymptotic(u, n, m, cubes: ties.cubes)
  }

  private static func exact(_ u: Double, _ n: Int, _ m: Int) -> Double {
    let distribution = MannWhitneyU(n, m)
    let isAbove = u > Double(n * m) / 2
    return min(1, 2 * (isAbove ? distribution.upperTail(u - 1) : distribution.lowerTail(u)))
  }

  private static func asymptotic(_ u: Double, _ n: Double, _ m: Double, cubes: Double) -> Double {
    let total = n + m
    let variance = n * m / 12 * (total + 1 - cubes / (total * (total - 1)))
    guard variance > 0 else { return 1 }
    let distance = max(0, (u - n * m / 2).magnitude - 0.5)
    return 2 * Normal.upperTail(distance / variance.squareRoot())
  }
}

/// Average ranks over both samples: equal values have the mean of theirs.
private struct Ties {
  /// The sum of the average ranks of the first sample.
  private(set) var rankSum = 0.0
  /// The sum of t^3 - t over each t equal values.
  private(set) var cubes = 0.0

  init(_ first: [Double], _ second: [Double]) {
    let values = (first.map { ($0, 1.0) } + second.map { ($0, 0.0) }).sorted { $0.0 < $1.0 }
    var start = 0
    while start < values.count {
      let end = values[start...].firstIndex { $0.0 != values[start].0 } ?? values.count
      let t = Double(end - start)
      let averageRank = Double(start + 1 + end) / 2
      rankSum += averageRank * values[start..<end].reduce(0) { $0 + $1.1 }
      cubes += t * t * t - t
      start = end
    }
  }
}
