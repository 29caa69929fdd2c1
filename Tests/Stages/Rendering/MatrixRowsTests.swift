import LinearAlgebra
import Rendering
import Synchronization
import Testing

@Suite("MatrixRows and NPYHeader: the matrix as numbers")
struct MatrixRowsTests {
  private static func entry(_ a: Int, _ b: Int) -> Double { Double(1_000 * min(a, b) + max(a, b)) }

  @Test("tiles and their mirror images make whole rows, for every band", arguments: [1, 5, 7, 20, 23])
  func rows(size: Int) throws {
    let grid = TileGrid(size: size, tileSize: 7)
    for first in 0..<size {
      for end in first...size {
        let rows = MatrixRows(first..<end, of: grid)
        let tileRows = grid.tileRows(touching: first..<end)
        #expect(rows.rows == first..<end)
        for k in 0..<grid.upperCount {
          let (i, j) = grid.upper(k)
          guard tileRows.contains(i) || tileRows.contains(j) else { continue }
          var tile = Matrix(rows: 7, columns: 7)
          for (row, a) in grid.range(i).enumerated() {
            // Below the diagonal a tile means nothing.
            for (column, b) in grid.range(j).enumerated() {
              tile[row, column] = a <= b ? Self.entry(a, b) : .nan
            }
          }
          try rows.place(tile, i, j)
        }
        let expected = rows.rows.map { a in (0..<size).map { Self.entry(a, $0) } }
        #expect(rows.rows.map { rows.withRow($0) { Array($0) } } == expected)
        let numbers = rows.withBytes { Array($0.bindMemory(to: Double.self)) }
        #expect(numbers == expected.flatMap { $0 })
      }
    }
  }

  @Test(
    "opened, it hands rows on in order as they are complete; the writer's error comes back", arguments: 0..<6)
  func writer(openedBefore opening: Int) throws {
    struct Full: Error {}
    let grid = TileGrid(size: 20, tileSize: 7)
    let written = Mutex([UInt8]())
    let rows = MatrixRows(0..<20, of: grid)
    var tile = Matrix(rows: 7, columns: 7)
    var counts: [Int] = []
    #expect(throws: Full.self) {
      for (number, (i, j)) in [(1, 1), (1, 2), (0, 0), (0, 2), (0, 1), (2, 2)].enumerated() {
        if number == opening {
          try rows.open { pieces, offset in
            try written.withLock { bytes in
              if offset >= 2 * 7 * 20 * 8 { throw Full() }
              #expect(offset == bytes.count)
              for piece in pieces { bytes += piece }
            }
          }
        }
        for (row, a) in grid.range(i).enumerated() {
          for (column, b) in grid.range(j).enumerated() { tile[row, column] = Self.entry(a, b) }
        }
        defer { counts.append(written.withLock(\.count)) }
        try rows.place(tile, i, j)
      }
    }
    // The first tile row is complete with its third tile, and the second then is already.
    let two = 2 * 7 * 20 * 8
    #expect(counts == [0, 0, 0, 0, opening < 5 ? two : 0, two])
    #expect(rows.byteCount == 20 * 20 * 8)
    let expected = (0..<14).flatMap { a in (0..<20).map { Self.entry(a, $0) } }
    #expect(written.withLock { $0.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) } } == expected)
    #expect(rows.withBytes { $0.isEmpty })
  }

  @Test(
    "the header is that of NumPy's format 1.0, a multiple of 64 bytes long",
    arguments: [0, 1, 1_230, 99_999, 1_000_000_000])
  func header(size: Int) {
    let bytes = NPYHeader.bytes(rows: size, columns: size)
    #expect(bytes.count % 64 == 0)
    #expect(Array(bytes[..<8]) == [0x93] + Array("NUMPY".utf8) + [1, 0])
    #expect(Int(bytes[8]) + 256 * Int(bytes[9]) == bytes.count - 10)
    #expect(bytes.last == UInt8(ascii: "\n"))
    let text = String(decoding: bytes[10...], as: UTF8.self)
    #expect(text.hasPrefix("{'descr': '<f8', 'fortran_order': False, 'shape': (\(size), \(size)), }"))
  }
}
