import LinearAlgebra
import Testing

@Suite("Matrix: row-major doubles")
struct MatrixTests {
  @Test("a new matrix is zero")
  func zero() {
    let matrix = Matrix(rows: 3, columns: 5)
    #expect(matrix.rows == 3)
    #expect(matrix.columns == 5)
    for i in 0..<3 {
      for j in 0..<5 { #expect(matrix[i, j] == 0) }
    }
  }

  @Test("a row is the elements written to it, and no others")
  func rows() {
    var matrix = Matrix(rows: 3, columns: 4)
    for i in 0..<3 {
      for j in 0..<4 { matrix[i, j] = Double(10 * i + j) }
    }
    matrix.withMutableRow(1) { row in row[2] = -1 }
    #expect(matrix.withRow(0) { Array($0) } == [0, 1, 2, 3])
    #expect(matrix.withRow(1) { Array($0) } == [10, 11, -1, 13])
    #expect(matrix.withRow(2) { Array($0) } == [20, 21, 22, 23])
  }

  @Test("a matrix may have no rows or no columns", arguments: [(0, 0), (0, 24), (3, 0)])
  func empty(rows: Int, columns: Int) {
    let matrix = Matrix(rows: rows, columns: columns)
    #expect(matrix.rows == rows)
    #expect(matrix.columns == columns)
    for i in 0..<rows { #expect(matrix.withRow(i) { $0.count } == columns) }
  }

  @Test("of a row some columns are clamped, nothing else")
  func clamp() {
    var matrix = Matrix([2, -2, .nan, 5, 3, -3, 0.5, 4], columns: 4)
    matrix.clamp(row: 0, columns: 0..<3)
    matrix.clamp(row: 1, columns: 1..<4)
    matrix.clamp(row: 1, columns: 0..<0)
    #expect(matrix.withRow(0) { [$0[0], $0[1], $0[3]] } == [1, -1, 5])
    #expect(matrix[0, 2].isNaN)
    #expect(matrix.withRow(1) { Array($0) } == [3, -1, 0.5, 1])
  }

  @Test("an element outside traps")
  func bounds() async {
    await #expect(processExitsWith: .failure) {
      var matrix = Matrix(rows: 2, columns: 3)
      matrix.clamp(row: 0, columns: 0..<4)
    }
    await #expect(processExitsWith: .failure) {
      let matrix = Matrix(rows: 2, columns: 3)
      print(matrix[0, 3])
    }
    await #expect(processExitsWith: .failure) {
      let matrix = Matrix(rows: 2, columns: 3)
      print(matrix[-1, 0])
    }
  }
}
