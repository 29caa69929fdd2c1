import LinearAlgebra
import Rendering
import TestSupport
import Testing

@Suite("The best pairs of a report")
struct ReportNeighboursTests {
  /// Symmetric, with many ties, some undefined.
  private static func matrix(_ count: Int, seed: UInt64, of values: Range<Int64>) -> [[Int64]] {
    var random = SeededGenerator(seed: seed)
    var r = [[Int64]](repeating: [Int64](repeating: 100, count: count), count: count)
    for a in 0..<count {
      for b in a + 1..<max(a + 1, count) {
        let value =
          Int.random(in: 0..<9, using: &random) == 0
          ? WholeMatrix.none : Int64.random(in: values, using: &random)
        (r[a][b], r[b][a]) = (value, value)
      }
    }
    return r
  }

  /// By tiles of four, in any order, by some threads.
  private static func make(
    _ r: [[Int64]], parts: Int, isTelling: (Int, Int) -> Bool
  ) -> ReportNeighbours {
    let grid = TileGrid(size: r.count, tileSize: 4)
    var all = (0..<parts).map { _ in ReportNeighbours(stations: r.count) }
    for k in (0..<grid.upperCount).reversed() {
      let (i, j) = grid.upper(k)
      var tile = WholeMatrix(rows: 4, columns: 4)
      for row in grid.range(i) {
        for column in grid.range(j) { tile[row % 4, column % 4] = r[row][column] }
      }
      all[k % parts].enter(tile, rows: grid.range(i), columns: grid.range(j), isTelling: isTelling)
    }
    return all.dropFirst().reduce(into: all[0]) { $0.merge($1) }
  }

  @Test("they are those of the whole list sorted, for every number of parts", arguments: [1, 2, 9, 23])
  func sorted(count: Int) {
    for (seed, values) in [(1, -9..<10), (2, 1..<9), (3, -9_000..<9_000), (4, -5..<0)]
      as [(UInt64, Range<Int64>)]
    {
      let r = Self.matrix(count, seed: seed, of: values)
      func isTelling(_ a: Int, _ b: Int) -> Bool { (a + b) % 7 != 0 }
      let found = Self.make(r, parts: 1, isTelling: isTelling)
      #expect(Self.make(r, parts: 3, isTelling: isTelling) == found)
      var pairs: [(r: Int64, a: Int, b: Int)] = []
      for a in 0..<count {
        for b in a + 1..<max(a + 1, count) where r[a][b] != WholeMatrix.none && isTelling(a, b) {
          pairs.append((r[a][b], a, b))
        }
      }
      let alike = pairs.filter { $0.r > 0 }.sorted { ($1.r, $0.a, $0.b) < ($0.r, $1.a, $1.b) }
      let opposed = pairs.filter { $0.r < 0 }.sorted { ($0.r, $0.a, $0.b) < ($1.r, $1.a, $1.b) }
      #expect(found.alike.map { [$0.a, $0.b] } == alike.prefix(10).map { [$0.a, $0.b] })
      #expect(found.opposed.map { [$0.a, $0.b] } == opposed.prefix(10).map { [$0.a, $0.b] })
    }
  }
}
