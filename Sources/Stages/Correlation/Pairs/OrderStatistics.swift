/// How often two orders of a few different values agree as far as they do, of all orders: the exact p of Spearman's rho
/// and Kendall's tau without ties (M. Kendall, Rank Correlation Methods, 1970).
package enum OrderStatistics {
  /// The most bins; with more, the distributions that they approach are near enough.
  package static let mostBins = 9

  /// The two-sided p of Kendall's S over n <= 9 bins: the share of orders with an |S| as great.
  package static func p(ofScore s: Int, bins n: Int) -> Double {
    let pairs = n * (n - 1) / 2
    // S = pairs - 2 x inversions.
    return share(inversions(n)) { abs(pairs - 2 * $0) >= abs(s) }
  }

  /// The two-sided p of Spearman's rho over 2 to 9 bins: the share of orders with a rho as great.
  package static func p(ofSpearman r: Double, bins n: Int) -> Double {
    let scale = n * (n * n - 1)
    // rho = 1 - 6 x (sum of squared differences) / (n^3 - n), a whole number of these units.
    let units = Int((r.magnitude * Double(scale)).rounded())
    return share(squaredDifferences[n - 2]) { abs(scale - 6 * $0) >= units }
  }

  /// Of orders, counted by a statistic, those whose statistic is as `isAsGreat` wants it.
  private static func share(_ counts: [Int], _ isAsGreat: (Int) -> Bool) -> Double {
    Double(counts.indices.reduce(0) { isAsGreat($1) ? $0 + counts[$1] : $0 }) / Double(counts.reduce(0, +))
  }

  /// Orders of n values by their number of inversions: the last value has 0 to n - 1 greater ones before it.
  private static func inversions(_ n: Int) -> [Int] {
    (1...n).reduce([1]) { counts, values in
      var sums = [Int](repeating: 0, count: counts.count + values - 1)
      for (inversions, count) in counts.enumerated() {
        for more in 0..<values { sums[inversions + more] += count }
      }
      return sums
    }
  }

  /// By n - 2: orders of n values by their sum of squared differences from the places.
  private static let squaredDifferences = (2...mostBins).map { n in
    // By the set of values at the first places: what sums so many orders have.
    var sums = [[Int]](repeating: [], count: 1 << n)
    let most = n * (n * n - 1) / 3
    sums[0] = [Int](repeating: 0, count: most + 1)
    sums[0][0] = 1
    for set in 1..<1 << n {
      let place = set.nonzeroBitCount - 1
      sums[set] = [Int](repeating: 0, count: most + 1)
      for value in 0..<n where set & 1 << value != 0 {
        let (before, square) = (sums[set & ~(1 << value)], (value - place) * (value - place))
        for sum in 0...most - square { sums[set][sum + square] += before[sum] }
      }
    }
    return sums[(1 << n) - 1]
  }
}
