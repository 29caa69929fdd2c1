/// What the significance of each pair of some tiles follows from: effective hours, or all common ones as if they were
/// independent.
package struct PairInference<Tiles: CorrelationTiles>: Sendable {
  /// The correlations.
  package let tiles: Tiles
  /// Nil where all common hours are taken for independent.
  package let effective: EffectiveHours?

  /// For very many pairs.
  let table: SignificanceTable?

  /// Without `effective` hours are taken for independent. `manyStations` is for tests. Throws `ThreadError`.
  package init(
    _ tiles: Tiles, _ effective: EffectiveHours? = nil, threads: Int = 1, manyStations: Int = 3_000
  ) throws {
    self.tiles = tiles
    self.effective = effective
    let wantsTable =
      (effective != nil || tiles.keyScale == .logarithm) && tiles.method != .kendall
      && tiles.grid.size >= manyStations
      && tiles.bins <= SignificanceTable.mostHours
    table = wantsTable ? try SignificanceTable(hours: tiles.bins, threads: threads) : nil
  }

  /// What puts a pair with this r into its place among all.
  @inline(__always)
  package func key(of r: Double, _ evidence: Evidence) -> Double {
    switch (table, evidence) {
    case (let table?, .hours(let hours)): table.key(of: r, hours: hours)
    case (let table?, .commonBins(let bins)): table.key(of: r, hours: Double(bins))
    default: keyScale.key(of: r, evidence)
    }
  }

  /// What puts the pairs in the order of their significance.
  package var keyScale: KeyScale {
    guard effective != nil else { return tiles.keyScale }
    return tiles.method == .kendall ? .normal : .effective
  }

  /// Hours that count for a pair that has an r.
  package func hours(_ a: Int, _ b: Int) -> Double {
    effective?.hours(a, b) ?? Double(tiles.commonBins(a, b))
  }

  /// What the significance of the correlation r of two stations follows from.
  package func evidence(_ a: Int, _ b: Int, r: Double) -> Evidence {
    guard let effective else { return tiles.evidence(a, b, r: r) }
    return tiles.evidence(a, b, r: r, hours: effective.hours(a, b))
  }
}
