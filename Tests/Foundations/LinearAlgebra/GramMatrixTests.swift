import LinearAlgebra
import TestSupport
import Testing

@Suite("gramOfRows, gramOfColumns: the products of a matrix with itself")
struct GramMatrixTests {
  private static func random(_ rows: Int, _ columns: Int) -> Matrix {
    var generator = SeededGenerator(seed: UInt64(rows * 1_009 + columns))
    var matrix = Matrix(rows: rows, columns: columns)
    for i in 0..<rows {
      for j in 0..<columns { matrix[i, j] = .random(in: -1...1, using: &generator) }
    }
    return matrix
  }

  /// As for `multiplyRows`: two sums of K terms differ by at most K * 2^-52 * sum |a b|, of terms up to 1.
  private static func tolerance(_ terms: Int) -> Double { Double(terms * terms) * Double.ulpOfOne }

  @Test(
    "rows: the upper triangle equals plain loops, below is 0",
    arguments: [(1, 1), (2, 1), (1, 24), (5, 3), (24, 168), (129, 24), (200, 7)])
  func rows(_ rows: Int, _ columns: Int) {
    let a = Self.random(rows, columns)
    let gram = gramOfRows(a, scale: 0.25)
    #expect(gram.rows == rows && gram.columns == rows)
    for i in 0..<rows {
      for j in 0..<rows {
        let expected = j < i ? 0 : 0.25 * (0..<columns).reduce(0) { $0 + a[i, $1] * a[j, $1] }
        #expect(abs(gram[i, j] - expected) <= Self.tolerance(columns))
      }
    }
  }

  @Test(
    "columns: the upper triangle equals plain loops, below is 0",
    arguments: [(1, 1), (2, 1), (1, 24), (5, 3), (168, 24), (24, 129), (7, 200)])
  func columns(_ rows: Int, _ columns: Int) {
    let a = Self.random(rows, columns)
    let gram = gramOfColumns(a)
    #expect(gram.rows == columns && gram.columns == columns)
    for i in 0..<columns {
      for j in 0..<columns {
        let expected = j < i ? 0 : (0..<rows).reduce(0) { $0 + a[$1, i] * a[$1, j] }
        #expect(abs(gram[i, j] - expected) <= Self.tolerance(rows))
      }
    }
  }

  @Test("sums of no terms are 0")
  func empty() {
    let rows = gramOfRows(Matrix(rows: 2, columns: 0))
    #expect(rows.rows == 2 && rows[0, 0] == 0 && rows[0, 1] == 0)
    #expect(gramOfColumns(Matrix(rows: 3, columns: 0)).rows == 0)
  }
}
