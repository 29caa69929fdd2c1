/// Average linkage by its definition, in whole numbers: of all pairs of groups the nearest is joined, of several the one
/// with the least places; each mean is made anew of all pairs of stations.
struct PlainLinkage {
  struct Merge {
    let a, b, size: Int
    /// The distance is the quotient.
    let sum: UInt128
    let pairs: Int
  }

  private(set) var merges: [Merge] = []

  init(_ count: Int, distance: (Int, Int) -> UInt128) {
    // By their first stations; of each its node.
    var groups = (0..<count).map { (node: $0, stations: [$0]) }
    while groups.count > 1 {
      var best: (a: Int, b: Int, sum: UInt128, pairs: Int)?
      for a in groups.indices {
        for b in a + 1..<max(a + 1, groups.count) {
          var sum: UInt128 = 0
          for x in groups[a].stations { for y in groups[b].stations { sum += distance(x, y) } }
          let pairs = groups[a].stations.count * groups[b].stations.count
          if best.map({ sum * UInt128($0.pairs) < $0.sum * UInt128(pairs) }) ?? true {
            best = (a, b, sum, pairs)
          }
        }
      }
      let (a, b, sum, pairs) = best!
      let nodes = [groups[a].node, groups[b].node].sorted()
      groups[a].stations += groups[b].stations
      merges.append(
        Merge(a: nodes[0], b: nodes[1], size: groups[a].stations.count, sum: sum, pairs: pairs))
      groups[a].node = count + merges.count - 1
      groups.remove(at: b)
    }
  }
}
