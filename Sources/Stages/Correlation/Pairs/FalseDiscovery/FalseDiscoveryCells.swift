import CCorrelation

extension FalseDiscovery {
  /// Some keys of the stream: their number, the bounds within which they lie (both included).
  struct Bracket: Equatable, Sendable {
    var lower: Double
    var upper: Double
    var count: Int
    /// p(lower), once it was needed.
    var p = Double.nan
  }

  /// The cells of the first pass: equal widths over 0 ..< span, and a last one for all keys from there on.
  struct Cells: Equatable, Sendable {
    /// The number of the last cell.
    let last: Int
    var count: Int { last + 1 }

    /// Cells a unit: a power of two, so that bounds and indices are exact.
    let scale: Double

    /// The span is rounded up to a power of two; `last` is one.
    init(span: Double, last: Int = Int(VELIBCORR_KEY_CELLS)) {
      precondition(span.isNormal && span > 0)
      self.last = last
      scale = Double(last) / (span.significand == 1 ? span : 2 * span.binade)
      precondition(scale.isNormal)
    }

    func index(of key: Double) -> Int {
      let scaled = key * scale
      return scaled < Double(last) ? Int(scaled) : last
    }

    /// Puts keys, none of which is NaN, into the order of their cells, in place: first of some hundreds of cells at a time, as
    /// more places to write to than pages that the CPU knows make each key wait.
    func group(_ keys: inout [Double]) {
      let shift = max(0, (Int.bitWidth - count.leadingZeroBitCount) / 2)
      let low = (1 << shift) - 1
      unsafe keys.withUnsafeMutableBufferPointer { keys in
        var start = 0
        for end in unsafe Self.group(keys, into: count >> shift + 1, { index(of: $0) >> shift }) {
          _ = unsafe Self.group(.init(rebasing: keys[start..<end]), into: low + 1) { index(of: $0) & low }
          start = end
        }
      }
    }

    /// Returns where each group ends (American flag sort: P. McIlroy, K. Bostic and D. McIlroy, 1993).
    @inline(__always)
    private static func group(
      _ keys: UnsafeMutableBufferPointer<Double>, into count: Int, _ number: (Double) -> Int
    ) -> [Int] {
      var ends = [Int](repeating: 0, count: count)
      for i in keys.indices { ends[number(unsafe keys[i].magnitude)] += 1 }
      var next = ends
      var sum = 0
      for group in ends.indices {
        next[group] = sum
        sum += ends[group]
        ends[group] = sum
      }
      for group in ends.indices {
        while next[group] < ends[group] {
          let place = next[group]
          let own = number(unsafe keys[place].magnitude)
          if own != group { unsafe keys.swapAt(place, next[own]) }
          next[own] += 1
        }
      }
      return ends
    }

    func bounds(of cell: Int) -> (lower: Double, upper: Double) {
      (Double(cell) / scale, cell == last ? .infinity : (Double(cell + 1) / scale).nextDown)
    }
  }
}
