/// The stations' order cut into so many groups, and how well these are told apart.
package struct GroupCut: Equatable, Sendable {
  /// Places of the order at which groups begin, the first 0.
  package let starts: [Int]
  /// The mean silhouette over all stations; nil with one group, and with one for each station.
  package let silhouette: Double?
  /// That over the stations of each group, in their order; empty where there is none.
  package let ofGroups: [Double]

  init(_ tree: Dendrogram, _ order: [Int], groups: Int, _ silhouettes: Silhouettes) {
    let labels = tree.labels(groups: groups)
    let starts = order.indices.filter { $0 == 0 || labels[order[$0]] != labels[order[$0 - 1]] }
    self.starts = starts
    silhouette = silhouettes.mean(of: groups)
    let means = silhouettes.means(ofEachOf: groups)
    ofGroups = means.map { means in starts.map { means[labels[order[$0]]] } } ?? []
  }

  /// The number of groups.
  package var count: Int { starts.count }

  /// By what numbers of groups are compared: the mean silhouette times how much of a group is found again without a day, the
  /// mean over the groups; 0 with one group.
  package func worth(agreement: Double) -> Double { (silhouette ?? 0) * agreement }

  /// By number of the station in the matrix: its group from 0 on, -1 in none.
  package func labels(of stations: Int, in groups: StationGroups) -> [Int] {
    var labels = [Int](repeating: -1, count: stations)
    for (number, start) in starts.enumerated() {
      let end = number + 1 < starts.count ? starts[number + 1] : groups.order.count
      for place in start..<end { labels[groups.tree.stations[groups.order[place]]] = number }
    }
    return labels
  }
}
