import LinearAlgebra
import Rendering
import TestSupport
import Testing

@Suite("Correlations of a report")
struct RoundedCorrelationsTests {
  private static func r(_ a: Int, _ b: Int) -> Int64 {
    (a + b) % 7 == 3 ? WholeMatrix.none : Int64((a * 31 + b * 17) % 20_001 - 10_000) * 10
  }

  /// By tiles of three, in an order other than that of the stations.
  private static func make(_ count: Int) -> (order: [Int], correlations: RoundedCorrelations) {
    let order = (0..<count).sorted { ($0 * 5 % 7, $0) < ($1 * 5 % 7, $1) }
    let correlations = RoundedCorrelations(order: order, decimals: 5)
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
        #expect(correlations[a, b] == (due == WholeMatrix.none ? nil : Int(due) / 5))
      }
    }
  }

  @Test("r = 1 and -1 are what they are")
  func ends() {
    let correlations = RoundedCorrelations(order: [0, 1, 2], decimals: 13)
    var tile = WholeMatrix(rows: 3, columns: 3)
    (tile[0, 1], tile[0, 2], tile[1, 2]) = (10_000_000_000_000, -10_000_000_000_000, 9_999_999_999_999)
    correlations.enter(tile, rows: 0..<3, columns: 0..<3)
    #expect(correlations[0, 1] == 20_000)
    #expect(correlations[2, 0] == -20_000)
    #expect(correlations[1, 2] == 19_999)
  }

  /// What the page makes of it: the middle of where r is.
  @Test("r of 13 decimals is rounded as if it were whole, to four digits, to three and to two")
  func roundedOnce() {
    var random = SeededGenerator(seed: 22)
    let near = [0.99995, 0.12345, 0.0005, 0.98749999, 0.9875, 0.005].map { Int64($0 * 1e13) }
    let some = (0..<2_000).map { _ in Int64.random(in: 0...10_000_000_000_000, using: &random) }
    for whole in (near + near.map { $0 - 1 } + near.map { $0 + 1 } + some).flatMap({ [$0, -$0] }) {
      var tile = WholeMatrix(rows: 2, columns: 2)
      tile[0, 1] = whole
      let correlations = RoundedCorrelations(order: [0, 1], decimals: 13)
      correlations.enter(tile, rows: 0..<2, columns: 0..<2)
      let kept = correlations[0, 1]!
      for digits in 2...4 {
        let step = (digits..<13).reduce(Int64(1)) { step, _ in 10 * step }
        let due = (Int64(whole.magnitude) + step / 2) / step
        // In halves of 1/20,000, as the page has it.
        let middle = 2 * Int64(kept.magnitude) + 1
        let page = (digits..<4).reduce(Int64(4)) { unit, _ in 10 * unit }
        #expect((middle + page / 2) / page == due, "\(whole) to \(digits)")
        #expect(kept == 0 || (kept < 0) == (whole < 0))
      }
    }
  }

  @Test("none or one station has no pairs", arguments: [0, 1])
  func few(count: Int) {
    let correlations = RoundedCorrelations(order: Array(0..<count), decimals: 13)
    #expect(correlations.count == count)
    #expect(RoundedCorrelations.pairs(of: count) == 0)
    // zlib's format of nothing: 8 bytes.
    #expect(correlations.packed().count == 8)
  }

  @Test("Some stations of another matrix, in an order of others: what it lacks has no r")
  func someStations() {
    let correlations = RoundedCorrelations(order: [2, nil, 0], of: 4, decimals: 5)
    var tile = WholeMatrix(rows: 4, columns: 4)
    for a in 0..<4 { for b in 0..<4 { tile[a, b] = Int64(1_000 * (10 * a + b)) } }
    correlations.enter(tile, rows: 0..<4, columns: 0..<4)
    #expect(correlations.count == 3 && correlations[0, 2] == 400 && correlations[2, 0] == 400)
    #expect(correlations[0, 1] == nil && correlations[1, 2] == nil)
  }
}
