import CCorrelation

extension FalseDiscovery {
  /// A first pass over proposals of keys: counts by cell, of very many cells, so that what is to be looked into again is
  /// little.
  ///
  /// Between ranks, `counts` are summed element by element.
  package struct Counts: Sendable {
    let cells: Cells
    /// Keys by cell.
    package private(set) var counts: [Int64]

    /// Of keys in 0 ..< span, best all of them.
    package init(span: Double) {
      cells = Cells(span: span, last: 1 << 19)
      counts = [Int64](repeating: 0, count: cells.count)
    }

    /// Counts a key.
    package mutating func add(_ key: Double) {
      guard !key.isNaN else { return }
      counts[cells.index(of: key)] += 1
    }

    /// Counts proposals that are off by `tolerance` at most; writes the places of those whose cell that leaves open, and
    /// returns how many they are.
    mutating func add(
      _ proposals: UnsafePointer<Double>, _ count: Int, tolerance: Double,
      _ places: UnsafeMutablePointer<UInt32>
    ) -> Int {
      var kernelCells = cells.forKernel(tolerance: tolerance)
      return unsafe velibcorr_count_proposals(proposals, count, &kernelCells, &counts, places)
    }

    /// Adds the counts of another thread.
    package mutating func merge(_ other: Counts) { merge(counts: other.counts) }

    /// Adds the counts of another rank, by cell.
    package mutating func merge(counts: [Int64]) {
      precondition(counts.count == cells.count)
      for cell in counts.indices { self.counts[cell] += counts[cell] }
    }

    /// The cells that hold keys, greatest first.
    var brackets: [Bracket] {
      counts.indices.reversed().compactMap { cell in
        let (lower, upper) = cells.bounds(of: cell)
        return counts[cell] == 0 ? nil : Bracket(lower: lower, upper: upper, count: Int(counts[cell]))
      }
    }
  }

  /// The cells that a pass looks into.
  package struct OpenCells: Sendable {
    let cells: Cells
    /// A bit a cell.
    private(set) var bits: [UInt64]
    /// The bounds of all of them.
    private(set) var least = Double.infinity
    private(set) var greatest = 0.0
    /// From the greatest key of a cell to the least of the next, where they are farthest apart.
    private(set) var widestGap = 0.0...0.0

    /// May a key that is nearer to this one than `margin` be in one of them?
    @inline(__always)
    package func mayHold(_ key: Double, margin: Double) -> Bool {
      isOpen(cells.index(of: max(0, key - margin))) || isOpen(cells.index(of: key + margin))
    }

    private func isOpen(_ cell: Int) -> Bool { bits[cell / 64] >> UInt64(cell % 64) & 1 == 1 }

    /// Those of a pass.
    package init(_ pass: Sweep) {
      cells = pass.targets.cells
      bits = [UInt64](repeating: 0, count: cells.count / 64 + 1)
      for cell in 0..<cells.count where pass.targets.isOpen(cell) {
        bits[cell / 64] |= 1 << UInt64(cell % 64)
        let (lower, upper) = cells.bounds(of: cell)
        if least.isInfinite {
          (least, widestGap) = (lower, lower...lower)
        } else if lower - greatest > widestGap.upperBound - widestGap.lowerBound {
          widestGap = greatest...lower
        }
        greatest = upper
      }
    }
  }
}

extension FalseDiscovery.Cells {
  /// For proposals that are off by `tolerance` at most.
  func forKernel(tolerance: Double) -> velibcorr_key_cells {
    velibcorr_key_cells(scale: scale, last: Int64(last), tolerance: tolerance * scale)
  }
}
