import LinearAlgebra
import TestSupport
import Testing

@Suite("multiplyRows: products of the rows of two matrices")
struct ProductsTests {
  private static func random(_ rows: Int, _ columns: Int, _ random: inout SeededGenerator) -> Matrix {
    var matrix = Matrix(rows: rows, columns: columns)
    for i in 0..<rows {
      for j in 0..<columns { matrix[i, j] = .random(in: -1...1, using: &random) }
    }
    return matrix
  }

  private static func dot(_ a: borrowing Matrix, _ i: Int, _ b: borrowing Matrix, _ j: Int) -> (
    Double, Double
  ) {
    var (product, magnitude) = (0.0, 0.0)
    for k in 0..<a.columns {
      product += a[i, k] * b[j, k]
      magnitude += abs(a[i, k] * b[j, k])
    }
    return (product, magnitude)
  }

  /// Two sums of K products in different orders: each errs by at most K * u * sum |a b| with u = 2^-53
  /// (Higham, Accuracy and Stability, 3.1), so they differ by at most K * 2^-52 * sum |a b|.
  private static func tolerance(_ columns: Int, _ magnitude: Double) -> Double {
    Double(columns) * Double.ulpOfOne * magnitude
  }

  @Test(
    "equals three plain loops, for every shape of block",
    arguments: [
      (1, 1, 1), (1, 5, 24), (5, 1, 24), (2, 3, 1), (3, 2, 168), (7, 9, 5), (16, 16, 16), (17, 31, 24),
      (64, 65, 23), (127, 128, 24), (128, 128, 24), (129, 3, 276), (100, 100, 1000),
    ])
  func shapes(rowsA: Int, rowsB: Int, columns: Int) {
    var generator = SeededGenerator(seed: UInt64(rowsA * 1_000_003 + rowsB * 1_009 + columns))
    let a = Self.random(rowsA, columns, &generator)
    let b = Self.random(rowsB, columns, &generator)
    var result = Matrix(rows: rowsA, columns: rowsB)
    multiplyRows(of: a, 0..<rowsA, by: b, 0..<rowsB, into: &result)
    for i in 0..<rowsA {
      for j in 0..<rowsB {
        let (expected, magnitude) = Self.dot(a, i, b, j)
        #expect(abs(result[i, j] - expected) <= Self.tolerance(columns, magnitude))
      }
    }
  }

  @Test("blocks of rows go to the upper left corner of a larger result, whose rest is left alone")
  func blocks() {
    var generator = SeededGenerator(seed: 11)
    let a = Self.random(20, 24, &generator)
    let b = Self.random(30, 24, &generator)
    for _ in 0..<50 {
      let startA = Int.random(in: 0..<20, using: &generator)
      let startB = Int.random(in: 0..<30, using: &generator)
      let (rowsA, rowsB) = (
        startA..<Int.random(in: startA...20, using: &generator),
        startB..<Int.random(in: startB...30, using: &generator)
      )
      var result = Matrix(rows: 40, columns: 35)
      for i in 0..<40 {
        for j in 0..<35 { result[i, j] = 1e300 }
      }
      multiplyRows(of: a, rowsA, by: b, rowsB, into: &result)
      for i in 0..<40 {
        for j in 0..<35 {
          guard i < rowsA.count && j < rowsB.count else {
            #expect(result[i, j] == 1e300)
            continue
          }
          let (expected, magnitude) = Self.dot(a, rowsA.lowerBound + i, b, rowsB.lowerBound + j)
          #expect(abs(result[i, j] - expected) <= Self.tolerance(24, magnitude))
        }
      }
    }
  }

