import LinearAlgebra
import Testing

@Suite("TileGrid: the tiles of a square matrix")
struct TileGridTests {
  @Test("the tiles cut the rows exactly, all full but the last", arguments: [1, 2, 7, 128])
  func partition(tileSize: Int) {
    for size in 0...300 {
      let grid = TileGrid(size: size, tileSize: tileSize)
      let ranges = (0..<grid.count).map(grid.range)
      #expect(ranges.flatMap { Array($0) } == Array(0..<size))
      #expect(ranges.dropLast().allSatisfy { $0.count == tileSize })
      #expect(ranges.allSatisfy { !$0.isEmpty })
    }
  }

  @Test("no rows have no tiles")
  func empty() {
    #expect(TileGrid(size: 0, tileSize: 128).count == 0)
  }

  @Test(
    "sizes about that of one tile", arguments: [(1, 1), (127, 1), (128, 1), (129, 2), (256, 2), (257, 3)])
  func counts(size: Int, expected: Int) {
    #expect(TileGrid(size: size, tileSize: 128).count == expected)
  }

  @Test("the tiles on and above the diagonal are numbered row by row")
  func upper() {
    for count in [0, 1, 2, 3, 10, 157] {
      let grid = TileGrid(size: 7 * count, tileSize: 7)
      let expected = (0..<count).flatMap { i in (i..<count).map { [i, $0] } }
      #expect(grid.upperCount == expected.count)
      #expect((0..<grid.upperCount).map { [grid.upper($0).i, grid.upper($0).j] } == expected)
    }
  }

  @Test("several tile rows together have the rows of each")
  func rows() {
    let grid = TileGrid(size: 20, tileSize: 7)
    #expect(grid.rows(0..<3) == 0..<20)
    #expect(grid.rows(1..<2) == 7..<14)
    #expect(grid.rows(2..<3) == 14..<20)
    #expect(grid.rows(3..<3).isEmpty)
  }

  @Test("the tiles that touch a band: every pair of tile rows with one in it, once")
  func touching() {
    let grid = TileGrid(size: 60, tileSize: 10)
    for first in 0...6 {
      for end in first...6 {
        let found = grid.tiles(touching: first..<end).map { [$0.i, $0.j] }
        let expected = (0..<6).flatMap { i in
          (i..<6).filter { (first..<end).contains(i) || (first..<end).contains($0) }.map { [i, $0] }
        }
        #expect(found.count == expected.count)
        #expect(Set(found) == Set(expected))
      }
    }
    // Some here and there, in any order: those of the first come first.
    #expect(
      grid.tiles(touching: [4, 1]).map { [$0.i, $0.j] }
        == [[0, 4], [1, 4], [2, 4], [3, 4], [4, 4], [4, 5]] + [[0, 1], [1, 1], [1, 2], [1, 3], [1, 5]])
  }

  @Test(
    "rows anywhere: the tile rows that they are in, and those that begin among them",
    arguments: [1, 9, 10, 23])
  func rowsAnywhere(size: Int) {
    let grid = TileGrid(size: size, tileSize: 10)
    for first in 0...size {
      for end in first...size {
        let rows = first..<end
        let touching = (0..<grid.count).filter { grid.range($0).overlaps(rows) }
        #expect(Array(grid.tileRows(touching: rows)) == touching)
        let starting = (0..<grid.count).filter { rows.contains(grid.range($0).lowerBound) }
        #expect(Array(grid.tileRows(startingIn: rows)) == starting)
      }
    }
  }

  @Test("a tile without rows traps")
  func noTile() async {
    await #expect(processExitsWith: .failure) { _ = TileGrid(size: 5, tileSize: 0) }
  }
}
