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

    func bounds(of cell: Int) -> (lower: Double, upper: Double) {
      (Double(cell) / scale, cell == last ? .infinity : (Double(cell + 1) / scale).nextDown)
    }
  }
}
