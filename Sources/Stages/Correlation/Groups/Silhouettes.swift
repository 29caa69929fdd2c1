import Workers

/// The mean silhouette of a cut into so many groups.
package struct GroupSilhouette: Equatable, Sendable {
  /// The number of groups.
  package let groups: Int
  /// Over all stations.
  package let mean: Double
}

/// How well groups are told apart, for cuts of a tree into 2, 3, ... groups (P. Rousseeuw, "Silhouettes", 1987).
///
/// A station's silhouette is (b - a) / max(a, b): a its mean distance from the others of its group, b from the
/// stations of the nearest other group; 0 for a group of one. The means are of whole distances, exactly.
package struct Silhouettes: Equatable, Sendable {
  /// The mean over all stations, by number of groups from the least on.
  package let means: [Double]
  /// Of each of these cuts the mean over the stations of each group, by its number in the tree's labels.
  package let ofGroups: [[Double]]
  /// The number of groups of the first.
  private let least: Int

  /// Of cuts into each of some numbers of groups, from 2 to one less than stations. `progress` counts stations. Throws
  /// `ThreadError`.
  package init(
    _ tree: Dendrogram, _ distances: borrowing some PairDistances & ~Copyable, groups: ClosedRange<Int>,
    threads: Int, progress: Progress? = nil
  ) throws {
    let count = tree.stations.count
    let (least, most) = (max(2, groups.lowerBound), min(groups.upperBound, count - 1))
    self.least = least
    guard most >= least else {
      (means, ofGroups) = ([], [])
      return
    }
    // Every cut is one of the finest's groups put together.
    let finest = tree.labels(groups: most)
    let cuts = (least...most).map { tree.labels(groups: $0) }
    let threads = max(1, min(threads, count))
    let parts = try concurrently(threads) { thread in
      distances.sums(
        of: count * thread / threads..<count * (thread + 1) / threads, labels: finest, groups: most,
        progress: progress)
    }
    let sums = parts.flatMap { $0 }
    let all = cuts.map { labels in (labels, Self.silhouettes(of: labels, finest, sums)) }
    means = all.map { Self.mean($0.1) }
    ofGroups = all.map { labels, silhouettes in
      (0..<labels.max()! + 1).map { group in
        Self.mean(zip(labels, silhouettes).filter { $0.0 == group }.map(\.1))
      }
    }
  }

  /// The number of groups with the greatest mean, the least of several; 1 where there is no choice, and where no cut tells
  /// groups apart: all means are 0 or less.
  package var best: Int {
    guard let greatest = means.max(), greatest > 0 else { return 1 }
    return means.firstIndex(of: greatest)! + least
  }

  /// All means, with the number of groups.
  var all: [GroupSilhouette] { means.enumerated().map { GroupSilhouette(groups: least + $0, mean: $1) } }

  /// The mean of a cut into so many groups; nil where it is none of these.
  func mean(of groups: Int) -> Double? {
    means.indices.contains(groups - least) ? means[groups - least] : nil
  }

  /// The means of the groups of a cut into so many, by label; nil where it is none of these.
  func means(ofEachOf groups: Int) -> [Double]? {
    ofGroups.indices.contains(groups - least) ? ofGroups[groups - least] : nil
  }

  /// Added by rising place.
  private static func mean(_ silhouettes: [Double]) -> Double {
    silhouettes.reduce(0, +) / Double(silhouettes.count)
  }

  /// By place. `sums`: of each station its distances from the stations of each of the finest groups.
  private static func silhouettes(of labels: [Int], _ finest: [Int], _ sums: [[UInt128]]) -> [Double] {
    let groups = labels.max()! + 1
    var whole = [Int](repeating: 0, count: finest.max()! + 1)
    for (label, fine) in zip(labels, finest) { whole[fine] = label }
    var sizes = [Int](repeating: 0, count: groups)
    for label in labels { sizes[label] += 1 }
    return zip(labels, sums).map { own, sums in
      guard sizes[own] > 1 else { return 0.0 }
      var totals = [UInt128](repeating: 0, count: groups)
      for (fine, sum) in sums.enumerated() { totals[whole[fine]] += sum }
      let others = (0..<groups).lazy.filter { $0 != own }
        .map { MeanDistance(sum: totals[$0], pairs: sizes[$0]) }
      return silhouette(MeanDistance(sum: totals[own], pairs: sizes[own] - 1), others.min()!)
    }
  }

  /// (b - a) / max(a, b), of whole numbers: those of one denominator.
  private static func silhouette(_ a: MeanDistance, _ b: MeanDistance) -> Double {
    let (a, b) = (a.sum * UInt128(b.pairs), b.sum * UInt128(a.pairs))
    guard a != b else { return 0 }
    return a < b ? Double(b - a) / Double(b) : -Double(a - b) / Double(a)
  }
}
