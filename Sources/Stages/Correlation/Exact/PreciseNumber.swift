/// A correlation to some 100 bits, and how far it may be off: |r - (high + low)| <= error.
package struct PreciseNumber: Equatable, Sendable {
  /// The double nearest to high + low.
  package let high: Double
  /// What `high` lacks.
  package let low: Double
  /// The greatest error of high + low.
  package let error: Double

  /// `high` + `low`, in any proportion.
  package init(_ high: Double, _ low: Double, error: Double) {
    self.high = high + low
    self.low = (high - self.high) + low
    self.error = error
  }

  /// The whole number nearest to r 10^decimals; nil where the error leaves it open. `decimals` is 17 at most.
  package func nearest(decimals: Int) -> Int64? {
    let scale = Self.powers[decimals]
    let product = high * scale
    let rest = (-product).addingProduct(high, scale) + low * scale
    let whole = product.rounded()
    let fraction = (product - whole) + rest
    // With 16 and 17 decimals the product is whole already, and the rest is more.
    let step = fraction.rounded()
    // What of `rest` was rounded off is far below the second term.
    let doubt = error * scale + 0x1p-40 * (rest.magnitude + 0x1p-20)
    guard (fraction - step).magnitude + doubt < 0.5 else { return nil }
    return Int64(whole) + Int64(step)
  }

  /// The double nearest to r; nil where the error leaves it open.
  package var nearestDouble: Double? {
    guard high != 0 else { return nil }
    // Below a power of two doubles are twice as close.
    let spacing = high.magnitude - high.magnitude.nextDown
    return low.magnitude + error < spacing / 2 ? high : nil
  }

  /// Below 0 or above 0, as |r| is less or greater than that of another; nil where the errors leave it open.
  package func compareMagnitude(to other: PreciseNumber) -> Int? {
    let (sign, otherSign) = (high < 0 ? -1.0 : 1.0, other.high < 0 ? -1.0 : 1.0)
    let difference =
      (sign * high - otherSign * other.high) + (sign * low - otherSign * other.low)
    // The difference of near numbers is exact but for its last addition.
    guard difference.magnitude > (error + other.error) * 1.01 + 0x1p-104 else { return nil }
    return difference < 0 ? -1 : 1
  }

  /// 10^0 to 10^17, exact.
  static let powers: [Double] = (0...17).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
}
