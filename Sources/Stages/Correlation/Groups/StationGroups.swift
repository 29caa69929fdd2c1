import Workers

/// Stations in groups that fill and empty together: a cut of the tree of average linkage on 1 - r.
package final class StationGroups: Sendable {
  /// Of the stations that have correlations.
  package let tree: Dendrogram
  /// Places of the tree's stations side by side, and the cluster of each of these from 0 on, rising by one.
  package let order: [Int]
  package let clusters: [Int]
  /// The mean silhouette of the stations; nil with one cluster.
  package let silhouette: Double?

  /// Numbers of clusters from which one is chosen.
  package static let choice = 2...12

  /// Cuts the tree of `distances` into `clusters`; nil chooses the number with the greatest mean silhouette. `progress`
  /// counts stations.
  package init(
    _ tree: Dendrogram, _ distances: borrowing some PairDistances & ~Copyable, clusters: Int?, threads: Int,
    progress: Progress? = nil
  ) throws {
    let most = min(clusters ?? Self.choice.upperBound, tree.stations.count)
    let silhouettes = try Silhouettes(tree, distances, upTo: most, threads: threads, progress: progress)
    let count = clusters.map { _ in max(1, most) } ?? silhouettes.best
    silhouette = count - 2 < silhouettes.means.count && count >= 2 ? silhouettes.means[count - 2] : nil
    let order = tree.order(distances)
    let labels = tree.labels(clusters: count)
    var number = 0
    self.clusters = order.indices.map { i in
      if i > 0 && labels[order[i]] != labels[order[i - 1]] { number += 1 }
      return number
    }
    self.tree = tree
    self.order = order
  }

  package var clusterCount: Int { (clusters.last ?? -1) + 1 }

  /// By number of the station in the matrix: its cluster and its place in the order, both from 1; nil for one that is
  /// not in the tree.
  package func groups(of stations: Int) -> [(cluster: Int, order: Int)?] {
    var groups = [(cluster: Int, order: Int)?](repeating: nil, count: stations)
    for (i, place) in order.enumerated() { groups[tree.stations[place]] = (clusters[i] + 1, i + 1) }
    return groups
  }
}
