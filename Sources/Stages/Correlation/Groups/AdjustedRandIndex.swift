/// How far two ways to put the same things into groups agree: 1 where they are the same, about 0 where they have nothing to do
/// with each other (L. Hubert and P. Arabie, "Comparing partitions", 1985).
///
/// Of the pairs of things that either puts together, those that both do, less what chance would give:
///
///     (sum C(n_ij, 2) - E) / ((sum C(a_i, 2) + sum C(b_j, 2)) / 2 - E)     E = sum C(a_i, 2) sum C(b_j, 2) / C(n, 2)
package enum AdjustedRandIndex {
  /// `a` and `b` are the groups of each thing; a thing that is in no group of either, below 0, does not count. 1 where either
  /// way leaves no choice.
  package static func of(_ a: [Int], _ b: [Int]) -> Double {
    precondition(a.count == b.count)
    var cells: [SIMD2<Int>: Int] = [:]
    var (rows, columns): ([Int: Int], [Int: Int]) = ([:], [:])
    var count = 0
    for (own, other) in zip(a, b) where own >= 0 && other >= 0 {
      cells[SIMD2(own, other), default: 0] += 1
      rows[own, default: 0] += 1
      columns[other, default: 0] += 1
      count += 1
    }
    // Whole numbers, so the order of a dictionary does not matter.
    let both = Double(pairs(cells.values))
    let (inA, inB) = (Double(pairs(rows.values)), Double(pairs(columns.values)))
    guard count > 1 else { return 1 }
    // Both parts of the fraction times C(n, 2): whole numbers and halves.
    let all = Double(count * (count - 1) / 2)
    let most = (inA + inB) / 2 * all - inA * inB
    return most == 0 ? 1 : (both * all - inA * inB) / most
  }

  private static func pairs(_ sizes: some Sequence<Int>) -> Int { sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
}
