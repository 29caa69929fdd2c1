import Correlation
import Testing

@Suite("Correlations of other libraries")
struct ReferenceFiguresTests {
  @Test("are met within 1e-12", arguments: ReferenceFigures.all, CorrelationMethod.allCases)
  func reference(figures: ReferenceFigures, method: CorrelationMethod) {
    let rows = zip(figures.docks, figures.free).map { docks, free in
      free.split(separator: " ").map { $0 == "-" ? .nan : Double($0)! / docks }
    }
    let (r, _) = PlainProfiles(bins: rows[0].count, rows: rows).byTiles(
      method, minimumBins: figures.minimumBins)
    var expected =
      switch method {
      case .pearson: figures.pearson[...]
      case .spearman: figures.spearman[...]
      case .kendall: figures.kendall[...]
      }
    for a in rows.indices {
      for b in rows.indices.dropFirst(a + 1) {
        let figure = expected.removeFirst()
        #expect(
          figure.isNaN ? r[a][b].isNaN : abs(r[a][b] - figure) <= 1e-12,
          "(\(a), \(b)) = \(r[a][b]), expected \(figure)")
      }
    }
    #expect(expected.isEmpty)
  }
}
