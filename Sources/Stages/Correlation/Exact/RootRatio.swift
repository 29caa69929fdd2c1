import WholeNumbers

/// A correlation as it is: P / sqrt(Q) of whole numbers, Q > 0 and P^2 <= Q.
///
/// Each result is decided by comparing squares, so it is right however near a boundary the value lies.
package final class RootRatio {
  private let numerator: BigNumber
  /// The square of the denominator.
  private let square: BigNumber
  private let squaredNumerator: BigNumber

  /// `numerator` / sqrt(`square`). The numbers are kept; `square` is above 0.
  init(_ numerator: BigNumber, overRootOf square: BigNumber) {
    precondition(square.sign > 0)
    self.numerator = numerator
    self.square = square
    squaredNumerator = BigNumber()
    squaredNumerator.add(numerator, times: numerator)
  }

  /// `product` / sqrt(`squareA` `squareB`), the squares above 0.
  package convenience init(product: Int, squareA: Int, squareB: Int) {
    let square = BigNumber(squareA)
    square.multiply(by: squareB)
    self.init(BigNumber(product), overRootOf: square)
  }

  /// The whole number nearest to r 10^decimals, the even one of two.
  package func nearest(decimals: Int) -> Int64 {
    let factor = BigNumber(10, toThe: 2 * decimals)
    factor.multiply(by: squaredNumerator)
    let magnitude = Int64(nearestRoot(of: factor))
    return numerator.sign < 0 ? -magnitude : magnitude
  }

  /// The double nearest to r, the even one of two; 0 only of 0.
  package var nearestDouble: Double {
    guard numerator.sign != 0 else { return 0 }
    // From this many bits on the quotient has 2 x 53 bits or one more, and its root 53.
    var shift = max(0, (107 - squaredNumerator.bitCount + square.bitCount) / 2)
    while true {
      let scaled = BigNumber()
      scaled.set(to: squaredNumerator)
      scaled.shiftLeft(2 * shift)
      let root = nearestRoot(of: scaled)
      if root <= 1 << 53 {
        let magnitude = Double(sign: .plus, exponent: -shift, significand: Double(root))
        return numerator.sign < 0 ? -magnitude : magnitude
      }
      // A bit too many: rounded to it, it would be rounded twice.
      shift -= 1
    }
  }

  /// The whole number nearest to sqrt(`scaled` / square), the even one of two; below 2^63.
  private func nearestRoot(of scaled: BigNumber) -> UInt64 {
    let root = BigNumber()
    root.set(to: scaled)
    root.divide(by: square)
    root.takeRoot()
    let whole = root.lowWord
    // Is sqrt(scaled / square) above, at, or below whole + 1/2?
    let middle = BigNumber(Int(2 * whole + 1))
    middle.multiply(by: middle)
    middle.multiply(by: square)
    scaled.multiply(by: 4)
    let order = scaled.compare(to: middle)
    return order > 0 || (order == 0 && whole & 1 == 1) ? whole + 1 : whole
  }

  /// Below 0, 0, or above 0, as |r| is less than, equal to, or greater than that of another.
  package func compareMagnitude(to other: RootRatio) -> Int {
    let (own, others) = (BigNumber(), BigNumber())
    own.add(squaredNumerator, times: other.square)
    others.add(other.squaredNumerator, times: square)
    return own.compare(to: others)
  }

  /// Below 0, 0, or above 0, as |r| is less than, equal to, or greater than a double between 0 and 1.
  package func compareMagnitude(to bar: Double) -> Int {
    guard bar > 0 else { return numerator.sign == 0 && bar == 0 ? 0 : 1 }
    // bar = whole / 2^shift
    let shift = 52 - Int(bar.exponent)
    let whole = BigNumber(Int(bar.significand * 0x1p52))
    whole.multiply(by: whole)
    whole.multiply(by: square)
    let own = BigNumber()
    own.set(to: squaredNumerator)
    own.shiftLeft(2 * shift)
    return own.compare(to: whole)
  }
}
