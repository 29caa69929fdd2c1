import LinearAlgebra
import Rendering
import Testing

@Suite("Correlations of a report")
struct RoundedCorrelationsTests {
  private static func r(_ a: Int, _ b: Int) -> Int64 {
    (a + b) % 7 == 3 ? WholeMatrix.none : Int64((a * 31 + b * 17) % 20_001 - 10_000)
  }

  /// By tiles of three, in an order other than that of the stations.
  private static func make(_ count: Int) -> (order: [Int], correlations: RoundedCorrelations) {
    let order = (0..<count).sorted { ($0 * 5 % 7, $0) < ($1 * 5 % 7, $1) }
    let correlations = RoundedCorrelations(order: order)
    let grid = TileGrid(size: count, tileSize: 3)
    for k in (0..<grid.upperCount).reversed() {
      let (i, j) = grid.upper(k)
      var tile = WholeMatrix(rows: 3, columns: 3)
      for row in grid.range(i) {
        for column in grid.range(j) {
          tile[row % 3, column % 3] = r(min(row, column), max(row, column))
        }
      }
      correlations.enter(tile, rows: grid.range(i), columns: grid.range(j))
    }
    return (order, correlations)
  }

  @Test("each pair is where its places say", arguments: [2, 3, 4, 11])
  func pairs(count: Int) {
    let (order, correlations) = Self.make(count)
    for a in 0..<count {
      for b in 0..<count where a != b {
        let due = Self.r(min(order[a], order[b]), max(order[a], order[b]))
        #expect(correlations[a, b] == (due == WholeMatrix.none ? nil : Double(due) / 10_000))
      }
    }
  }

  @Test("r = 1 and -1 are what they are")
  func ends() {
    let correlations = RoundedCorrelations(order: [0, 1, 2])
    var tile = WholeMatrix(rows: 3, columns: 3)
    (tile[0, 1], tile[0, 2], tile[1, 2]) = (10_000, -10_000, 9_999)
    correlations.enter(tile, rows: 0..<3, columns: 0..<3)
    #expect(correlations[0, 1] == 1)
    #expect(correlations[2, 0] == -1)
    #expect(correlations[1, 2] == 0.9999)
  }

  @Test("none or one station has no pairs", arguments: [0, 1])
  func few(count: Int) {
    let correlations = RoundedCorrelations(order: Array(0..<count))
    #expect(correlations.count == count)
    #expect(RoundedCorrelations.pairs(of: count) == 0)
    // zlib's format of nothing: 8 bytes.
    #expect(correlations.packed().count == 8)
  }
}
