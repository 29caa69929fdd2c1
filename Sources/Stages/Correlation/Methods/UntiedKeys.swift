/// Keys of Kendall's S of pairs without ties, -log p: S and the number of common bins are whole numbers, of which there are few.
struct UntiedKeys: Sendable {
  /// By the number of bins, and by |S|.
  private let keys: [[Double]]

  /// Of more bins it would take longer than is saved.
  private static let mostBins = 48

  /// Of as many bins and fewer; nil of very many.
  init?(bins: Int) {
    guard bins <= Self.mostBins else { return nil }
    keys = (0...bins).map { bins in
      // Of one bin nothing has an r.
      guard bins > 1 else { return [] }
      return (0...bins * (bins - 1) / 2).map { score in
        KeyScale.logarithm.key(of: 0, Self.evidence(score, bins: bins))
      }
    }
  }

  /// As `KendallTiles` has it.
  private static func evidence(_ score: Int, bins: Int) -> Evidence {
    guard bins > OrderStatistics.mostBins else {
      return .exact(p: OrderStatistics.p(ofScore: score, bins: bins))
    }
    return .concordance(
      Concordance(commonBins: bins, score: score, tiesA: TieSums(), tiesB: TieSums()))
  }

  /// Of tau, which is S over all pairs of the bins.
  func key(r: Double, bins: Int) -> Double {
    let keys = keys[bins]
    return keys[Int((r.magnitude * Double(keys.count - 1)).rounded())]
  }
}
