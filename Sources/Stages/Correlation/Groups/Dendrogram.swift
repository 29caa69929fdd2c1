/// A tree of stations: which groups were joined, and how far apart they were.
package struct Dendrogram: Equatable, Sendable {
  /// A join of two groups; each goes by the least place of its stations, `a` < `b`.
  struct Join {
    let a, b: Int
    let height: Double
  }

  /// A join of two nodes, those that are joined sooner before. Nodes below N are stations, by place; node N + i is
  /// what merge i has made.
  package struct Merge: Equatable, Sendable {
    /// The nodes that were joined, `a` < `b`.
    package let a, b: Int
    /// Their distance, the mean of 1 - r over all pairs of a station of either: the nearest double.
    package let height: Double
    /// Stations in both.
    package let size: Int
  }

  /// The stations by their numbers in the matrix.
  package let stations: [Int]
  /// N - 1 of them, by rising height.
  package let merges: [Merge]

  /// `joins` are by rising height, a group joined after it was made; it goes by `a`.
  init(stations: [Int], joins: [Join]) {
    let count = stations.count
    precondition(joins.count == max(0, count - 1))
    self.stations = stations
    var nodes = Array(0..<count)
    var sizes = [Int](repeating: 1, count: count)
    merges = joins.enumerated().map { number, join in
      let pair = [nodes[join.a], nodes[join.b]].sorted()
      nodes[join.a] = count + number
      sizes[join.a] += sizes[join.b]
      return Merge(a: pair[0], b: pair[1], height: join.height, size: sizes[join.a])
    }
  }

  /// The group of each station by place when `groups` of them are left, numbered by their first stations.
  package func labels(groups: Int) -> [Int] {
    precondition(groups >= 1 && groups <= max(1, stations.count))
    var forest = Forest(count: stations.count)
    // A merge's node is stood for by one of its stations.
    var stand = Array(0..<stations.count)
    for merge in merges.prefix(max(0, stations.count - groups)) {
      stand.append(forest.join(forest.root(of: stand[merge.a]), forest.root(of: stand[merge.b])))
    }
    var numbers: [Int: Int] = [:]
    return stations.indices.map { place in
      let root = forest.root(of: place)
      if let number = numbers[root] { return number }
      numbers[root] = numbers.count
      return numbers.count - 1
    }
  }

  /// Places, each group's side by side, so that neighbours are alike: of the four ways to put two groups one
  /// beside the other, the one whose touching ends are nearest (G. Gruvaeus and H. Wainer, "Two additions to
  /// hierarchical cluster analysis", 1972). The node before is on the left; of equally near ends those are taken that
  /// come first: neither node turned, the left one, the right one, both.
  package func order(_ distances: borrowing some PairDistances & ~Copyable) -> [Int] {
    precondition(distances.count == stations.count)
    guard let top = merges.indices.last else { return Array(stations.indices) }
    var ends = stations.indices.map { (first: $0, last: $0) }
    /// Of each merge: its nodes from left to right, and which of them are turned round.
    var sides: [(left: Int, right: Int, turnsLeft: Bool, turnsRight: Bool)] = []
    for merge in merges {
      let (a, b) = (ends[merge.a], ends[merge.b])
      let ways = [
        (distances.distance(a.last, b.first), false, false, a.first, b.last),
        (distances.distance(a.first, b.first), true, false, a.last, b.last),
        (distances.distance(a.last, b.last), false, true, a.first, b.first),
        (distances.distance(a.first, b.last), true, true, a.last, b.first),
      ]
      let (_, turnsA, turnsB, first, last) = ways.min { $0.0 < $1.0 }!
      sides.append((merge.a, merge.b, turnsA, turnsB))
      ends.append((first, last))
    }
    var order: [Int] = []
    var nodes = [(node: stations.count + top, isTurned: false)]
    while let (node, isTurned) = nodes.popLast() {
      guard node >= stations.count else {
        order.append(node)
        continue
      }
      let side = sides[node - stations.count]
      let left = (node: side.left, isTurned: side.turnsLeft != isTurned)
      let right = (node: side.right, isTurned: side.turnsRight != isTurned)
      // What is to come first is put on top.
      nodes += isTurned ? [left, right] : [right, left]
    }
    return order
  }
}

/// Disjoint sets of places, each known by one of its own (R. Tarjan, 1975).
private struct Forest {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(of place: Int) -> Int {
    var place = place
    while parents[place] != place {
      parents[place] = parents[parents[place]]
      place = parents[place]
    }
    return place
  }

  /// Joins two sets by their roots; returns the root of both.
  mutating func join(_ a: Int, _ b: Int) -> Int {
    parents[b] = a
    return a
  }
}
