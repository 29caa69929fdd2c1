import Workers

extension Dendrogram {
  /// Hierarchical clustering by average linkage (UPGMA): the two groups whose stations are nearest to each other on
  /// the mean are joined, until one is left.
  ///
  /// By the chain of nearest neighbours, in O(N^2) time, which gives the same tree (F. Murtagh, "A survey of recent
  /// advances in hierarchical clustering algorithms", 1983; D. Müllner, "Modern hierarchical, agglomerative
  /// clustering algorithms", 2011). Of equally near groups the one before in the chain is taken, else the first.
  /// The distances are used up: they are to be entered again where they are wanted again.
  /// `progress` counts joins.
  package init(averageLinkage distances: inout StationDistances, progress: Progress? = nil) {
    distances.closeGaps()
    let count = distances.count
    // A group goes by the place of one of its stations.
    var sizes = [Int](repeating: 1, count: count)
    var joins: [Join] = []
    joins.reserveCapacity(max(0, count - 1))
    var chain: [Int] = []
    var first = 0
    while joins.count < count - 1 {
      if chain.isEmpty {
        while sizes[first] == 0 { first += 1 }
        chain.append(first)
      }
      let top = chain[chain.count - 1]
      let before = chain.count > 1 ? chain[chain.count - 2] : nil
      let (nearest, height) = Self.nearest(to: top, sizes, distances, preferring: before)
      guard nearest == before else {
        chain.append(nearest)
        continue
      }
      chain.removeLast(2)
      joins.append(Join(a: min(top, nearest), b: max(top, nearest), height: height))
      Self.join(top, into: nearest, sizes, &distances)
      sizes[nearest] += sizes[top]
      sizes[top] = 0
      progress?.add(1)
    }
    self.init(stations: distances.stations, joins: joins)
  }

  private static func nearest(
    to top: Int, _ sizes: [Int], _ distances: borrowing StationDistances, preferring before: Int?
  ) -> (place: Int, distance: Double) {
    var best = (place: before ?? -1, distance: before.map { distances[top, $0] } ?? .infinity)
    distances.forEach(from: top) { other, distance in
      if distance < best.distance && sizes[other] > 0 { best = (other, distance) }
    }
    return best
  }

  /// Gives the group `b` the mean distances of the stations of both (Lance and Williams 1967).
  private static func join(
    _ a: Int, into b: Int, _ sizes: [Int], _ distances: inout StationDistances
  ) {
    let (weightA, weightB) = (Double(sizes[a]), Double(sizes[b]))
    for other in sizes.indices where sizes[other] > 0 && other != a && other != b {
      distances[b, other] =
        (weightA * distances[a, other] + weightB * distances[b, other]) / (weightA + weightB)
    }
  }
}
