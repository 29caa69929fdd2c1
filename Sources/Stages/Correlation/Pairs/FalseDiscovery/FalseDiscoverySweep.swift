extension FalseDiscovery {
  /// A pass over some brackets only: collects the keys in them or, where those are too many, splits each
  /// bracket into parts and keeps the count, the least and the greatest key of each.
  ///
  /// Between ranks, `counts` are summed element by element and `values` strung together.
  package struct Sweep: KeyAccumulator {
    let targets: Targets
    /// Does it collect keys, and is hence the last pass?
    package let collects: Bool
    /// It looks at no smaller key.
    package var leastKey: Double { targets.lower }
    /// Keys by part; empty when it collects.
    package private(set) var counts: [Int64]
    private var least: [Double]
    private var greatest: [Double]
    private var collected: [Double] = []

    /// A first pass that keeps the extremes of each cell, which settles most ties at once: for keys that
    /// take few values (Kendall), or cost more to compute than the ten nanoseconds that this takes. `parts` of each cell,
    /// where it takes a fine look to tell what decides q.
    package init(span: Double, parts: Int = 1) {
      let cells = Cells(span: span)
      self.init(Targets(each: cells, parts: parts), collects: false)
    }

    /// `brackets` lie each in one of the cells, greatest first.
    init(into brackets: [Bracket], of cells: Cells, limit: Int) {
      let collects = brackets.reduce(0) { $0 + $1.count } <= limit
      // With fewer than 8 parts a bracket there would be many passes.
      let parts = max(8, limit / 8 / brackets.count)
      self.init(Targets(brackets.reversed(), of: cells, parts: collects ? 1 : parts), collects: collects)
    }

    private init(_ targets: Targets, collects: Bool) {
      self.targets = targets
      self.collects = collects
      let parts = collects ? 0 : targets.parts
      counts = [Int64](repeating: 0, count: parts)
      least = [Double](repeating: .infinity, count: parts)
      greatest = [Double](repeating: 0, count: parts)
    }

    /// Adds those of the keys that are in one of the brackets.
    package mutating func add(_ keys: UnsafeBufferPointer<Double>) {
      let (lower, upper) = (targets.lower, targets.upper)
      for i in keys.indices {
        let key = unsafe keys[i].magnitude
        guard key >= lower && key <= upper, let part = targets.part(of: key) else { continue }
        if collects {
          collected.append(key)
        } else {
          counts[part] += 1
          stretch(part, to: key)
        }
      }
    }

    /// Adds a key that is nearer to `proposal` than `tolerance`, if that says in which part it is; returns whether it does.
    @inline(__always)
    mutating func add(_ proposal: Double, tolerance: Double) -> Bool {
      let (low, high) = (max(0, proposal - tolerance), proposal + tolerance)
      guard !collects, proposal >= 0, let part = targets.part(of: low, to: high) else { return false }
      counts[part] += 1
      // The extremes of the part are no farther from one another.
      least[part] = min(least[part], low)
      greatest[part] = max(greatest[part], high)
      return true
    }

    /// Puts keys into the order of their cells: what is counted of them lies together then, and of millions of keys a pass is
    /// several times as fast.
    package func group(_ keys: inout [Double]) { targets.cells.group(&keys) }

    /// Adds so many keys of 0: pairs that are not significant at all.
    package mutating func add(zeros count: Int) {
      guard count > 0 && targets.lower <= 0, let part = targets.part(of: 0) else { return }
      if collects {
        collected += repeatElement(0, count: count)
      } else {
        counts[part] += Int64(count)
        stretch(part, to: 0)
      }
    }

    /// Adds what another thread has found in the same brackets.
    package mutating func merge(_ other: Sweep) {
      precondition(targets == other.targets)
      merge(counts: other.counts, values: other.values)
    }

    /// Adds what other threads or ranks have.
    package mutating func merge(counts: [Int64], values: [Double]) {
      precondition(counts.count == self.counts.count)
      for part in counts.indices { self.counts[part] += counts[part] }
      if collects {
        collected += values
      } else {
        for key in values { stretch(targets.part(of: key)!, to: key) }
      }
    }

    /// The keys collected, or the least and the greatest of each part that has any.
    package var values: [Double] {
      collects ? collected : counts.indices.filter { counts[$0] > 0 }.flatMap { [least[$0], greatest[$0]] }
    }

    @inline(__always)
    private mutating func stretch(_ part: Int, to key: Double) {
      least[part] = min(least[part], key)
      greatest[part] = max(greatest[part], key)
    }

    /// What is now known of the keys, greatest first.
    var brackets: [Bracket] {
      guard collects else {
        return counts.indices.reversed().compactMap { part in
          counts[part] == 0
            ? nil : Bracket(lower: least[part], upper: greatest[part], count: Int(counts[part]))
        }
      }
      var brackets: [Bracket] = []
      for key in collected.sorted(by: >) { brackets.append(key) }
      return brackets
    }
  }
}

extension [FalseDiscovery.Bracket] {
  /// One more key, not above those before.
  mutating func append(_ key: Double, p: Double = .nan) {
    if last?.lower == key {
      self[endIndex - 1].count += 1
    } else {
      append(FalseDiscovery.Bracket(lower: key, upper: key, count: 1, p: p))
    }
  }
}
