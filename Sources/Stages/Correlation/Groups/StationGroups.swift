import Workers

/// Stations in groups that fill and empty together: a cut of the tree of average linkage on 1 - r.
package final class StationGroups: Sendable {
  /// Of the stations that have correlations.
  package let tree: Dendrogram
  /// Places of the tree's stations side by side.
  package let order: [Int]
  /// The group of each of these, from 0 on, rising by one.
  package let groups: [Int]
  /// The mean silhouette of the stations; nil with one group.
  package let silhouette: Double?

  /// Of all numbers of groups from which this one was chosen, the least first.
  package let silhouettes: [GroupSilhouette]
  /// Other numbers of groups in the same order, from 2 to 12, and the one that was chosen; the least first.
  package let cuts: [GroupCut]

  /// Numbers of groups from which one is chosen.
  package static let choice = 2...12

  /// Cuts the tree of `distances` into `groups`; nil chooses the number with the greatest mean silhouette. `progress`
  /// counts stations. Throws `ThreadError`.
  package init(
    _ tree: Dendrogram, _ distances: borrowing some PairDistances & ~Copyable, groups: Int?, threads: Int,
    progress: Progress? = nil
  ) throws {
    let wanted = groups.map { max(1, min($0, tree.stations.count)) }
    let silhouettes = try Silhouettes(
      tree, distances, groups: wanted.map { $0...$0 } ?? Self.choice, threads: threads, progress: progress)
    let count = wanted ?? silhouettes.best
    silhouette = silhouettes.mean(of: count)
    self.silhouettes = silhouettes.all
    let order = tree.order(distances)
    let labels = tree.labels(groups: min(count, max(1, tree.stations.count)))
    var number = 0
    self.groups = order.indices.map { i in
      if i > 0 && labels[order[i]] != labels[order[i - 1]] { number += 1 }
      return number
    }
    self.tree = tree
    self.order = order
    let choice =
      wanted == nil
      ? silhouettes : try Silhouettes(tree, distances, groups: Self.choice, threads: threads)
    let counts = Set(
      Self.choice.filter { $0 < tree.stations.count } + (number < order.count ? [number + 1] : []))
    cuts = counts.sorted().map { count in
      GroupCut(tree, order, groups: count, count == wanted ? silhouettes : choice)
    }
  }

  private init(_ other: StationGroups, cut: GroupCut) {
    (tree, order, silhouettes, cuts) = (other.tree, other.order, other.silhouettes, other.cuts)
    silhouette = cut.silhouette
    let starts = Set(cut.starts)
    var number = -1
    groups = order.indices.map { place in
      if starts.contains(place) { number += 1 }
      return number
    }
  }

  /// The same stations cut anew into the number of groups that are told apart best and found again most surely: `agreements`
  /// has how much of a group of each of `cuts` is found again (`GroupCut.worth`), the least number of several. As they are where
  /// none is above 0.
  package func chosen(by agreements: [Double]) -> StationGroups {
    precondition(agreements.count == cuts.count)
    let worths = zip(cuts, agreements).map { $0.worth(agreement: $1) }
    guard let greatest = worths.max(), greatest > 0 else { return self }
    return StationGroups(self, cut: cuts[worths.firstIndex(of: greatest)!])
  }

  /// The number of groups; 0 without stations.
  package var count: Int { (groups.last ?? -1) + 1 }

  /// By number of the station in the matrix: its group and its place in the order, both from 1; nil for one that is
  /// not in the tree.
  package func places(of stations: Int) -> [(group: Int, order: Int)?] {
    var places = [(group: Int, order: Int)?](repeating: nil, count: stations)
    for (i, place) in order.enumerated() { places[tree.stations[place]] = (groups[i] + 1, i + 1) }
    return places
  }

  /// All of so many stations by number in the matrix: those of the groups in their order, then the others.
  package func sideBySide(of stations: Int) -> [Int] {
    let grouped = order.map { tree.stations[$0] }
    let inTree = Set(grouped)
    return grouped + (0..<stations).filter { !inTree.contains($0) }
  }
}
