import LinearAlgebra

/// Tiles of a matrix that a sweep goes over, by number.
package struct TileList: Sendable {
  private let grid: TileGrid
  /// Tiles in the list.
  package let count: Int
  private let place: @Sendable (Int) -> (i: Int, j: Int)

  /// Those on and above the diagonal, or the ones with some of their numbers.
  package static func upper(_ grid: TileGrid, _ numbers: Range<Int>? = nil) -> TileList {
    let numbers = numbers ?? 0..<grid.upperCount
    return TileList(grid: grid, count: numbers.count) { grid.upper(numbers.lowerBound + $0) }
  }

  /// Those that have their rows, or their columns, in one of some tile rows.
  package static func touching(_ tileRows: some Sequence<Int>, of grid: TileGrid) -> TileList {
    let places = grid.tiles(touching: tileRows)
    return TileList(grid: grid, count: places.count) { places[$0] }
  }

  /// So many of those on and above the diagonal, as far from one another as can be.
  package static func sample(_ count: Int, of grid: TileGrid) -> TileList {
    TileList(grid: grid, count: count) { grid.upper((2 * $0 + 1) * grid.upperCount / (2 * count)) }
  }

  /// Tile row and tile column of tile `number` of the list.
  package subscript(number: Int) -> (i: Int, j: Int) { place(number) }

  /// The numbers in all of them.
  package var numbers: Int {
    (0..<count).reduce(0) { numbers, number in
      let (i, j) = place(number)
      return numbers + grid.range(i).count * grid.range(j).count
    }
  }
}
