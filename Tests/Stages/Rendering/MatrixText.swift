import LinearAlgebra
import Rendering
import Synchronization
import TestSupport
import Workers

extension MatrixCSV {
  /// Puts the tiles that bands need, or those of some tile rows, into them, in any order, by so many threads; `entry`
  /// tells the matrix. Of a tile only the part that is to be used is filled.
  func place(
    in bands: [TextBand], _ tileRows: [Int]? = nil, threads: Int, seed: UInt64 = 0,
    entry: @escaping @Sendable (Int, Int) -> Double
  ) throws {
    let tileRows = Set(tileRows ?? bands.flatMap { Array($0.tileRows) })
    var random = SeededGenerator(seed: seed)
    let tiles = (0..<grid.count).flatMap { i in (i..<grid.count).map { (i: i, j: $0) } }
      .filter { tileRows.contains($0.i) || tileRows.contains($0.j) }
      .shuffled(using: &random)
    let dispenser = Dispenser(0..<tiles.count)
    _ = try concurrently(threads) { _ in
      var fields = makeFields()
      var tile = Matrix(rows: grid.tileSize, columns: grid.tileSize)
      while let next = dispenser.next() {
        let (i, j) = tiles[next]
        for (row, a) in grid.range(i).enumerated() {
          for (column, b) in grid.range(j).enumerated() { tile[row, column] = entry(a, b) }
        }
        try place(tile, i, j, in: bands, &fields)
      }
    }
  }

  /// Some rows.
  func text(
    _ rows: Range<Int>, in memory: TextMemory? = nil, threads: Int = 1, seed: UInt64 = 0,
    entry: @escaping @Sendable (Int, Int) -> Double
  ) throws -> String {
    let band = makeBand(rows, in: memory ?? makeMemory(tileRows: grid.tileRows(touching: rows).count))
    try place(in: [band], threads: threads, seed: seed, entry: entry)
    return band.withText { String(decoding: $0.joined(), as: UTF8.self) }
  }
}
