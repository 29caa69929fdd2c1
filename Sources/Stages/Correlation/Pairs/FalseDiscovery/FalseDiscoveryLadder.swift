extension FalseDiscovery {
  /// All keys of the stream, as far as they are known, greatest first: brackets of keys, some of them
  /// single keys. What can be said of q from that, and which brackets leave it open.
  ///
  /// A bracket that ends at place R has p M / j >= p(upper) M / R throughout, and its least key, at place
  /// R, has p M / j <= p(lower) M / R. Both hold in floating point too, as rounding is monotone.
  struct Ladder: Sendable {
    /// q of the listed keys from here up to the level before.
    struct Level: Sendable {
      var key: Double
      var q: Double
    }

    /// Keys of the stream: M.
    let total: Int
    /// The greatest keys, each of which is a bracket of its own above all `brackets`.
    private let single: ArraySlice<Known>
    private var brackets: [Bracket] = []
    /// The brackets that the next pass looks into, by number.
    private var open: Set<Int> = []
    private let p: @Sendable (Double) -> Double

    /// Of the known keys equal to the least of them, some may be unknown.
    init(_ cells: [Bracket], known: [Known], p: @escaping @Sendable (Double) -> Double) {
      self.p = p
      total = cells.reduce(0) { $0 + $1.count }
      let least = known.last?.key.magnitude ?? .infinity
      single = known.prefix { $0.key.magnitude > least }
      place(known.last, known.count - single.count, among: cells)
    }

    /// Takes the single keys out of the cells, and has `equals` keys like the least known one as a key of their own where
    /// their cell has no other.
    private mutating func place(_ least: Known?, _ equals: Int, among cells: [Bracket]) {
      let end = least?.key.magnitude ?? .infinity
      var (placed, last) = (0, Double.infinity)
      for var cell in cells {
        if cell.upper > end {
          while placed < single.count, single[placed].key.magnitude >= cell.lower {
            precondition(single[placed].key.magnitude <= min(cell.upper, last), Self.misfit)
            last = single[placed].key.magnitude
            placed += 1
            cell.count -= 1
          }
          cell.upper = end
          if cell.count == equals, let least { (cell.lower, cell.p) = (end, least.p) }
        }
        precondition((cell.count > 0) == (cell.lower <= end), Self.misfit)
        if cell.count > 0 { brackets.append(cell) }
      }
      precondition(placed == single.count, Self.misfit)
    }

    private var count: Int { single.count + brackets.count }

    /// All brackets, greatest first.
    @inline(__always)
    private subscript(_ bracket: Int) -> Bracket {
      guard bracket < single.count else { return brackets[bracket - single.count] }
      let key = single[bracket].key.magnitude
      return Bracket(lower: key, upper: key, count: 1, p: single[bracket].p)
    }

    private static let misfit = "known keys must be the greatest of all, in descending order"

    /// What the next pass looks into, greatest first.
    var openBrackets: [Bracket] { open.sorted().map { self[$0] } }

    /// The levels of q at the listed keys (descending); right if no bracket is open then.
    ///
    /// A bracket matters to the listed keys in it and above. It is settled if it is a single key, or if
    /// nothing in it can be less than what is sure for the lowest of those, hence for all of them.
    mutating func climb(to listed: [Double]) -> [Level] {
      open = []
      var levels: [Level] = []
      guard let greatest = listed.first, let least = listed.last else { return levels }
      let start = (0..<count).first { self[$0].lower <= greatest } ?? count
      var place = (0..<start).reduce(0) { $0 + self[$1].count }
      let bounds = bounds(from: start, place: place, to: least)
      var sure = 1.0
      var next = 0
      for (bracket, bound) in zip(start..., bounds) {
        let (lower, upper) = (self[bracket].lower, self[bracket].upper)
        place += self[bracket].count
        if next < listed.count && listed[next] >= lower {
          sure = bound
          // Levels of one q are one level, that of the lowest key.
          if levels.last?.q == bound { levels.removeLast() }
          levels.append(Level(key: lower, q: bound))
          while next < listed.count && listed[next] >= lower { next += 1 }
        }
        if lower < upper && adjusted(p(upper), place: place) < sure { open.insert(bracket) }
      }
      return levels
    }

    /// Keys whose q is below a level; right if no bracket is open then.
    ///
    /// They are all down to the last key with p M / j below it.
    mutating func count(below level: Double) -> Int {
      var (place, sure) = (0, 0)
      var doubtful: [Int] = []
      for number in 0..<count {
        let bracket = self[number]
        let greatest = bracket.p.isNaN ? p(bracket.lower) : bracket.p
        let least = bracket.lower == bracket.upper ? greatest : p(bracket.upper)
        guard least < level else { break }
        place += bracket.count
        if adjusted(greatest, place: place) < level {
          (sure, doubtful) = (place, [])
        } else if bracket.lower < bracket.upper && adjusted(least, place: place) < level {
          doubtful.append(number)
        }
      }
      open.formUnion(doubtful)
      return sure
    }

    /// Is the q of a key below a level, where that of so many keys is? They are the greatest, and of the next p M / j, hence
    /// p M / count, is not below it.
    func isBelow(_ level: Double, _ key: Double, count: Int) -> Bool {
      adjusted(p(key), place: count) < level
    }

    /// By bracket from `start` on: an upper bound of q for the keys of the bracket, right if no bracket
    /// is open. Ends where p alone is beyond the bound of all listed keys.
    private mutating func bounds(from start: Int, place: Int, to least: Double) -> [Double] {
      var bounds: [Double] = []
      var place = place
      var leastBound = 1.0
      for number in start..<count {
        var bracket = self[number]
        if bracket.p.isNaN {
          bracket.p = p(bracket.lower)
          brackets[number - single.count].p = bracket.p
        }
        place += bracket.count
        let bound = adjusted(bracket.p, place: place)
        bounds.append(bound)
        guard bracket.lower <= least else { continue }
        leastBound = min(leastBound, bound)
        if adjusted(bracket.p, place: total) >= leastBound { break }
      }
      var bound = 1.0
      for i in bounds.indices.reversed() {
        bound = min(bound, bounds[i])
        bounds[i] = bound
      }
      return bounds
    }

    private func adjusted(_ p: Double, place: Int) -> Double { p * Double(total) / Double(place) }

    /// Puts what a pass found in the place of the open brackets.
    mutating func refine(by finer: [Bracket]) {
      var refined: [Bracket] = []
      refined.reserveCapacity(brackets.count + finer.count)
      var next = finer.startIndex
      var done = 0
      for bracket in open.sorted().map({ $0 - single.count }) {
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
