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
    static let last = Int(VELIBCORR_KEY_CELLS)
    static let count = last + 1

    /// Cells a unit: a power of two, so that bounds and indices are exact.
    let scale: Double

    /// The span is rounded up to a power of two.
    init(span: Double) {
      precondition(span.isNormal && span > 0)
      scale = Double(Self.last) / (span.significand == 1 ? span : 2 * span.binade)
      precondition(scale.isNormal)
    }

    func index(of key: Double) -> Int {
      let scaled = key * scale
      return scaled < Double(Self.last) ? Int(scaled) : Self.last
    }

    func bounds(of cell: Int) -> (lower: Double, upper: Double) {
      (Double(cell) / scale, cell == Self.last ? .infinity : (Double(cell + 1) / scale).nextDown)
    }
  }
}
