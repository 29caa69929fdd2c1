/// How work is split among ranks or threads.
package enum WorkSplit {
  /// Part `index` of `0 ..< count` cut into `parts`, whose sizes differ by one at most.
  package static func part(_ index: Int, of parts: Int, count: Int) -> Range<Int> {
    precondition(parts > 0 && index >= 0 && index < parts)
    let (quotient, remainder) = count.quotientAndRemainder(dividingBy: parts)
    let start = index * quotient + min(index, remainder)
    return start..<start + quotient + (index < remainder ? 1 : 0)
  }

  /// Deals out what cannot be cut: the part of each piece, the largest first, each to the part that has least so far,
  /// so that none has more than 4/3 of what the best deal would give (R. Graham, SIAM J. Appl. Math. 17, 1969).
  package static func deal(_ sizes: [Int], among parts: Int) -> [Int] {
    precondition(parts > 0)
    var loads = [Int](repeating: 0, count: parts)
    var counts = loads
    var owners = [Int](repeating: 0, count: sizes.count)
    for piece in sizes.indices.sorted(by: { (-sizes[$0], $0) < (-sizes[$1], $1) }) {
      // Of equal loads the one of fewest pieces: also what has no size takes time.
      let least = loads.indices.min { (loads[$0], counts[$0], $0) < (loads[$1], counts[$1], $1) }!
      owners[piece] = least
      loads[least] += sizes[piece]
      counts[least] += 1
    }
    return owners
  }
}
