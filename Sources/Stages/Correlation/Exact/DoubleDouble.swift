/// A number of two doubles, `high` + `low`, `low` half a unit in the last place of `high` at most: some 106 bits
/// (T. J. Dekker, "A floating-point technique for extending the available precision", 1971). Each operation is off by
/// a few 2^-104 of its result.
struct DoubleDouble {
  let high, low: Double

  /// `high` + `low`, where |high| >= |low|.
  init(_ high: Double, _ low: Double = 0) {
    self.high = high + low
    self.low = (high - self.high) + low
  }

  /// The nearest to a whole number; exact below 2^106.
  init(_ value: UInt128) {
    let high = Double(value)
    let whole = UInt128(high)
    self.init(high, whole > value ? -Double(whole - value) : Double(value - whole))
  }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = a.high * b.high
    return DoubleDouble(product, (-product).addingProduct(a.high, b.high) + (a.high * b.low + a.low * b.high))
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let quotient = a.high / b.high
    let rest = a.high.addingProduct(-quotient, b.high) + (a.low - quotient * b.low)
    return DoubleDouble(quotient, rest / b.high)
  }

  /// Of a number above 0.
  var squareRoot: DoubleDouble {
    let root = high.squareRoot()
    return DoubleDouble(root, (high.addingProduct(-root, root) + low) / (2 * root))
  }
}
