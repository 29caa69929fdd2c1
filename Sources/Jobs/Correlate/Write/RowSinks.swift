import Correlation
import LinearAlgebra
import Rendering
import Workers

/// An output, or several, made of whole rows of the matrix. In each sweep over tiles it begins with bands of rows, has
/// each tile that touches them placed, by several threads, and ends with the bands written.
protocol RowSink: AnyObject, Sendable {
  /// Bytes that the rows of one tile row take while they are filled.
  var tileRowBytes: Int { get }
  /// What stands before all rows; of rank 0.
  func writeHeaders(to outputs: inout Outputs) throws
  /// Room for the most tile rows of a sweep.
  func reserve(tileRows: Int)
  /// `firstRow` is that of the first rank's first band of the sweep.
  func begin(_ bands: [Range<Int>], firstRow: Int, _ outputs: inout Outputs) throws
  /// What one thread does with each tile.
  func makePlacer() -> TilePlacer
  func end(_ outputs: inout Outputs) throws
}

/// Takes a tile of the matrix as whole numbers, its tile row and its tile column.
typealias TilePlacer = (borrowing WholeMatrix, Int, Int) throws -> Void

/// The matrix as CSV.
final class TextRows: RowSink, @unchecked Sendable {
  private let csv: MatrixCSV
  private let isRoot: Bool
  private var memory: TextMemory?
  private var bands: [TextBand] = []
  private var turns: WritingTurns?

  init(_ csv: MatrixCSV, isRoot: Bool) {
    self.csv = csv
    self.isRoot = isRoot
  }

  var tileRowBytes: Int { csv.tileRowCapacity }

  func writeHeaders(to outputs: inout Outputs) throws {
    try outputs[.matrix]?.append(isRoot ? csv.header : [])
  }

  func reserve(tileRows: Int) { memory = csv.makeMemory(tileRows: tileRows) }

  func begin(_ bands: [Range<Int>], firstRow: Int, _ outputs: inout Outputs) throws {
    self.bands = bands.map { csv.makeBand($0, in: memory!) }
    turns = outputs[.matrix]!.beginTurns(self.bands)
  }

  func makePlacer() -> TilePlacer {
    let (csv, bands, turns) = (csv, bands, turns)
    var fields = csv.makeFields()
    return { tile, i, j in
      try csv.place(tile, i, j, in: bands, &fields)
      try turns?.advance()
    }
  }

  func end(_ outputs: inout Outputs) throws {
    if let turns {
      try outputs[.matrix]!.endTurns(turns)
    } else {
      for band in bands { try outputs[.matrix]!.append(band) }
    }
    (bands, turns) = ([], nil)
  }
}

/// The matrix as NumPy's array, and each station's best correlated others: both are made of rows of doubles.
final class NumberRows<Tiles: CorrelationTiles>: RowSink, @unchecked Sendable {
  private let tiles: Tiles
  private let rounding: Rounding
  private let neighbours: NeighbourRows<Tiles>?
  private let writesArray: Bool
  private let isRoot: Bool
  private var bands: [MatrixRows] = []

  init(
    _ tiles: Tiles, _ rounding: Rounding, _ neighbours: NeighbourRows<Tiles>?, writesArray: Bool, isRoot: Bool
  ) {
    self.tiles = tiles
    self.rounding = rounding
    self.neighbours = neighbours
    self.writesArray = writesArray
    self.isRoot = isRoot
  }

  var tileRowBytes: Int { tiles.grid.tileSize * tiles.grid.size * MemoryLayout<Double>.stride }

  func writeHeaders(to outputs: inout Outputs) throws {
    let size = tiles.grid.size
    if writesArray {
      try outputs[.npy]?.append(isRoot ? NPYHeader.bytes(rows: size, columns: size) : [])
    }
    if let neighbours { try outputs[.neighbours]?.append(isRoot ? neighbours.header : []) }
  }

  func reserve(tileRows: Int) {}

  func begin(_ bands: [Range<Int>], firstRow: Int, _ outputs: inout Outputs) throws {
    self.bands = bands.map { MatrixRows($0, of: tiles.grid) }
    guard writesArray else { return }
    for rows in self.bands { try outputs[.npy]?.open(rows, after: rows.rows.lowerBound - firstRow) }
  }

  func makePlacer() -> TilePlacer {
    let (bands, grid, rounding) = (bands, tiles.grid, rounding)
    let numbers = TileDoubles(grid)
    return { tile, i, j in
      numbers.take(tile, grid.range(i).count, grid.range(j).count, rounding)
      for rows in bands { try rows.place(numbers.matrix, i, j) }
    }
  }

  func end(_ outputs: inout Outputs) throws {
    for rows in bands {
      if writesArray { try outputs[.npy]?.append(rows) }
      if let neighbours { try outputs[.neighbours]?.append(neighbours.text(rows)) }
    }
    bands = []
  }
}

/// A tile of whole numbers as the doubles nearest to what they stand for. Working memory of one thread.
private final class TileDoubles {
  private(set) var matrix: Matrix

  init(_ grid: TileGrid) { matrix = Matrix(rows: grid.tileSize, columns: grid.tileSize) }

  func take(_ tile: borrowing WholeMatrix, _ rows: Int, _ columns: Int, _ rounding: Rounding) {
    for row in 0..<rows {
      unsafe tile.withRow(row) { wholes in
        unsafe matrix.withMutableRow(row) { doubles in
          for column in 0..<columns { unsafe doubles[column] = rounding.double(wholes[column]) }
        }
      }
    }
  }
}
