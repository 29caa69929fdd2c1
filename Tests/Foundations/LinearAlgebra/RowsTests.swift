import LinearAlgebra
import Testing

@Suite("Operations on rows")
struct RowsTests {
  /// 1 2 3 / 4 5 6 / 7 8 9 / 10 11 12
  private static func matrix() -> Matrix { Matrix([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], columns: 3) }

  private static func row(_ row: Int, _ matrix: borrowing Matrix) -> [Double] {
    (0..<matrix.columns).map { matrix[row, $0] }
  }

  @Test("products of a block of rows by one row")
  func products() {
    let matrix = Self.matrix()
    var products = [Double](repeating: -1, count: 4)
    multiplyRows(of: matrix, 1..<4, byRow: 0, into: &products)
    #expect(products == [32, 50, 68, -1])
    multiplyRows(of: matrix, 2..<2, byRow: 0, into: &products)
    #expect(products == [32, 50, 68, -1])
  }

  @Test("a row is added to another, of the same matrix or not, and copied")
  func sums() {
    var matrix = Self.matrix()
    matrix.add(row: 0, toRow: 3)
    #expect(Self.row(3, matrix) == [11, 13, 15])
    matrix.add(row: 2, of: Self.matrix(), toRow: 0)
    #expect(Self.row(0, matrix) == [8, 10, 12])
    matrix.copy(row: 0, toRow: 1)
    matrix.copy(row: 2, toRow: 2)
    #expect(Self.row(1, matrix) == [8, 10, 12])
    #expect(Self.row(2, matrix) == [7, 8, 9])
  }
}
