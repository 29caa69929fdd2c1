/// A group, and its mean distance from one that goes before it.
struct Neighbour {
  let place: Int
  let distance: MeanDistance
}

/// Of each group the nearest of those after it, and which of these pairs is the nearest: of several that of the least
/// place. By a tree of winners (D. Knuth, The Art of Computer Programming 3, 1973, section 5.2.3).
struct NearestPairs {
  private var neighbours: [Neighbour?]
  /// Node i is above 2 i and 2 i + 1; the leaves are the places.
  private var winners: [Int]
  private let leaves: Int

  /// By place; nil for a group that has none after it.
  init(_ neighbours: [Neighbour?]) {
    self.neighbours = neighbours
    var leaves = 1
    while leaves < neighbours.count { leaves *= 2 }
    self.leaves = leaves
    winners = [Int](repeating: 0, count: leaves) + Array(0..<leaves)
    for node in (1..<leaves).reversed() { winners[node] = winner(of: node) }
  }

  /// The nearest pair, if there is one.
  var first: (place: Int, neighbour: Neighbour)? {
    let place = winners[1]
    return neighbour(of: place).map { (place, $0) }
  }

  mutating func replace(_ place: Int, by neighbour: Neighbour?) {
    neighbours[place] = neighbour
    var node = (leaves + place) / 2
    while node > 0 {
      winners[node] = winner(of: node)
      node /= 2
    }
  }

  private func winner(of node: Int) -> Int {
    let (a, b) = (winners[2 * node], winners[2 * node + 1])
    guard let right = neighbour(of: b) else { return a }
    guard let left = neighbour(of: a) else { return b }
    return right.distance < left.distance ? b : a
  }

  private func neighbour(of place: Int) -> Neighbour? { place < neighbours.count ? neighbours[place] : nil }
}
