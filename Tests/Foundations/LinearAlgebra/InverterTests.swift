import LinearAlgebra
import TestSupport
import Testing

@Suite("Inverter, InverseResidual: inverses by LAPACK, and how far they are off")
struct InverterTests {
  private static func random(_ order: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<order * order).map { _ in .random(in: -1...1, using: &generator) }
  }

  /// A symmetric matrix with a dominant diagonal.
  private static func positiveDefinite(_ order: Int, seed: UInt64) -> [Double] {
    var a = random(order, seed: seed)
    for i in 0..<order {
      a[i * order + i] = Double(order) + 1
      for j in 0..<i { a[i * order + j] = a[j * order + i] }
    }
    return a
  }

  private static func invert(_ a: [Double], order: Int, by factorisation: Inverter.Factorisation) -> [Double]?
  {
    var inverter = Inverter(order: order, by: factorisation)
    var x = a
    var span = x.mutableSpan
    return inverter.invert(&span) ? x : nil
  }

  @Test("LU: the residual A X - I is within the limit", arguments: [1, 2, 3, 5, 32, 100, 257])
  func lu(order: Int) throws {
    let a = Self.random(order, seed: 1)
    let x = try #require(Self.invert(a, order: order, by: .lu))
    var residual = InverseResidual(order: order)
    #expect(residual.scaled(a.span, inverse: x.span) <= InverseResidual.limit)
  }

  @Test("Cholesky: all of the inverse, as symmetric as the matrix", arguments: [1, 2, 3, 5, 32, 100, 257])
  func cholesky(order: Int) throws {
    let a = Self.positiveDefinite(order, seed: 2)
    let x = try #require(Self.invert(a, order: order, by: .cholesky))
    var residual = InverseResidual(order: order)
    #expect(residual.scaled(a.span, inverse: x.span) <= InverseResidual.limit)
    for i in 0..<order {
      for j in 0..<i { #expect(x[i * order + j] == x[j * order + i]) }
    }
  }

  @Test("an unsymmetric matrix is not transposed on the way")
  func rowMajor() throws {
    let x = try #require(Self.invert([1, 2, 0, 4], order: 2, by: .lu))
    #expect(x == [1, -0.5, 0, 0.25])
  }

  @Test("one matrix among others is replaced, the others stay")
  func from() {
    var inverter = Inverter(order: 2, by: .lu)
    var elements: [Double] = [9, 9, 9, 9, 2, 0, 0, 4, 9, 9]
    var span = elements.mutableSpan
    let hasInverse = inverter.invert(&span, from: 4)
    #expect(hasInverse)
    #expect(elements == [9, 9, 9, 9, 0.5, 0, 0, 0.25, 9, 9])
  }

  @Test("none for a singular matrix, nor by Cholesky for an indefinite one; then the next is right again")
  func singular() {
    #expect(Self.invert([1, 2, 2, 4], order: 2, by: .lu) == nil)
    #expect(Self.invert([1, 2, 2, 1], order: 2, by: .cholesky) == nil)
    var inverter = Inverter(order: 1, by: .lu)
    var elements = [0.0, 8]
    var span = elements.mutableSpan
    let outcomes = [inverter.invert(&span, from: 0), inverter.invert(&span, from: 1)]
    #expect(outcomes == [false, true])
    #expect(elements[1] == 0.125)
  }

  @Test("the residual of a wrong inverse is far above the limit, and NaN if the inverse is")
  func wrong() throws {
    let order = 20
    let a = Self.random(order, seed: 3)
    var x = try #require(Self.invert(a, order: order, by: .lu))
    var residual = InverseResidual(order: order)
    x[33] *= 1 + 1e-9
    #expect(residual.scaled(a.span, inverse: x.span) > 100 * InverseResidual.limit)
    x[33] = .nan
    #expect(residual.scaled(a.span, inverse: x.span).isNaN)
  }

  @Test("the residual of a known error: X = I + e E for A = I is e / (n eps cond)")
  func scale() {
    var residual = InverseResidual(order: 2)
    let e = 0x1p-30
    let scaled = residual.scaled([1, 0, 0, 1].span, inverse: [1 + e, 0, 0, 1].span)
    #expect(scaled == e / (2 * 0x1p-53 * (1 + e)))
  }

  @Test("singular as far as doubles can tell")
  func nearlySingular() {
    var residual = InverseResidual(order: 3)
    let exactly: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    var hardly = exactly
    hardly[8] = 9 + 1e-9
    let (a, b) = (residual.isSingular(exactly.span), residual.isSingular(hardly.span))
    #expect(a)
    #expect(!b)
    let zero = [Double](repeating: 0, count: 9)
    let c = residual.isSingular(zero.span)
    #expect(c)
  }
}
