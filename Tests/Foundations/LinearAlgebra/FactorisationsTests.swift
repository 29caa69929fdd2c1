import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Cholesky, symmetricEigenvalues: LAPACK's factorisations")
struct FactorisationsTests {
  /// A matrix from its rows.
  private static func matrix(_ rows: [[Double]]) -> Matrix {
    var matrix = Matrix(rows: rows.count, columns: rows.first?.count ?? 0)
    for (i, row) in rows.enumerated() {
      for (j, value) in row.enumerated() { matrix[i, j] = value }
    }
    return matrix
  }

  /// The error of a factorisation; `Matrix` cannot be an argument of `#expect(throws:)`.
  private static func error(_ rows: [[Double]]) -> FactorisationError? {
    do throws(FactorisationError) {
      _ = try Cholesky(matrix(rows))
      return nil
    } catch {
      return error
    }
  }

  /// The eigenvalues of the matrix with 2 on the diagonal and -1 beside it: 2 - 2 cos(k pi / (n + 1)).
  private static func stiffness(_ size: Int) -> Matrix {
    var matrix = Matrix(rows: size, columns: size)
    for i in 0..<size {
      matrix[i, i] = 2
      if i + 1 < size { matrix[i, i + 1] = -1 }
    }
    return matrix
  }

  // MARK: - Cholesky

  @Test("a known inverse; only the upper triangle is read")
  func known() throws {
    // 1/8 * [3 -2; -2 4]; every step is exact in doubles but the roots.
    let inverse = try Cholesky(Self.matrix([[4, 2], [.nan, 3]])).inverse()
    for (found, expected) in zip([inverse[0, 0], inverse[0, 1], inverse[1, 1]], [0.375, -0.25, 0.5]) {
      #expect(abs(found - expected) <= 4 * Double.ulpOfOne)
    }
  }

  @Test("the inverse undoes the matrix", arguments: [1, 2, 3, 24, 129, 400])
  func undoes(size: Int) throws {
    var generator = SeededGenerator(seed: UInt64(size))
    var factor = Matrix(rows: size, columns: size)
    for i in 0..<size {
      for j in 0..<size { factor[i, j] = .random(in: -1...1, using: &generator) }
    }
    // A = B transpose(B) / n + I: its eigenvalues are from 1 to 1 + |B|^2 / n.
    func a() -> Matrix {
      var a = gramOfRows(factor, scale: 1 / Double(size))
      for i in 0..<size { a[i, i] += 1 }
      return a
    }
    let original = a()
    let inverse = try Cholesky(a()).inverse()
    func apply(_ upper: borrowing Matrix, _ x: [Double]) -> [Double] {
      (0..<size).map { i in (0..<size).reduce(0) { $0 + upper[min(i, $1), max(i, $1)] * x[$1] } }
    }
    let x = (0..<size).map { _ in Double.random(in: -1...1, using: &generator) }
    let found = apply(inverse, apply(original, x))
    let eigenvalues = try symmetricEigenvalues(a())
    let condition = eigenvalues[size - 1] / eigenvalues[0]
    // Higham, Accuracy and Stability, 14.1: |X A - I| is at most some n u times the condition number; |x| <= 1.
    let tolerance = 10 * Double(size * size) * Double.ulpOfOne * condition
    for i in 0..<size { #expect(abs(found[i] - x[i]) <= tolerance) }
  }

  @Test(
    "a matrix that is not positive definite is refused, with the order of the minor",
    arguments: [([[1.0, 2], [2, 1]], 2), ([[0]], 1), ([[1, 0, 0], [0, 1, 0], [0, 0, -1]], 3)])
  func notPositiveDefinite(_ rows: [[Double]], _ order: Int) {
    #expect(Self.error(rows) == .notPositiveDefinite(order: order))
  }

  @Test("what is not a number is refused")
  func notANumber() {
    #expect(Self.error([[1, .nan], [0, 1]]) == .notANumber)
    #expect(throws: FactorisationError.notANumber) {
      try symmetricEigenvalues(Self.matrix([[1, .nan], [0, 1]]))
    }
  }

  @Test("no rows have no eigenvalues and an inverse without rows")
  func empty() throws {
    #expect(try symmetricEigenvalues(Matrix(rows: 0, columns: 0)).isEmpty)
    let inverse = try Cholesky(Matrix(rows: 0, columns: 0)).inverse()
    #expect(inverse.rows == 0)
  }

  @Test("a matrix that is not square traps")
  func notSquare() async {
    await #expect(processExitsWith: .failure) { _ = try Cholesky(Matrix(rows: 2, columns: 3)).inverse() }
    await #expect(processExitsWith: .failure) { _ = try symmetricEigenvalues(Matrix(rows: 2, columns: 3)) }
  }

  // MARK: - Eigenvalues

  @Test("eigenvalues that are known, ascending", arguments: [1, 2, 3, 24, 130, 500])
  func eigenvalues(size: Int) throws {
    let found = try symmetricEigenvalues(Self.stiffness(size))
    #expect(found.count == size)
    for (k, value) in found.enumerated() {
      // Half-angle form: 4 sin^2(k pi / (2 n + 2)).
      let half = Double(k + 1) * Double.pi / Double(2 * size + 2)
      let expected = 4 * sin(half) * sin(half)
      // LAPACK Users' Guide, 4.7: the error is some n u |A|, and |A| < 4.
      #expect(abs(value - expected) <= 4 * Double(size + 2) * Double.ulpOfOne)
    }
  }

  @Test("only the upper triangle is read; a singular matrix has an eigenvalue 0")
  func upperTriangle() throws {
    let found = try symmetricEigenvalues(Self.matrix([[1, 1], [.nan, 1]]))
    #expect(abs(found[0]) <= 2 * Double.ulpOfOne)
    #expect(abs(found[1] - 2) <= 2 * Double.ulpOfOne)
  }
}
