import Workers

/// Groups of stations that are joined, two at a time. A group goes by the least place of its stations.
///
/// The distance of two groups is the mean of those of all pairs of a station of either, exactly.
protocol JoinedGroups: ~Copyable {
  /// The number of stations; at first each is a group.
  var count: Int { get }
  /// The nearest of the groups after one, of several the first; nil where there is none.
  mutating func nearest(after place: Int) -> Neighbour?
  /// Joins the second group to the first, which goes before it.
  mutating func join(_ a: Int, _ b: Int)
}

extension Dendrogram {
  /// Hierarchical clustering by average linkage (UPGMA): the two groups whose stations are nearest to each other on
  /// the mean are joined, until one is left. Of equally near pairs of groups the one with the least place is joined, of
  /// several with that place the one whose other place is least; a group's place is the least of its stations.
  ///
  /// Distances are compared exactly, so the tree is the same on every machine. `progress` counts joins.
  package init(averageLinkage distances: consuming StationDistances, progress: Progress? = nil) {
    let (stations, unit) = (distances.stations, distances.unit)
    self.init(PairGroups(distances), stations, unit, progress)
  }

  /// The same of stations that are vectors, in O(N K) memory for N of K coordinates.
  package init(averageLinkage vectors: borrowing StationVectors, progress: Progress? = nil) {
    self.init(VectorGroups(vectors), vectors.stations, vectors.unit, progress)
  }

  /// Each group knows the nearest of those after it, as when it last looked (M. Anderberg, "Cluster analysis for
  /// applications", 1973). A mean is never less than the least of what it is made of, so joins bring no group nearer to
  /// another: a distance that is out of date is a lower bound, and is found anew when it is the least of all (D. Müllner,
  /// "Modern hierarchical, agglomerative clustering algorithms", 2011, section 3.1, who keeps them so). Mostly some
  /// looks a join: O(N^2) distances.
  private init(
    _ groups: consuming some JoinedGroups & ~Copyable, _ stations: [Int], _ unit: DistanceUnit,
    _ progress: Progress?
  ) {
    let count = groups.count
    var neighbours: [Neighbour?] = []
    for place in 0..<count { neighbours.append(groups.nearest(after: place)) }
    var pairs = NearestPairs(neighbours)
    // By place: the number of joins when it looked, and when it was joined itself.
    var lookedAt = [Int](repeating: 0, count: count)
    var joinedAt = lookedAt
    var joins: [Join] = []
    joins.reserveCapacity(max(0, count - 1))
    while let (a, nearest) = pairs.first {
      let b = nearest.place
      guard max(joinedAt[a], joinedAt[b]) <= lookedAt[a] else {
        lookedAt[a] = joins.count
        pairs.replace(a, by: groups.nearest(after: a))
        continue
      }
      joins.append(Join(a: a, b: b, height: unit.double(nearest.distance)))
      groups.join(a, b)
      joinedAt[a] = joins.count
      joinedAt[b] = .max
      pairs.replace(b, by: nil)
      progress?.add(1)
    }
    self.init(stations: stations, joins: joins)
  }
}

/// Groups by the sums of the distances of all pairs of their stations (G. Lance and W. Williams, 1967).
private struct PairGroups: JoinedGroups, ~Copyable {
  private var distances: StationDistances
  /// By place; 0 of a group that was joined to another.
  private var sizes: [Int]

  init(_ distances: consuming StationDistances) {
    sizes = [Int](repeating: 1, count: distances.count)
    self.distances = distances
    self.distances.closeGaps()
  }

  var count: Int { distances.count }

  mutating func nearest(after place: Int) -> Neighbour? {
    var best = (place: -1, sum: UInt128(1), size: UInt128(0))
    unsafe sizes.withUnsafeBufferPointer { sizes in
      distances.forEach(after: place) { other, sum in
        let (size, sum) = unsafe (UInt128(sizes[other]), UInt128(sum))
        // The first is less than 1 / 0; a size of 0 is less than none.
        if size > 0 && sum &* best.size < best.sum &* size { best = (other, sum, size) }
      }
    }
    guard best.place >= 0 else { return nil }
    return Neighbour(
      place: best.place, distance: MeanDistance(sum: best.sum, pairs: sizes[place] * Int(best.size)))
  }

  mutating func join(_ a: Int, _ b: Int) {
    sizes[a] += sizes[b]
    sizes[b] = 0
    for other in sizes.indices where sizes[other] > 0 && other != a {
      distances[a, other] += distances[b, other]
    }
  }
}
