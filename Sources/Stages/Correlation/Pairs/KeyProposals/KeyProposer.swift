import CCorrelation
import Glibc

/// Proposes the keys of very many pairs, -log p, some twenty times as fast as they are found: nearer than `tolerance` to
/// what they are, for all but a few.
package struct KeyProposer: Sendable {
  private let terms: KeyTerms
  private let hours: velibcorr_hours
  private let bins: Double
  private let doubt: Int64
  private let few, nearlyOne, one: Double
  /// What the keys of proposals may be off by.
  let tolerance: Double

  /// Nil where keys are other than -log p of r and hours, or of too few pairs to be worth it. `rounding` is what r is
  /// rounded to; `fewStations` is for tests. Throws `ThreadError`.
  package init?<Tiles: CorrelationTiles>(
    _ inference: PairInference<Tiles>, _ rounding: Rounding, threads: Int, fewStations: Int = 300
  ) throws {
    let tiles = inference.tiles
    let isApt = inference.keyScale == .effective || inference.keyScale == .logarithm
    guard isApt, tiles.method != .kendall, tiles.grid.size > fewStations else { return nil }
    if let effective = inference.effective {
      guard let doubt = effective.doubtInKernel else { return nil }
      self.doubt = Int64(doubt)
      hours = effective.isCircular ? VELIBCORR_CIRCULAR_HOURS : VELIBCORR_SERIES_HOURS
      few = 0
    } else {
      (doubt, hours) = (0, VELIBCORR_COMMON_HOURS)
      few = tiles.method == .spearman ? Double(OrderStatistics.mostBins) : 0
    }
    bins = Double(tiles.bins)
    // A key changes by hours / (1 - |r|) times what r changes by, at most.
    let margin = 1 / rounding.scale
    let byRounding = max(1e-7, 16 * margin * bins)
    tolerance = KeyTerms.error + byRounding
    nearlyOne = 1 - margin * bins / byRounding
    one = 1 - margin / 2 + 2 * tiles.errorBound
    terms = try KeyTerms(
      hours: tiles.bins, cells: inference.effective == nil ? 24 : 12, threads: threads)
  }

  /// What is known of some pairs: r, products of autocorrelations (nil without effective hours) and common bins.
  @unsafe struct Pairs {
    let r: UnsafePointer<Double>
    let products: UnsafePointer<Double>?
    let common: UnsafePointer<Double>
    let count: Int
  }

  /// Writes proposals: NaN of a pair without r, -1 where there is none.
  func propose(_ pairs: Pairs, to keys: UnsafeMutablePointer<Double>) {
    unsafe withRule { rule in
      unsafe velibcorr_propose_keys(pairs.r, pairs.products, pairs.common, pairs.count, rule, keys)
    }
  }

  /// Writes the places of pairs whose key may be in an open cell, and their proposals; returns how many they are.
  func pick(
    _ pairs: Pairs, _ open: Open, to places: UnsafeMutablePointer<UInt32>,
    _ proposals: UnsafeMutablePointer<Double>
  ) -> Int {
    var cells = open.cells.cells.forKernel(tolerance: tolerance)
    return unsafe open.cells.bits.withUnsafeBufferPointer { bits in
      unsafe open.bounds.withUnsafeBufferPointer { bounds in
        var open = unsafe velibcorr_open_cells(cells: bits.baseAddress, bounds: bounds.baseAddress)
        return unsafe withRule { rule in
          unsafe velibcorr_pick_keys(
            pairs.r, pairs.products, pairs.common, pairs.count, rule, &cells, &open, places, proposals)
        }
      }
    }
  }

  private func withRule<R>(_ body: (UnsafePointer<velibcorr_key_rule>) -> R) -> R {
    unsafe terms.terms.withUnsafeBufferPointer { terms in
      var rule = unsafe velibcorr_key_rule(
        hours: hours, bins: bins, doubt: doubt, few: few, nearly_one: nearlyOne, one: one,
        terms: terms.baseAddress, first_class: self.terms.firstClass, classes: Int64(self.terms.classes),
        cells: Int64(self.terms.cells))
      return unsafe body(&rule)
    }
  }

  /// Cells that are looked into, and by class of hours the |r| of pairs that may be in them: below the widest gap between
  /// cells, and above it.
  package struct Open: Sendable {
    fileprivate let cells: FalseDiscovery.OpenCells
    fileprivate let bounds: [Double]
  }

  /// The cells that a pass looks into.
  package func open(_ pass: FalseDiscovery.Sweep) -> Open {
    let cells = FalseDiscovery.OpenCells(pass)
    let gap = cells.widestGap
    let ends = [(cells.least, gap.lowerBound), (gap.upperBound, cells.greatest)]
    let bounds = (0..<terms.classes).flatMap { number in
      let hours = terms.hours(ofClass: number)
      return ends.flatMap { Self.magnitudes(least: $0, greatest: $1, hours: hours) }
    }
    return Open(cells: cells, bounds: bounds)
  }

  /// The least |r| and the greatest with such a key.
  private static func magnitudes(least: Double, greatest: Double, hours: ClosedRange<Double>) -> [Double] {
    // Below that p may be 0, from a |r| far below 1 on.
    let (most, fewest) = (max(exp(-least), leastP), exp(-greatest))
    // The more hours, the less |r| is as significant.
    return [
      magnitude(ofP: most, hours: hours.upperBound) - width,
      fewest < leastP ? 1 : magnitude(ofP: fewest, hours: hours.lowerBound) + width,
    ]
  }

  private static let width = 0x1p-16
  private static let leastP = 1e-290

  /// The |r| whose p is that, but for `width`.
  private static func magnitude(ofP p: Double, hours: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while high - low > width / 2 {
      let middle = (low + high) / 2
      if Significance.p(ofCorrelation: middle, hours: hours) > p { low = middle } else { high = middle }
    }
    return high
  }
}
