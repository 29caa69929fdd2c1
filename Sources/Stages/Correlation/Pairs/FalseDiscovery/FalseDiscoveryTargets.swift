extension FalseDiscovery {
  /// The brackets that a pass looks into, each cut into parts, and the way from a key to its part.
  ///
  /// Parts are equal numbers of doubles, not equal widths: a bracket narrows to single doubles in a few
  /// passes, wherever its keys are.
  struct Targets: Equatable, Sendable {
    private struct Target: Equatable {
      var lower: UInt64
      var upper: UInt64
      var firstPart: Int
      /// A part has 2^shift doubles.
      var shift: UInt64
    }

    let lower: Double
    let upper: Double
    private(set) var parts = 0
    let cells: Cells
    private var targets: [Target] = []
    /// By cell: its first target; and the number of targets.
    private var firstTarget: [Int] = []

    /// Every cell, in so many parts, a power of two.
    init(each cells: Cells, parts: Int) {
      let brackets = (0..<cells.count).map { cell in
        let (lower, upper) = cells.bounds(of: cell)
        return Bracket(lower: lower, upper: upper, count: 0)
      }
      self.init(brackets, of: cells, parts: parts)
    }

    /// `brackets` ascend, each in one cell. None is cut into more than `parts`.
    init(_ brackets: [Bracket], of cells: Cells, parts limit: Int) {
      self.cells = cells
      lower = brackets.first?.lower ?? .infinity
      upper = brackets.last?.upper ?? 0
      // Bits of the part's number within its bracket: the largest power of two not above the limit.
      let bits = Int.bitWidth - 1 - limit.leadingZeroBitCount
      for bracket in brackets {
        let cell = cells.index(of: bracket.lower)
        while firstTarget.count <= cell { firstTarget.append(targets.count) }
        let (lower, upper) = (bracket.lower.bitPattern, bracket.upper.bitPattern)
        let shift = UInt64(max(0, UInt64.bitWidth - (upper - lower).leadingZeroBitCount - bits))
        targets.append(Target(lower: lower, upper: upper, firstPart: parts, shift: shift))
        parts += Int((upper - lower) >> shift) + 1
      }
      while firstTarget.count <= cells.count { firstTarget.append(targets.count) }
    }

    /// Is a bracket in the cell?
    func isOpen(_ cell: Int) -> Bool { firstTarget[cell] < firstTarget[cell + 1] }

    /// Nil for a key in none of the brackets.
    @inline(__always)
    func part(of key: Double) -> Int? { part(of: key, to: key) }

    /// The part that all keys from this one up to another one are in, if they are in one.
    @inline(__always)
    func part(of key: Double, to last: Double) -> Int? {
      let cell = cells.index(of: key)
      var (first, end) = (firstTarget[cell], firstTarget[cell + 1])
      // The first target that does not end below the key.
      while first < end {
        let middle = (first + end) / 2
        if targets[middle].upper < key.bitPattern { first = middle + 1 } else { end = middle }
      }
      guard first < firstTarget[cell + 1], targets[first].lower <= key.bitPattern else { return nil }
      let target = targets[first]
      let part = (key.bitPattern - target.lower) >> target.shift
      guard last.bitPattern <= target.upper, (last.bitPattern - target.lower) >> target.shift == part else {
        return nil
      }
      return target.firstPart + Int(part)
    }
  }
}
