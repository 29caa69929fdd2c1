extension FalseDiscovery {
  /// All keys of the stream, as far as they are known, greatest first: brackets of keys, some of them
  /// single keys. What can be said of q from that, and which brackets leave it open.
  ///
  /// A bracket that ends at rank R has p M / j >= p(upper) M / R throughout, and its least key, of rank
  /// R, has p M / j <= p(lower) M / R. Both hold in floating point too, as rounding is monotone.
  struct Ladder: Sendable {
    /// q of the listed keys from here up to the level before.
    struct Level: Sendable {
      var key: Double
      var q: Double
    }

    /// Keys of the stream: M.
    let total: Int
    private var brackets: [Bracket] = []
    /// The brackets that the next pass looks into, ascending numbers.
    private var open: [Int] = []
    private let p: @Sendable (Double) -> Double

    init(_ cells: [Bracket], known: [Known], p: @escaping @Sendable (Double) -> Double) {
      self.p = p
      total = cells.reduce(0) { $0 + $1.count }
      place(known, among: cells)
    }

    /// Puts the known keys in the place of what the cells say of them. Of the keys equal to the least
    /// known one, some may be unknown: those above it are placed; it itself is if its cell has no other.
    private mutating func place(_ known: [Known], among cells: [Bracket]) {
      let least = known.last?.key.magnitude ?? .infinity
      var unplaced = known.prefix { $0.key.magnitude > least }
      let equals = known.count - unplaced.count
      brackets.reserveCapacity(unplaced.count + cells.count)
      for var cell in cells {
        if cell.upper > least {
          while let pair = unplaced.first, pair.key.magnitude >= cell.lower {
            precondition(
              pair.key.magnitude <= min(cell.upper, brackets.last?.lower ?? .infinity), Self.misfit)
            brackets.append(pair.key.magnitude, p: pair.p)
            cell.count -= 1
            unplaced.removeFirst()
          }
          cell.upper = least
          if cell.count == equals { (cell.lower, cell.p) = (least, known[known.count - 1].p) }
        }
        precondition((cell.count > 0) == (cell.lower <= least), Self.misfit)
        if cell.count > 0 { brackets.append(cell) }
      }
      precondition(unplaced.isEmpty, Self.misfit)
    }

    private static let misfit = "known keys must be the greatest of all, in descending order"

    /// The levels of q at the listed keys (descending), and the brackets that must be refined before
    /// these are right.
    ///
    /// A bracket matters to the listed keys in it and above. It is settled if it is a single key, or if
    /// nothing in it can be less than what is sure for the lowest of those, hence for all of them.
    mutating func climb(to listed: [Double]) -> (open: [Bracket], levels: [Level]) {
      open = []
      var levels: [Level] = []
      guard let greatest = listed.first, let least = listed.last else { return ([], levels) }
      let start = brackets.firstIndex { $0.lower <= greatest } ?? brackets.count
      var rank = brackets[..<start].reduce(0) { $0 + $1.count }
      let bounds = bounds(from: start, rank: rank, to: least)
      var sure = 1.0
      var next = 0
      for (bracket, bound) in zip(start..., bounds) {
        let (lower, upper) = (brackets[bracket].lower, brackets[bracket].upper)
        rank += brackets[bracket].count
        if next < listed.count && listed[next] >= lower {
          sure = bound
          // Levels of one q are one level, that of the lowest key.
          if levels.last?.q == bound { levels.removeLast() }
          levels.append(Level(key: lower, q: bound))
          while next < listed.count && listed[next] >= lower { next += 1 }
        }
        if lower < upper && adjusted(p(upper), rank: rank) < sure { open.append(bracket) }
      }
      return (open.map { brackets[$0] }, levels)
    }

    /// By bracket from `start` on: an upper bound of q for the keys of the bracket, right if no bracket
    /// is open. Ends where p alone is beyond the bound of all listed keys.
    private mutating func bounds(from start: Int, rank: Int, to least: Double) -> [Double] {
      var bounds: [Double] = []
      var rank = rank
      var leastBound = 1.0
      for bracket in start..<brackets.count {
        if brackets[bracket].p.isNaN { brackets[bracket].p = p(brackets[bracket].lower) }
        rank += brackets[bracket].count
        bounds.append(adjusted(brackets[bracket].p, rank: rank))
        guard brackets[bracket].lower <= least else { continue }
        leastBound = min(leastBound, bounds[bounds.count - 1])
        if adjusted(brackets[bracket].p, rank: total) >= leastBound { break }
      }
      var bound = 1.0
      for i in bounds.indices.reversed() {
        bound = min(bound, bounds[i])
        bounds[i] = bound
      }
      return bounds
    }

    private func adjusted(_ p: Double, rank: Int) -> Double { p * Double(total) / Double(rank) }

    /// Puts what a pass found in the place of the open brackets.
    mutating func refine(by finer: [Bracket]) {
      var refined: [Bracket] = []
      refined.reserveCapacity(brackets.count + finer.count)
      var next = finer.startIndex
      var done = 0
      for bracket in open {
        refined += brackets[done..<bracket]
        var missing = brackets[bracket].count
        while next < finer.endIndex && finer[next].lower >= brackets[bracket].lower {
          missing -= finer[next].count
          refined.append(finer[next])
          next += 1
        }
        precondition(missing == 0, "the passes saw different keys")
        done = bracket + 1
      }
      refined += brackets[done...]
      brackets = refined
    }
  }
}
