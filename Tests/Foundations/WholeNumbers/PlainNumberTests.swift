import Testing
import WholeNumbers

/// By GMP, which the tests need.
@Suite("Whole numbers of any size without GMP are those with it")
struct PlainNumberTests {
  /// Up to five words; with words of all zeros and all ones, which carry furthest.
  private static func random(isPositive: Bool = false) -> (plain: PlainNumber, big: BigNumber) {
    let words = (0..<Int.random(in: 1...5)).map { _ in
      [0, .max, 1, UInt64.random(in: 0...9), .random(in: .min ... .max)].randomElement()!
    }
    var plain = PlainNumber(0)
    for word in words { plain = plain.shiftedLeft(64) + PlainNumber(UInt128(word)) }
    if isPositive, plain.sign == 0 { plain = PlainNumber(3) }
    if !isPositive, Bool.random() { plain = -plain }
    return (plain, big(plain))
  }

  private static func big(_ plain: PlainNumber) -> BigNumber {
    let number = BigNumber()
    for word in plain.words.reversed() {
      number.shiftLeft(64)
      number.add(BigNumber(UInt128(word)))
    }
    if plain.sign < 0 { number.multiply(by: -1) }
    return number
  }

  private func expectSame(_ plain: PlainNumber, _ number: BigNumber, _ what: String) {
    #expect(Self.big(plain).compare(to: number) == 0, "\(what)")
    #expect(plain.sign == number.sign && plain.bitCount == number.bitCount, "\(what)")
    #expect(plain.lowWord == number.lowWord && plain.words.last != 0, "\(what)")
  }

  @Test("Sums, products and their order")
  func sums() { for _ in 0..<300 { expectSums() } }

  private func expectSums() {
    let ((a, x), (b, y)) = (Self.random(), Self.random())
    let (sum, product) = (BigNumber(), BigNumber())
    sum.set(to: x)
    sum.add(y)
    expectSame(a + b, sum, "\(a) + \(b)")
    product.set(to: x)
    product.subtract(x, times: y)
    expectSame(a - a * b, product, "\(a) - \(a) * \(b)")
    #expect(a.compare(to: b).signum() == x.compare(to: y).signum(), "\(a), \(b)")
    #expect(a.compare(to: a) == 0 && (a - a).sign == 0)
    for bits in [0, 1, 63, 64, 65, 200] {
      let shifted = BigNumber()
      shifted.set(to: x)
      shifted.shiftLeft(bits)
      expectSame(a.shiftedLeft(bits), shifted, "\(a) << \(bits)")
    }
  }

  @Test("Quotients, roots and common multiples")
  func quotients() { for _ in 0..<300 { expectQuotients() } }

  private func expectQuotients() {
    let ((a, x), (b, y)) = (Self.random(), Self.random(isPositive: true))
    let quotient = BigNumber()
    quotient.set(to: x)
    quotient.divide(by: y)
    expectSame(a.divided(by: b), quotient, "\(a) / \(b)")
    expectSame((a * b).divided(by: b), x, "\(a) * \(b) / \(b)")
    let root = BigNumber()
    root.set(to: y)
    root.takeRoot()
    expectSame(b.root, root, "the root of \(b)")
    expectSame((b * b).root, y, "the root of \(b) squared")
    expectSame((b * b - PlainNumber(1)).root, Self.big(b - PlainNumber(1)), "the root of \(b) squared less 1")
    for other: UInt64 in [1, 2, 720, .random(in: 1 ... .max), .max] {
      let multiple = BigNumber()
      multiple.set(to: y)
      multiple.takeLeastCommonMultiple(with: other)
      expectSame(b.leastCommonMultiple(with: other), multiple, "the multiple of \(b) and \(other)")
    }
  }

  @Test("Numbers of one and two words, powers, and nought")
  func numbers() {
    for value in [0, 1, -1, Int.max, Int.min] { expectSame(PlainNumber(value), BigNumber(value), "\(value)") }
    for value in [0, 1, UInt128(UInt64.max) + 1, .max] {
      expectSame(PlainNumber(value), BigNumber(value), "\(value)")
    }
    for exponent in [0, 1, 19, 20, 64] {
      expectSame(PlainNumber(10, toThe: exponent), BigNumber(10, toThe: exponent), "10^\(exponent)")
    }
    #expect(PlainNumber(0).root == PlainNumber(0) && -PlainNumber(0) == PlainNumber(0))
  }
}
