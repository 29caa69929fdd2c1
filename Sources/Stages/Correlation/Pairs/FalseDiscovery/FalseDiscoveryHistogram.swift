import CCorrelation
import LinearAlgebra

extension FalseDiscovery {
  /// The first pass at the speed of raw tiles (half a nanosecond a key): counts by cell, nothing else.
  ///
  /// Between ranks, `counts` are summed element by element.
  package struct Histogram: KeyAccumulator {
    let cells: Cells
    /// What the kernel counts into, 32 bits a count; emptied long before one could overflow.
    private var tables = [UInt32](repeating: 0, count: tableSize)
    private var pending = 0
    private var emptied: [Int64]

    private static let slots = Int(VELIBCORR_KEY_SLOTS)
    private static let room = 1 << 24
    private static let tableSize = slots * Int(VELIBCORR_KEY_TABLES)

    private let tolerance: Double
    /// Was a key added, since it was last asked, that is nearer to another cell than the tolerance?
    private var isNearEdge = false

    /// Resolves keys in 0 ..< span, best all of them. 1 suits |r|. `tolerance`: keys may be off by so much.
    package init(span: Double = 1, tolerance: Double = 0) {
      cells = Cells(span: span)
      emptied = [Int64](repeating: 0, count: cells.count)
      self.tolerance = tolerance
    }

    /// Counts the pairs of a tile, which was added, by what they are instead of how they came, where that can be another
    /// cell: `settled` says what a proposal of two stations is. Pairs below `least` were not added.
    package mutating func settle(
      _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>, atLeast least: Double = 0,
      _ settled: (_ a: Int, _ b: Int, _ proposal: Double) -> Double
    ) {
      guard isNearEdge else { return }
      isNearEdge = false
      for (row, a) in rows.enumerated() {
        for (column, b) in columns.enumerated() where rows != columns || a < b {
          let proposal = tile[row, column]
          guard proposal.magnitude >= least else { continue }
          let cell = cells.index(of: proposal.magnitude)
          let isSafe =
            cells.index(of: max(0, proposal.magnitude - tolerance)) == cell
            && cells.index(of: proposal.magnitude + tolerance) == cell
          if isSafe { continue }
          emptied[cell] -= 1
          emptied[cells.index(of: settled(a, b, proposal).magnitude)] += 1
        }
      }
    }

    /// Counts keys that follow one another.
    package mutating func add(_ keys: UnsafeBufferPointer<Double>) {
      guard let start = keys.baseAddress else { return }
      unsafe add(start, rows: 1, columns: keys.count, stride: keys.count)
    }

    /// Counts rows x columns keys, by the kernel (`velibcorr_count_keys`).
    package mutating func add(_ keys: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int) {
      precondition(rows >= 0 && columns >= 0 && rows * columns <= UInt32.max)
      if pending + rows * columns > Self.room { empty() }
      pending += rows * columns
      let near = unsafe velibcorr_count_keys(
        keys, rows, columns, stride, cells.scale, tolerance * cells.scale, &tables)
      if near != 0 { isNearEdge = true }
    }

    /// Adds so many keys of 0: pairs that are not significant at all.
    package mutating func add(zeros count: Int) {
      precondition(count >= 0)
      emptied[0] += Int64(count)
    }

    /// Keys so far.
    package var total: Int { Int(counts.reduce(0, +)) }

    /// Adds the counts of another thread, of the same cells.
    package mutating func merge(_ other: Histogram) {
      precondition(cells == other.cells)
      merge(counts: other.counts)
    }

    /// Adds the counts of another rank, by cell.
    package mutating func merge(counts: [Int64]) {
      precondition(counts.count == cells.count)
      for cell in counts.indices { emptied[cell] += counts[cell] }
    }

    /// Keys by cell. NaNs are left out.
    package var counts: [Int64] { (0..<cells.count).map(count) }

    /// A bound that so many of the keys are not below, or 0: the greatest one that cells tell.
    package func lowerBound(ofGreatest count: Int) -> Double {
      var missing = Int64(count)
      for cell in (0..<cells.count).reversed() {
        missing -= self.count(in: cell)
        if missing <= 0 { return cells.bounds(of: cell).lower }
      }
      return 0
    }

    private func count(in cell: Int) -> Int64 {
      stride(from: cell, to: Self.tableSize, by: Self.slots).reduce(emptied[cell]) { $0 + Int64(tables[$1]) }
    }

    private mutating func empty() {
      emptied = counts
      tables = [UInt32](repeating: 0, count: Self.tableSize)
      pending = 0
    }

    /// The cells that hold keys, greatest first.
    var brackets: [Bracket] {
      zip(counts, 0..<cells.count).reversed().compactMap { count, cell in
        let (lower, upper) = cells.bounds(of: cell)
        return count == 0 ? nil : Bracket(lower: lower, upper: upper, count: Int(count))
      }
    }
  }
}
