/// How much of each group other groups find again (C. Hennig, "Cluster-wise assessment of cluster stability", 2007): the
/// greatest share |A and B| / |A or B| that one of them has, 1 for the same stations.
package enum GroupAgreement {
  /// Of each of so many groups. `known` and `found` are the groups of each station; one that is in no group of either, below
  /// 0, does not count. NaN of a group of which none is left.
  package static func of(_ known: [Int], groups: Int, in found: [Int]) -> [Double] {
    precondition(known.count == found.count)
    let others = (found.max() ?? -1) + 1
    var (sizes, otherSizes) = ([Int](repeating: 0, count: groups), [Int](repeating: 0, count: others))
    var both = [[Int]](repeating: otherSizes, count: groups)
    for (own, other) in zip(known, found) where own >= 0 && other >= 0 {
      sizes[own] += 1
      otherSizes[other] += 1
      both[own][other] += 1
    }
    return (0..<groups).map { group in
      guard sizes[group] > 0 else { return .nan }
      return (0..<others).map { other in
        Double(both[group][other]) / Double(sizes[group] + otherSizes[other] - both[group][other])
      }.filter { !$0.isNaN }.max() ?? .nan
    }
  }
}
