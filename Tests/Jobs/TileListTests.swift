import Jobs
import LinearAlgebra
import Testing

@Suite("TileList: which tiles a sweep goes over")
struct TileListTests {
  private static func places(_ list: TileList) -> [[Int]] {
    (0..<list.count).map { [list[$0].i, list[$0].j] }
  }

  @Test("shares of the upper triangle are all of it, each tile once", arguments: [0, 1, 4, 5, 23])
  func upper(size: Int) {
    let grid = TileGrid(size: size, tileSize: 4)
    let all = TileList.upper(grid)
    #expect(Self.places(all) == (0..<grid.count).flatMap { i in (i..<grid.count).map { [i, $0] } })
    // Tiles on the diagonal are computed whole.
    let diagonal = (0..<grid.count).reduce(0) { $0 + grid.range($1).count * grid.range($1).count }
    #expect(all.numbers == (size * size + diagonal) / 2)
    let middle = grid.upperCount / 2
    let parts = [0..<middle, middle..<grid.upperCount].map { TileList.upper(grid, $0) }
    #expect(parts.flatMap(Self.places) == Self.places(all))
    #expect(parts.reduce(0) { $0 + $1.numbers } == all.numbers)
  }

  @Test("tiles that touch a tile row are those of its row and of its column")
  func touching() {
    let grid = TileGrid(size: 10, tileSize: 4)
    let list = TileList.touching([1], of: grid)
    #expect(Self.places(list) == [[0, 1], [1, 1], [1, 2]])
    #expect(list.numbers == 16 + 16 + 8)
    #expect(Set(Self.places(.touching(0..<3, of: grid))) == Set(Self.places(.upper(grid))))
  }

  @Test("a sample is of different tiles from all parts of the matrix")
  func sample() {
    let grid = TileGrid(size: 100, tileSize: 4)
    let places = Self.places(.sample(8, of: grid))
    #expect(Set(places).count == 8)
    #expect(Set(places.map { $0[0] / 5 }).count >= 3)
    #expect(places.allSatisfy { $0[0] <= $0[1] })
  }
}
