import Testing
import WholeNumbers

@Suite("Whole numbers of any size")
struct BigNumberTests {
  @Test("Arithmetic is that of whole numbers of 128 bits")
  func arithmetic() {
    for _ in 0..<1_000 {
      let (a, b) = (Int.random(in: -(1 << 40)...(1 << 40)), Int.random(in: -(1 << 40)...(1 << 40)))
      let (x, y, sum) = (BigNumber(a), BigNumber(b), BigNumber(7))
      sum.add(x, times: y)
      sum.add(x)
      sum.subtract(y, times: y)
      sum.multiply(by: 3)
      let expected = (7 + Int128(a) * Int128(b) + Int128(a) - Int128(b) * Int128(b)) * 3
      #expect(sum.sign == expected.signum())
      #expect(sum.compare(to: BigNumber(0)).signum() == Int(expected.signum()))
      let magnitude = BigNumber(expected.magnitude)
      if expected < 0 { magnitude.multiply(by: -1) }
      #expect(sum.compare(to: magnitude) == 0, "\(a) \(b)")
    }
  }

  @Test("A number may be a factor of its own")
  func squares() {
    let number = BigNumber(UInt128(1) << 70)
    number.multiply(by: number)
    #expect(number.bitCount == 141)
    number.takeRoot()
    #expect(number.compare(to: BigNumber(UInt128(1) << 70)) == 0)
    number.shiftLeft(3)
    number.divide(by: BigNumber(UInt128(1) << 71))
    #expect(number.lowWord == 4)
  }

  @Test("Quotients and roots are rounded down")
  func roundsDown() {
    for (value, divisor, quotient) in [(7, 2, 3), (-7, 2, -4), (6, 2, 3), (0, 5, 0)] {
      let number = BigNumber(value)
      number.divide(by: BigNumber(divisor))
      #expect(number.compare(to: BigNumber(quotient)) == 0)
    }
    for (square, root) in [(0, 0), (1, 1), (3, 1), (4, 2), (99, 9), (100, 10)] {
      let number = BigNumber(square)
      number.takeRoot()
      #expect(number.lowWord == UInt64(root))
    }
  }

  @Test("Powers and common multiples")
  func powersAndMultiples() {
    #expect(BigNumber(10, toThe: 0).lowWord == 1)
    #expect(BigNumber(10, toThe: 19).lowWord == 10_000_000_000_000_000_000)
    let multiple = BigNumber(1)
    for factor in [4, 6, 10] as [UInt64] { multiple.takeLeastCommonMultiple(with: factor) }
    #expect(multiple.lowWord == 60)
  }
}
