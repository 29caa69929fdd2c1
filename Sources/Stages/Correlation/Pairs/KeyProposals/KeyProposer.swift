import CCorrelation

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

  /// Writes proposals of pairs with these r, products of autocorrelations (nil without effective hours) and common bins:
  /// NaN of one without r, -1 where there is none.
  func propose(
    _ r: UnsafePointer<Double>, _ products: UnsafePointer<Double>?, _ common: UnsafePointer<Double>,
    _ count: Int, to keys: UnsafeMutablePointer<Double>
  ) {
    unsafe terms.terms.withUnsafeBufferPointer { terms in
      var rule = unsafe velibcorr_key_rule(
        hours: hours, bins: bins, doubt: doubt, few: few, nearly_one: nearlyOne, one: one,
        terms: terms.baseAddress, first_class: self.terms.firstClass, classes: Int64(self.terms.classes),
        cells: Int64(self.terms.cells))
      unsafe velibcorr_propose_keys(r, products, common, count, &rule, keys)
    }
  }
}