  @Test("what the result held before, NaN too, does not matter")
  func overwrites() {
    var generator = SeededGenerator(seed: 12)
    let a = Self.random(9, 24, &generator)
    var clean = Matrix(rows: 9, columns: 9)
    var dirty = Matrix(rows: 9, columns: 9)
    for i in 0..<9 {
      for j in 0..<9 { dirty[i, j] = .nan }
    }
    multiplyRows(of: a, 0..<9, by: a, 0..<9, into: &clean)
    multiplyRows(of: a, 0..<9, by: a, 0..<9, into: &dirty)
    for i in 0..<9 {
      for j in 0..<9 { #expect(clean[i, j] == dirty[i, j]) }
    }
  }

  @Test("a large product agrees with the factors applied to a random vector")
  func largeProduct() {
    let (rows, columns) = (700, 600)
    var generator = SeededGenerator(seed: 13)
    let a = Self.random(rows, columns, &generator)
    let b = Self.random(rows, columns, &generator)
    var result = Matrix(rows: rows, columns: rows)
    multiplyRows(of: a, 0..<rows, by: b, 0..<rows, into: &result)
    let x = (0..<rows).map { _ in Double.random(in: -1...1, using: &generator) }
    // y = transpose(B) x, then A y must be result x.
    let y = (0..<columns).map { k in (0..<rows).reduce(0) { $0 + b[$1, k] * x[$1] } }
    let absoluteY = (0..<columns).map { k in (0..<rows).reduce(0) { $0 + abs(b[$1, k] * x[$1]) } }
    for i in 0..<rows {
      let expected = (0..<columns).reduce(0) { $0 + a[i, $1] * y[$1] }
      let found = (0..<rows).reduce(0) { $0 + result[i, $1] * x[$1] }
      // Both ways take two sums, of `columns` and of `rows` terms: the bound above with K their sum.
      let magnitude = (0..<columns).reduce(0) { $0 + abs(a[i, $1]) * absoluteY[$1] }
      #expect(abs(found - expected) <= Self.tolerance(rows + columns, magnitude))
    }
  }

  @Test("no rows at all are no work")
  func empty() {
    let a = Matrix(rows: 0, columns: 24)
    var result = Matrix(rows: 1, columns: 1)
    result[0, 0] = 7
    multiplyRows(of: a, 0..<0, by: a, 0..<0, into: &result)
    #expect(result[0, 0] == 7)
  }

  @Test("factors that do not fit trap rather than read elsewhere")
  func misfit() async {
    await #expect(processExitsWith: .failure) {
      var result = Matrix(rows: 2, columns: 2)
      multiplyRows(
        of: Matrix(rows: 2, columns: 3), 0..<2, by: Matrix(rows: 2, columns: 4), 0..<2, into: &result)
    }
    await #expect(processExitsWith: .failure) {
      var result = Matrix(rows: 1, columns: 2)
      multiplyRows(
        of: Matrix(rows: 2, columns: 3), 0..<2, by: Matrix(rows: 2, columns: 3), 0..<2, into: &result)
    }
    await #expect(processExitsWith: .failure) {
      var result = Matrix(rows: 2, columns: 2)
      multiplyRows(
        of: Matrix(rows: 2, columns: 3), 1..<3, by: Matrix(rows: 2, columns: 3), 0..<2, into: &result)
    }
  }

  @Test("of one block with itself, the part above the diagonal", arguments: [1, 2, 17, 128], [1, 24, 300])
  func symmetric(rows: Int, columns: Int) {
    var generator = SeededGenerator(seed: UInt64(rows * 1_000 + columns))
    let a = Self.random(rows + 3, columns, &generator)
    var result = Matrix(rows: rows + 1, columns: rows + 2)
    multiplyRows(of: a, 2..<rows + 2, into: &result)
    for i in 0..<rows {
      for j in 0..<rows {
        let (expected, magnitude) = Self.dot(a, i + 2, a, j + 2)
        #expect(
          j < i ? result[i, j] == 0 : abs(result[i, j] - expected) <= Self.tolerance(columns, magnitude))
      }
    }
  }

  @Test(
    "multiply is A B by plain loops, for every shape",
    arguments: [(1, 1, 1), (1, 7, 3), (5, 1, 4), (4, 6, 1), (17, 31, 24), (100, 64, 129)])
  func multiplication(rows: Int, inner: Int, columns: Int) {
    var generator = SeededGenerator(seed: UInt64(rows * 10_007 + inner * 101 + columns))
    let a = (0..<rows * inner).map { _ in Double.random(in: -1...1, using: &generator) }
    let b = (0..<inner * columns).map { _ in Double.random(in: -1...1, using: &generator) }
    var c = [Double](repeating: .nan, count: rows * columns)
    var span = c.mutableSpan
    multiply(a.span, b.span, columns: columns, into: &span)
    for i in 0..<rows {
      for j in 0..<columns {
        let terms = (0..<inner).map { a[i * inner + $0] * b[$0 * columns + j] }
        let tolerance = Self.tolerance(inner, terms.reduce(0) { $0 + abs($1) })
        #expect(abs(c[i * columns + j] - terms.reduce(0, +)) <= tolerance)
      }
    }
  }

  @Test("shapes that do not fit trap")
  func multiplicationMismatch() async {
    await #expect(processExitsWith: .failure) {
      var c = [Double](repeating: 0, count: 4)
      var span = c.mutableSpan
      multiply([1, 2, 3].span, [1, 2, 3, 4].span, columns: 2, into: &span)
    }
  }
}
